"""Whoever has a seller's bag computes every closed verdict again, with the engine alone."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from tests.platform.cases.making import Talk, opened
from tests.platform.cases.test_duties import REPORTING, deliver, paper
from tests.platform.directory import making as world
from tests.platform.disputes.making import parties

from pilotage.engines.exits.tables import read_table, write_table
from pilotage.engines.sla.rows import check
from pilotage.kernel.errors import PilotageError
from pilotage.platform.cases import actions
from pilotage.platform.cases.models import CaseVerdict, Duty
from pilotage.platform.exits.tables import tables

pytestmark = pytest.mark.django_db
BEGAN = datetime(2026, 9, 1, 2, 0, tzinfo=UTC)
TERM = {"starts": "2026-09-01", "ends": "2027-08-31", "notice_days": 30}
STEPS = ("reply", "reply", "ask", "thank", "resolve", "reopen", "merge")


def random_world(seed: int):
    """A contract with cases that go every way, and reports in time, late and never."""
    dice = random.Random(seed)
    some = parties(BEGAN, term=TERM, reporting=REPORTING)
    talks, at = [], BEGAN
    for _ in range(25):
        at += timedelta(minutes=dice.randint(1, 4000))
        if not talks or dice.random() < 0.2:
            talks.append(Talk(some, opened(some, at)))
            continue
        one, step = dice.choice(talks), dice.choice(STEPS)
        try:
            if step == "merge":
                other = dice.choice(talks).case.ref
                by = some.side("seller", at)
                actions.merge(by=by, at=at, ref=one.case.ref, into=other)
            else:
                one.do(dice.choice(("seller", "partner")), step, at)
        except PilotageError:
            continue
    at += timedelta(days=60)
    actions.watch_duties(by=world.product(at), at=at)
    for row in Duty.objects.order_by("due"):
        if dice.random() < 0.8:
            deliver(some, row, row.due + timedelta(hours=dice.randint(-60, 60)))
    return some


def bag_of(some, folder):
    (folder / "data" / "tables").mkdir(parents=True)
    (folder / "lines").mkdir()
    for table in tables(some.seller.organisation_id):
        if table.name.startswith("cases."):
            write_table(table, folder / "data" / "tables", folder / "lines")
    return {name: list(read_table(folder, f"cases.{name}")) for name in ("case", "verdictinput", "caseverdict", "duty")}  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_every_verdict_of_a_random_world_from_its_bag_alone(seed, tmp_path):
    rows = bag_of(random_world(seed), tmp_path)
    closed = CaseVerdict.objects.count() + Duty.objects.filter(kept_at__isnull=False).count()
    found = check(rows["verdictinput"], rows["case"], rows["caseverdict"], rows["duty"])
    assert (found.verdicts, found.wrong) == (closed, ()) and closed > 5


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("caseverdict", {"state": "met"}),
        ("caseverdict", {"due": "2026-09-01T02:00:00.000000Z"}),
        ("caseverdict", {"overrun_seconds": 7}),
        ("caseverdict", {"inputs_id": None}),
        ("duty", {"hash": "0" * 64}),
        ("duty", {"ended_at": "2026-10-09T02:00:00.000000Z"}),
        ("verdictinput", {"content": {}}),
    ],
)
def test_what_was_changed_afterwards_is_named(table, change, tmp_path):
    some = parties(BEGAN, term=TERM, reporting=REPORTING)
    talk = Talk(some, opened(some, BEGAN))
    talk.do("partner", "reply", BEGAN + timedelta(days=2))
    at = datetime(2026, 10, 20, 2, tzinfo=UTC)
    actions.watch_duties(by=world.product(at), at=at)
    row = Duty.objects.get()
    actions.deliver_duty(by=some.side("partner", at), at=at, ref=row.ref, document=paper(some, at))
    rows = bag_of(some, tmp_path)
    assert check(rows["verdictinput"], rows["case"], rows["caseverdict"], rows["duty"]).wrong == ()
    rows[table][0] |= change
    found = check(rows["verdictinput"], rows["case"], rows["caseverdict"], rows["duty"])
    assert found.wrong
