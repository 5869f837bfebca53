"""The engine and a plain Fraction referee agree on invented cases; parts add up to the whole."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from tests.engines.fees import invented, referee

from pilotage.engines.fees import allocate, credits, quote
from pilotage.kernel.errors import Invalid
from pilotage.kernel.money import Money

pytestmark = pytest.mark.slow


def compare_quotes(random, number):
    for n in range(number):
        case = invented.quote_case(random, n)
        assert quote(case) == referee.quote(case), case


def compare_credits(random, number):
    for n in range(number):
        case = invented.credit_case(random, n)
        answer = credits(case)
        reversed_by = {r["key"]: r["credit"] for r in answer["reversals"]}
        expected = referee.credits(case)
        assert answer == expected, case
        assert sum(Decimal(x["credit"]) for x in answer["lines"]) == Decimal(answer["credit"])
        assert set(reversed_by) <= {x["key"] for x in answer["lines"]}


def compare_splits(random, number):
    for _ in range(number):
        cents, weights = invented.split_case(random)
        amount = Money(Decimal(f"{cents}e-2"), "EUR")
        parts = [Fraction(part.amount) for part in allocate(amount, weights)]
        assert sum(parts) == Fraction(cents, 100)
        assert parts == referee.split(Fraction(cents, 100), [Fraction(w) for w in weights], "EUR")


def test_a_few_hundred_quotes():
    compare_quotes(Random(1), 300)


def test_a_thousand_credits():
    compare_credits(Random(2), 1_000)


def test_three_thousand_splits():
    compare_splits(Random(3), 3_000)


@pytest.mark.slow
def test_twenty_thousand_of_all_three():
    compare_quotes(Random(4), 1_000)
    compare_credits(Random(5), 4_000)
    compare_splits(Random(6), 15_000)


def test_what_cannot_be_split_is_refused():
    for amount, weights in (("1.00", [0, 0]), ("1.00", [1, -1]), ("0.005", [1])):
        with pytest.raises(Invalid, match="NOT_ALLOCABLE"):
            allocate(Money.of(amount, "EUR"), weights)
