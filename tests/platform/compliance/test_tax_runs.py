"""A run keeps what went in by hash, what came out, what stood in the way; and can be taken up again."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from tests.platform.compliance import making as m
from tests.platform.directory import making

from pilotage.engines.tax import Stage
from pilotage.jobs import queue, worker
from pilotage.jobs.models import Job
from pilotage.kernel.errors import Invalid, NotAllowed, NotFound
from pilotage.platform.audit.models import Event
from pilotage.platform.compliance import actions, archive, queries, rows
from pilotage.platform.compliance.models import Role, State, TaxRun

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def seller():
    return making.seller()


def test_a_report_becomes_returns_with_inputs_law_and_version_kept(seller):
    run = m.done(seller)
    assert run.state == State.DONE
    assert [one.document.name for one in run.inputs.all()] == ["AVTR.csv"]
    assert (len(run.law_digest), run.version) == (64, "0.1.0")
    made = run.returns.get()
    assert (made.kind, made.jurisdiction, made.period) == ("LOCAL", "DE", "2026-01")
    assert made.content["lines"]["taxed"] == {"19": {"base": "100.00", "vat": "19.00"}}
    assert {o.name for o in run.outputs.all()} >= {"returns.json", "determinations.parquet"}


def test_what_was_blocked_is_counted_by_code_with_the_next_step_and_examples(seller):
    run = m.done(seller, [m.TAXED, m.MOVED])
    [entry] = run.blocked
    assert (entry["code"], entry["rows"]) == ("COST_MISSING", 1)
    assert entry["examples"] == [{"file": "AVTR.csv", "row": 2}]
    assert entry["next_step"]["zh"] and entry["next_step"]["en"]


def test_with_the_costs_added_the_same_reports_leave_nothing_blocked(seller):
    first = m.done(seller, [m.TAXED, m.MOVED])
    costs = m.document(seller, m.COSTS, "costs.csv", "tax_costs")
    again = m.worked(actions.run_again(by=seller, at=m.NOW, of=first, added=[(Role.COSTS, costs)]))
    assert again.blocked == []
    assert again.replay_of is None
    assert {r.jurisdiction for r in again.returns.all()} == {"DE", "FR"}


def test_rows_come_a_page_at_a_time_and_by_return_treatment_or_finding(seller):
    run = m.done(seller, [m.SALE, m.TAXED, m.BLOCKED])
    every = rows.page_of(run, rows.Only(), 1)
    assert (every.count, [r["row"] for r in every.rows]) == (3, [1, 2, 3])
    assert every.rows[1]["vat"] == Decimal("19.0000")
    assert rows.page_of(run, rows.Only(return_key="LOCAL/DE/2026-01"), 1).count == 2
    assert rows.page_of(run, rows.Only(treatment="deemed_supply"), 1).count == 1
    assert rows.page_of(run, rows.Only(finding="NO_REGISTRATION_FOR_ARRIVAL"), 1).count == 1
    for hostile in ("' OR 1=1 --", "taxed\0", "{}", "taxed' --"):
        assert rows.page_of(run, rows.Only(treatment=hostile), 9).count == 0


def test_a_row_says_how_it_came_about_from_what_the_run_kept(seller):
    run = m.done(seller, [m.SALE, m.TAXED, m.BLOCKED])
    sha = run.inputs.get().document.sha256
    taxed = rows.explained(run, sha, 2)
    assert [step.table for step in taxed.steps if step.source] == ["vat_rates/DE"]
    assert taxed.steps[-1].value == "taxed"
    assert rows.explained(run, sha, 3).steps[-1].value == "NO_REGISTRATION_FOR_ARRIVAL"


def test_the_rows_it_kept_are_no_part_of_what_the_seller_takes_home(seller):
    run = m.done(seller)
    kept = {one.name for one in run.outputs.filter(name__startswith=rows.KEPT)}
    assert kept == {"rows/1.parquet", "rows/repeated.parquet"}
    with archive.zipped(run) as taken:
        assert not kept & set(zipfile.ZipFile(taken).namelist())


def test_a_worker_that_dies_and_one_that_comes_twice_leave_one_result(seller):
    run = m.started(seller)
    actions.note_progress(TaxRun, by=making.product(), at=m.NOW, ref=run.ref, done=1, total=2)
    m.worked(m.worked(run))
    assert run.returns.count() == 1
    assert Event.objects.filter(action="tax_run.finished").count() == 1


def test_a_run_whose_worker_was_killed_is_worked_out_by_the_next(seller):
    run = m.started(seller)
    actions.note_progress(TaxRun, by=making.product(), at=m.NOW, ref=run.ref, done=700, total=1000)
    long_ago = datetime.now(UTC) - 2 * queue.SILENCE
    Job.objects.filter(kind="compliance.tax").update(
        state="running", worker="killed", heartbeat=long_ago, tries=1
    )
    while queue.rescue(worker.now()):
        worker.run_one(queue.take("next", worker.now(), ["compliance.tax"]))
    run.refresh_from_db()
    assert (run.state, run.done, run.total) == (State.DONE, Stage.PACK.value, 1000)
    assert run.returns.count() == 1


def test_a_file_that_is_no_report_is_an_answer_and_the_file_stays(seller):
    inputs = [(Role.REPORT, m.document(seller, b"a,b\n1,2\n"))]
    run = m.worked(actions.start_run(by=seller, at=m.NOW, inputs=inputs, profile=m.PROFILE))
    assert run.state == State.FAILED
    assert run.error["says"]["zh"] and run.error["next_step"]["en"]
    assert run.inputs.count() == 1


def test_a_replay_on_the_same_tables_changes_nothing_and_says_so(seller):
    again = m.worked(actions.run_again(by=seller, at=m.NOW, of=m.done(seller)))
    assert again.changes == []


def test_a_replay_lists_each_figure_that_the_new_tables_changed(seller):
    first = m.done(seller)
    made = first.returns.get()
    made.content["lines"]["taxed"]["19"]["vat"] = "16.00"
    made.save()
    again = m.worked(actions.run_again(by=seller, at=m.NOW, of=first))
    assert again.changes == [
        {
            "return": "LOCAL", "jurisdiction": "DE", "period": "2026-01", "currency": "EUR",
            "figure": "taxed 19 vat", "before": "16.00", "after": "19.00",
        }
    ]  # fmt: skip


def test_others_neither_see_nor_run_it(seller):
    run, other, partner = m.done(seller), making.seller(), making.firm().owner
    for stranger in (other, partner):
        with pytest.raises(NotFound):
            queries.tax_run(stranger, run.ref)
        with pytest.raises(NotAllowed):
            actions.run_again(by=stranger, at=m.NOW, of=run)


@pytest.mark.parametrize("period", ["2026", "2026-13", "Q1"])
def test_a_period_that_is_none_is_refused(seller, period):
    with pytest.raises(Invalid):
        m.started(seller, period=period)
