"""Duties of a contract: due by working or calendar days, never later than before the law; frozen and computed again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pilotage.engines.sla import (
    ByLaw,
    Days,
    Duty,
    Owed,
    State,
    again,
    due_of,
    duty_from,
    kept_duty,
    reached,
    stands,
    within_of,
)
from pilotage.engines.worktime import Fault, Hours, WorkingDays, calendar_of, kept, spelt_out

CN = kept("CN-standard")


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=CN.zone)


def owed(start: str, within, **more) -> Owed:
    return Owed(Duty.PERIODIC_REPORT, "2026-09", CN, at(start), within, **more)


@pytest.mark.parametrize(
    ("start", "within", "due"),
    [
        ("10-01T00:00", WorkingDays(5), "10-14T18:00"),  # received on the 8th; the 10th is worked
        ("11-01T00:00", WorkingDays(1), "11-03T18:00"),  # Sunday: received on Monday
        ("11-02T09:00", Hours(9 * 3600), "11-02T18:00"),
        ("11-25T10:00", Days(5), "11-30T18:00"),
        ("11-23T10:00", Days(5), "11-30T18:00"),  # the fifth day is a Saturday
        ("09-28T10:00", Days(5), "10-08T18:00"),  # a holiday moves it to the first day worked
        ("02-09T10:00", Days(5), "02-14T18:00"),  # a make-up Saturday is worked
    ],
)
def test_due(start, within, due):
    assert due_of(owed(start, within)).at == at(due)


@pytest.mark.parametrize(
    ("law", "buffer", "due"),
    [("11-11T07:00", 2, "11-06T18:00"), ("11-06T07:00", 2, "11-04T07:00"), ("11-06T18:00", 0, "11-06T18:00")],
)  # fmt: skip
def test_the_law_comes_first_where_it_is_earlier(law, buffer, due):
    one = owed("11-01T00:00", WorkingDays(4), by_law=ByLaw(at(law), timedelta(days=buffer)))
    assert due_of(one).at == at(due)


@pytest.mark.parametrize(
    ("ended", "seen", "state", "overrun"),
    [
        (None, "11-06T18:00", State.RUNNING, 0),
        (None, "11-09T10:00", State.BREACHED, 3600),
        ("11-06T18:00", "11-20T09:00", State.MET, 0),
        ("11-06T18:01", "11-20T09:00", State.BREACHED, 0),  # late, in hours nobody works
        ("11-09T09:30", "11-20T09:00", State.BREACHED, 1800),
    ],
)
def test_kept_or_broken(ended, seen, state, overrun):
    one = owed("11-01T00:00", WorkingDays(4), ended=ended and at(ended))
    found = stands(one, at(seen))
    assert (found.state, found.overrun_seconds) == (state, overrun)
    assert (found.hash is not None) == (ended is not None)


def test_what_rests_on_days_not_published_neither_breaks_nor_closes():
    one = replace(owed("12-31T00:00", WorkingDays(3)), ended=at("12-31T00:00") + timedelta(days=30))
    assert stands(one, one.ended).state is State.PROVISIONAL and stands(one, one.ended).hash is None
    in_time = replace(one, ended=at("12-31T12:00"))
    assert stands(in_time, at("12-31T12:00")).closed  # kept whatever the days turn out to be


def test_shares_of_the_time_are_of_working_time():
    one = owed("11-02T09:00", Hours(16 * 3600))
    assert [reached(one, p) for p in (50, 75, 90, 100)] == [
        at("11-02T17:00"), at("11-03T12:00"), at("11-03T14:24"), at("11-03T16:00"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["P0D", "P-1D", "P1.5D", "PD", "P123456D", "P５D", "P2W", "", None, 5]
)
def test_other_texts_are_no_time(text):
    with pytest.raises(Fault, match="BAD_BUDGET"):
        within_of(text)


def day_by_day(start: datetime, within: WorkingDays | Days) -> datetime:
    """A slow referee: walks the calendar's days by itself."""
    day = start.astimezone(CN.zone).date()

    def worked(one: date) -> bool:
        return bool(CN.hours(one))

    if isinstance(within, Days):
        day += timedelta(days=within.days)
        while not worked(day):
            day += timedelta(days=1)
    else:
        while not worked(day):
            day += timedelta(days=1)
        left = within.days
        while left:
            day += timedelta(days=1)
            left -= worked(day)
    return datetime.combine(day, time(18), CN.zone)


_MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2026, 10, 1))
_WITHIN = st.one_of(st.builds(WorkingDays, st.integers(1, 30)), st.builds(Days, st.integers(1, 60)))


@given(_MOMENTS, _WITHIN, st.integers(-40, 60))
def test_the_engine_and_the_referee_agree_and_what_is_kept_gives_the_same_again(
    start, within, late
):
    start = start.replace(tzinfo=CN.zone, microsecond=0)
    one = Owed(Duty.STATUTORY_FILING, "LOCAL/DE/2026-09", CN, start.astimezone(UTC), within)
    due = due_of(one).at
    assert due == day_by_day(start, within)
    ended = max(one.start, due + timedelta(hours=late))
    closed = stands(replace(one, ended=ended), ended)
    inputs, calendars = kept_duty(closed.owed)
    (found,) = again(inputs, calendars)
    assert (found["hash"], found["due"], found["state"]) == (closed.hash, due, closed.state)
    (name,) = calendars
    assert duty_from({**inputs, "calendar": calendars[name]}) == closed.owed


@pytest.mark.parametrize("name", ["CN-standard", "DE-standard", "SA-standard"])
def test_a_calendar_spelt_out_reads_as_the_same(name):
    assert calendar_of(spelt_out(kept(name))) == kept(name)


def test_another_calendar_under_a_kept_name_is_refused():
    inputs, calendars = kept_duty(owed("11-02T09:00", WorkingDays(2), ended=at("11-03T09:00")))
    (name,) = calendars
    with pytest.raises(Fault, match="UNKNOWN_CALENDAR"):
        again(inputs, {name: {**calendars[name], "closed": []}})
