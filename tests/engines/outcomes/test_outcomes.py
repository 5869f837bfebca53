"""Outcomes: cohorts worked by hand, a slow referee, what must hold of every figure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import factorial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.outcomes import referee

from pilotage.engines.outcomes import (
    Cohort,
    Excluded,
    Kind,
    Spell,
    clustered,
    difference,
    median,
    nothing,
    rate,
    share,
    waiting,
)
from pilotage.engines.outcomes import rates as exact_rates
from pilotage.engines.outcomes.spells import steps
from pilotage.kernel.text import Text

YEAR = Cohort(Text("开店申请", "applications"), date(2026, 1, 1), date(2027, 1, 1), date(2026, 12, 31))  # fmt: skip
TAIL = Fraction(25, 1000)
spells_made = st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=14)
group = st.integers(1, 9).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def rounded(figure, places=4):
    return tuple(None if v is None else round(v, places) for v in (figure.value, figure.low, figure.high))  # fmt: skip


class TestByHand:
    """Limits as printed tables have them (Clopper-Pearson 18/20; Garwood 0, 5 and 10 events)."""

    @pytest.mark.parametrize(
        ("good", "of", "says"),
        [(18, 20, (0.9, 0.683, 0.9877)), (0, 10, (0.0, 0.0, 0.3085)), (10, 10, (1.0, 0.6915, 1.0)), (5, 10, (0.5, 0.1871, 0.8129))],
    )  # fmt: skip
    def test_shares(self, good, of, says):
        assert rounded(share(YEAR, good, of)) == says

    def test_open_applications_are_no_failures(self):
        assert share(YEAR, 18, 20, open=30).value == share(YEAR, 18, 20).value == 0.9

    @pytest.mark.parametrize(
        ("events", "low", "high"), [(0, 0.0, 3.6889), (5, 1.6235, 11.6683), (10, 4.7954, 18.3904)]
    )
    def test_rates(self, events, low, high):
        found = rate(YEAR, events, 100.0, n=40)
        assert (found.value, round(found.low * 100, 4), round(found.high * 100, 4)) == (events / 100, low, high)  # fmt: skip

    def test_a_median_of_ten_lies_between_the_second_and_the_ninth(self):
        found = median(YEAR, [41, 21, 36, 22, 33, 24, 30, 25, 28, 27])
        assert (found.value, found.low, found.high, found.n) == (27.5, 22, 36, 10)

    def test_cold_start_counts_those_still_waiting(self):
        """Ten shops, at risk 10 9 8 … : 9/10 then an open one, then 7/8, 6/8 … of 0.9; half is passed on day 25."""
        days = [(12, True), (14, False), (15, True), (18, True), (20, True), (25, True), (26, False), (31, True), (40, False), (44, False)]  # fmt: skip
        found = waiting(YEAR, [Spell(*one) for one in days])
        shares = {step.days: step.waiting for step in steps([Spell(*one) for one in days])}
        assert round(shares[20], 4) == round(0.9 * 7 / 8 * 6 / 7 * 5 / 6, 4) == 0.5625
        assert (found.value, found.good, found.open) == (25, 6, 4)
        dropped = median(YEAR, [d for d, came in days if came], least=6)
        assert dropped.value == 19  # what leaving the open ones out would have claimed

    def test_a_median_not_reached_is_unknown_but_its_lower_limit_is_told(self):
        found = waiting(YEAR, [Spell(5, True), Spell(6, True), *(Spell(90, False) for _ in range(10))])  # fmt: skip
        assert (found.value, found.low, found.high) == (None, 90, None)
        assert found.unknown == Text("过半尚未发生，中位数未知", "less than half have come to it; the median is not known")  # fmt: skip

    def test_promises_of_few_contracts_say_less_than_as_many_alone(self):
        alone, together = share(YEAR, 90, 100), clustered(YEAR, [(10, 10)] * 9 + [(0, 10)])
        assert alone.value == together.value == 0.9
        assert together.low < 0.6 < 0.8 < alone.low
        assert (together.n, together.groups) == (100, 10)

    def test_two_cohorts(self):
        """Newcombe's method put together from the exact limits of 56/70 and 48/80."""
        one, other = share(YEAR, 56, 70), share(YEAR, 48, 80)
        apart = difference(one, other)
        low = 0.2 - ((0.8 - one.low) ** 2 + (other.high - 0.6) ** 2) ** 0.5
        assert round(apart.value, 4) == 0.2
        assert apart.low == pytest.approx(low)
        assert 0 < apart.low < 0.2 < apart.high < 0.4


