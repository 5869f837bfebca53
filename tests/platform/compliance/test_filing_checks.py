"""A check is worked out once by the worker, kept by what went in, and asked for again when that changed."""

from __future__ import annotations

import pytest
from tests.platform.compliance import making as m
from tests.platform.compliance.test_receipts import claimed
from tests.platform.directory import making

from pilotage.jobs import filing_child
from pilotage.jobs.models import Job
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.compliance import actions, comparing
from pilotage.platform.compliance.models import FilingCheck, TaxReturn, TaxRun

PRODUCT = Viewer.product("filing", m.NOW)
GERMANY = {
    "return": "LOCAL", "jurisdiction": "DE", "period": "2026-01", "currency": "EUR",
    "lines": {"taxed": {"19": {"base": "1200.00", "vat": "228.00"}}},
    "boxes": {"81": "1200", "83": "228.00"},
}  # fmt: skip


@pytest.fixture
def seller(db):
    return making.seller()


def made(seller, content=GERMANY) -> TaxReturn:
    """A run of the seller that worked out Germany."""
    run = TaxRun.objects.create(
        organisation_id=seller.organisation_id, profile={}, state="done", started_by="test",
        started_at=m.NOW,
    )  # fmt: skip
    place = {name: content[name] for name in ("jurisdiction", "period", "currency")}
    return TaxReturn.objects.create(run=run, position=0, kind="LOCAL", content=content, **place)


def worked(filing) -> None:
    """What the job does, without a process of its own."""
    of = comparing.made_for(filing)
    asked = comparing.asked_of_child(filing, of)
    result = filing_child.compute(**asked, progress=lambda done, total: None)
    inputs = comparing.inputs_hash(filing, of)
    actions.finish_check(by=PRODUCT, at=m.NOW, ref=filing.ref, inputs=inputs, result=result)


def waiting() -> int:
    return Job.objects.filter(kind="compliance.filing").count()


def test_the_worker_is_asked_once_and_its_answer_is_kept(seller):
    of = made(seller)
    filing = claimed(seller, seller, {"81": "1000", "83": "228"})
    comparing.ask(filing, m.NOW)
    assert waiting() == 1
    assert comparing.shown(filing, of) == ("waiting", None)
    worked(filing)
    state, found = comparing.shown(filing, of)
    assert state == "done"
    assert [(box.box, str(box.difference)) for box in found.differences] == [("81", "-200")]
    assert found.practices[0].code == "ARITHMETIC"
    comparing.ask(filing, m.NOW)
    assert waiting() == 1


@pytest.mark.parametrize("what", ["figures", "run", "law"])
def test_another_input_makes_it_due_again(seller, what, monkeypatch):
    of = made(seller)
    filing = claimed(seller, seller, {"81": "1200", "83": "228"})
    worked(filing)
    if what == "figures":
        filing = claimed(seller, seller, {"81": "900"})
    elif what == "run":
        of = made(seller)
        comparing.ask_for(of.run, m.NOW)
    else:
        monkeypatch.setattr(comparing.law, "digest", lambda: "new")
        comparing.ask(filing, m.NOW)
    assert comparing.shown(filing, of) == ("waiting", None)
    assert waiting() == 2


def test_an_answer_to_older_figures_is_not_kept(seller):
    made(seller)
    filing = claimed(seller, seller, {"81": "1200", "83": "228"})
    claimed(seller, seller, {"81": "900"})
    worked(filing)
    assert FilingCheck.objects.get().result is None


def test_what_could_not_be_compared_can_be_asked_for_again(seller):
    of = made(seller)
    filing = claimed(seller, seller)
    actions.fail_check(by=PRODUCT, at=m.NOW, ref=filing.ref)
    assert comparing.shown(filing, of) == ("failed", None)
    actions.check_filing(by=seller, at=m.NOW, ref=filing.ref)
    assert comparing.shown(filing, of) == ("waiting", None)


def test_nothing_is_asked_where_no_run_covers_the_return(seller):
    claimed(seller, seller)
    assert not waiting()
