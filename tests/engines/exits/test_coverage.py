"""No return is missed and none is filed twice when a seller changes firms."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pilotage.engines.exits import Duty, Holder, coverage

DE = frozenset({("VAT", "DE")})
DE_FR = frozenset({("VAT", "DE"), ("VAT", "FR")})
OCT, NOV, DEC = date(2026, 11, 10), date(2026, 12, 10), date(2027, 1, 11)
OLD = Holder("leaving", date(2026, 1, 1), date(2026, 11, 30), DE_FR)
NEW = Holder("successor", date(2026, 12, 1), None, DE)


def duty(place: str, day: date) -> Duty:
    return Duty(f"{place}/{day}", place, "VAT", f"{day:%Y-%m}", day)


def by(duties, holders, **chosen):
    return [one.by for one in coverage(duties, holders, chosen)]


@pytest.mark.parametrize(
    ("duties", "holders", "held"),
    [
        # up to its last day the old firm, from the next day on the new one
        ([duty("DE", OCT), duty("DE", NEW.since)], [OLD, NEW], [("leaving",), ("successor",)]),
        ([duty("DE", date(2026, 11, 30))], [OLD, NEW], [("leaving",)]),
        # the new firm has no contract for France: nobody files
        ([duty("FR", OCT), duty("FR", NOV)], [OLD, NEW], [("leaving",), ()]),
        # the new one began before the old one ended: both would file
        (
            [duty("DE", OCT)],
            [OLD, Holder("successor", date(2026, 11, 1), None, DE)],
            [("leaving", "successor")],
        ),
        # the new contract runs out before the return is due
        ([duty("DE", DEC)], [OLD, Holder("successor", NOV, date(2026, 12, 31), DE)], [()]),
        # the seller itself files anything
        ([duty("FR", NOV)], [OLD, Holder("self", date(2026, 12, 1))], [("self",)]),
        # another kind of return of the same country is not VAT
        ([Duty("k", "EU", "OSS", "2026-Q4", NOV)], [OLD, NEW], [()]),
        ([], [OLD, NEW], []),
    ],
)
def test_who_files_what(duties, holders, held):
    assert by(duties, holders) == held


def test_a_choice_settles_an_overlap_and_cannot_name_who_is_not_there():
    both = [OLD, Holder("successor", date(2026, 11, 1), None, DE)]
    (one,) = coverage([duty("DE", OCT)], both, {f"DE/{OCT}": "successor"})
    assert one.by == ("successor",) and not one.is_gap and not one.is_overlap
    (late,) = coverage([duty("DE", DEC)], both, {f"DE/{DEC}": "leaving"})
    assert late.is_gap


_DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
_DUTIES = st.lists(
    st.builds(duty, st.sampled_from(["DE", "FR", "IT"]), _DAYS), unique_by=lambda d: d.key
)


@given(_DUTIES, _DAYS)
def test_two_firms_that_meet_at_a_day_leave_neither_gap_nor_overlap(duties, day):
    """Every return of what both take is held once, whatever the day; order does not matter."""
    everything = frozenset({("VAT", place) for place in ("DE", "FR", "IT")})
    old = Holder("leaving", date(2025, 1, 1), day, everything)
    new = Holder("successor", date.fromordinal(day.toordinal() + 1), None, everything)
    held = coverage(duties, [old, new], {})
    assert all(len(one.by) == 1 for one in held)
    assert held == coverage(reversed(duties), [old, new], {})
    assert {one.duty.key for one in held} == {d.key for d in duties}
