"""An amendment in force: cases that it names go on under it, others as agreed before; duties follow the version of their day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.platform.cases.making import Talk, opened
from tests.platform.directory import making as world
from tests.platform.disputes.making import amended, parties

from pilotage.engines import sla
from pilotage.platform.audit import queries as audit
from pilotage.platform.cases import actions, duties
from pilotage.platform.cases.clocks import clocks, inputs_of
from pilotage.platform.cases.models import CaseEvent, Duty, VerdictInput

pytestmark = pytest.mark.django_db
TERM = {"starts": "2026-09-01", "ends": "2027-08-31", "notice_days": 30}
SLOW = {"first_response": "PT4H", "next_response": "PT4H", "calendar": "CN-standard", "cut_off": "17:00"}  # fmt: skip
FAST = {**SLOW, "first_response": "PT2H"}


def on(month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    """That hour of that day in Shanghai, 2026."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


def follow(at: datetime) -> int:
    return actions.follow_amendments(by=world.product(at), at=at)


def first(talk: Talk, at: datetime):
    talk.case.refresh_from_db()
    return next(c for c in clocks(talk.case, at) if c.promise is sla.Promise.FIRST_RESPONSE)


@pytest.mark.parametrize(
    ("open_cases", "due", "left"),
    [
        # Opened on Thursday at 14:00 with four working hours, amended to two at 15:00; the day ends at 18:00.
        ("stay", on(9, 10, 18), 2.5),
        ("prospective", on(9, 10, 17), 1.5),
        ("retroactive", on(9, 10, 16), 0.5),
    ],
)
def test_an_open_case_goes_on_as_the_amendment_says(open_cases, due, left):
    some = parties(on(9, 1), term=TERM, response=SLOW)
    talk = Talk(some, opened(some, on(9, 10, 14)))
    amended(some, on(9, 10, 15), open_cases, response=FAST)
    now = on(9, 10, 15, 30)
    assert follow(now) == (open_cases != "stay")
    assert follow(now) == 0
    clock = first(talk, now)
    assert clock.due == due
    assert clock.left == left * 3600


def test_retroactive_is_never_late_within_the_hour_of_the_change():
    some = parties(on(9, 1), term=TERM, response=SLOW)
    talk = Talk(some, opened(some, on(9, 10, 9)))
    amended(some, on(9, 10, 11, 30), "retroactive", response=FAST)
    follow(on(9, 10, 11, 31))
    assert first(talk, on(9, 10, 11, 31)).due >= on(9, 10, 11, 30) + timedelta(hours=1)


def test_new_cases_run_under_the_new_version_whatever_it_says_of_open_ones():
    some = parties(on(9, 1), term=TERM, response=SLOW)
    amended(some, on(9, 9), "stay", response=FAST)
    talk = Talk(some, opened(some, on(9, 10, 14)))
    assert first(talk, on(9, 10, 14)).due == on(9, 10, 16)
    assert talk.case.version.number == 2


def test_what_was_kept_of_a_closed_verdict_gives_it_again():
    some = parties(on(9, 1), term=TERM, response=SLOW)
    talk = Talk(some, opened(some, on(9, 10, 14)))
    amended(some, on(9, 10, 15), "prospective", response=FAST)
    follow(on(9, 10, 15, 30))
    talk.do("partner", "reply", on(9, 10, 17, 30))
    (verdict,) = talk.case.verdicts.filter(promise="first_response")
    assert (verdict.state, verdict.due) == ("breached", on(9, 10, 17))
    kept = VerdictInput.objects.get(pk=verdict.inputs_id).content
    told, calendars = inputs_of(talk.case, on(9, 10, 17, 30))
    assert kept == told
    assert verdict.hash in {one["hash"] for one in sla.again(kept, calendars)}
    assert CaseEvent.objects.filter(case=talk.case, kind="policy_changed").count() == 1
    assert audit.verify(some.contract.seller.ref)[1] is None


def test_duties_are_owed_by_the_version_that_held_when_their_time_began():
    monthly = {"every": "month", "report_within": "P5WD"}
    some = parties(on(9, 1), term=TERM, reporting=monthly)
    amended(some, on(11, 10), "stay", reporting={**monthly, "report_within": "P2WD"})
    actions.watch_duties(by=world.product(on(12, 2)), at=on(12, 2))
    owed = Duty.objects.order_by("of").values_list("of", "within", "version__number")
    assert list(owed) == [("2026-09", "P5WD", 1), ("2026-10", "P5WD", 1), ("2026-11", "P2WD", 2)]


def test_a_report_agreed_later_is_not_owed_for_months_before_it():
    some = parties(on(9, 1), term=TERM)
    amended(some, on(11, 10), "stay", reporting={"every": "month", "report_within": "P2WD"})
    actions.watch_duties(by=world.product(on(12, 2)), at=on(12, 2))
    assert list(Duty.objects.values_list("of", flat=True)) == ["2026-11"]
    coming = duties.coming(some.side("seller", on(12, 2)), some.contract, on(12, 31, 20))
    assert [one.owed.of for one in coming] == []