class TestUnknown:
    def test_below_the_least_there_are_counts_and_no_value(self):
        found = share(YEAR, 9, 9, excluded=[Excluded(Text("撤回", "withdrawn"), 2)])
        assert rounded(found) == (None, None, None)
        assert (found.good, found.n, found.excluded[0].count) == (9, 9, 2)
        assert found.unknown == Text("样本不足：9 例，至少 10 例才给出数值", "too few: 9 cases, a value is given from 10 on")  # fmt: skip

    def test_many_cases_of_few_groups_are_too_few(self):
        assert clustered(YEAR, [(9, 10)] * 4).value is None

    def test_without_another_cohort_nothing_is_compared(self):
        apart = difference(share(YEAR, 18, 20), None)
        assert (apart.value, apart.low, apart.high) == (None, None, None)
        assert "对照" in apart.unknown.zh

    def test_an_unknown_figure_hands_its_reason_on(self):
        none = nothing(Kind.SHARE, YEAR, Text("平台不知道", "not known to the platform"))
        assert difference(share(YEAR, 18, 20), none).unknown == none.unknown

    def test_two_kinds_are_not_compared(self):
        with pytest.raises(ValueError, match="not compared"):
            difference(share(YEAR, 18, 20), rate(YEAR, 3, 10.0, n=20))

    @pytest.mark.parametrize(
        "wrong",
        [
            lambda: share(YEAR, 3, 2),
            lambda: clustered(YEAR, [(3, 2)]),
            lambda: rate(YEAR, 1, 0.0, n=1),
            lambda: Spell(-1, True),
            lambda: Cohort(YEAR.says, YEAR.until, YEAR.since, YEAR.as_of),
            lambda: Cohort(YEAR.says, YEAR.since, YEAR.until, date(2025, 12, 31)),
        ],
    )
    def test_what_cannot_be_is_refused(self, wrong):
        with pytest.raises(ValueError, match=r"part|exposure|begins|day"):
            wrong()


class TestAgainstTheReferee:
    @given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
    @settings(max_examples=20)
    def test_at_the_limits_each_tail_has_its_probability(self, case):
        good, of = case
        found = share(YEAR, good, of, least=1)
        if good:
            assert float(referee.at_least(good, of, Fraction(found.low))) == pytest.approx(0.025, abs=1e-6)  # fmt: skip
        if good < of:
            assert float(1 - referee.at_least(good + 1, of, Fraction(found.high))) == pytest.approx(0.025, abs=1e-6)  # fmt: skip

    @pytest.mark.parametrize("n", [6, 7, 8, 10, 15, 40, 101, 200])
    def test_the_place_in_the_order(self, n):
        found = median(YEAR, range(1, n + 1), least=6)
        assert (found.low, found.high) == (referee.place(n), n + 1 - referee.place(n))

    @given(spells_made)
    @settings(max_examples=25)
    def test_waiting_is_weight_handed_on(self, made):
        for step in steps([Spell(*one) for one in made]):
            assert step.waiting == pytest.approx(float(referee.still_waiting(made, step.days)))

    @given(st.integers(0, 40))
    @settings(max_examples=20)
    def test_tails_of_counts(self, events):
        low, high = (Decimal(limit) for limit in exact_rates.limits(events))

        def at_most(k, mean):
            return (-mean).exp() * sum(mean**i / factorial(i) for i in range(k + 1))

        assert float(at_most(events, high)) == pytest.approx(0.025, abs=1e-9)
        if events:
            assert float(1 - at_most(events - 1, low)) == pytest.approx(0.025, abs=1e-9)


class TestAlways:
    @given(st.lists(group, min_size=5, max_size=12))
    @settings(max_examples=25)
    def test_groups_never_narrow_a_share(self, groups):
        together = clustered(YEAR, groups, least=1)
        alone = share(YEAR, sum(g for g, _ in groups), sum(n for _, n in groups), least=1)
        assert together.low <= alone.low + 1e-9
        assert together.high >= alone.high - 1e-9
        assert together.low <= together.value <= together.high

    @given(st.lists(st.integers(0, 500), min_size=6, max_size=60))
    @settings(max_examples=25)
    def test_a_median_is_within_its_limits_whatever_the_order(self, values):
        one, other = median(YEAR, values, least=6), median(YEAR, values[::-1], least=6)
        assert one == other
        assert one.low <= one.value <= one.high

    @given(spells_made)
    @settings(max_examples=20)
    def test_a_case_looked_at_longer_never_shortens_the_wait(self, made):
        open_, longer = [Spell(*one) for one in made], [Spell(d if came else d + 50, came) for d, came in made]  # fmt: skip
        before, after = waiting(YEAR, open_, least=1), waiting(YEAR, longer, least=1)
        if before.value is not None and after.value is not None:
            assert after.value >= before.value
        for step in steps(open_):
            assert 0 <= step.low <= step.waiting + 1e-9 <= step.high + 2e-9 <= 1 + 3e-9

    @given(st.integers(0, 30), st.integers(0, 30))
    @settings(max_examples=20)
    def test_turned_round_a_difference_changes_its_sign(self, a, b):
        one, other = share(YEAR, a, 30), share(YEAR, b, 30)
        there, back = difference(one, other), difference(other, one)
        assert (there.value, there.low, there.high) == pytest.approx((-back.value, -back.high, -back.low))  # fmt: skip
        assert there.low <= there.value <= there.high
