"""Books balance by their shape; a reversal leaves nothing; what is no transfer is refused."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pilotage.engines.ledger import Entry, Transfer, balances, reversal
from pilotage.kernel.errors import Invalid
from pilotage.kernel.money import Money, minor_units

ACCOUNTS = ("receivable", "fees", "pass_through", "credits", "paid")
CURRENCIES = ("EUR", "CNY", "JPY", "KWD")


@st.composite
def entries(draw) -> Entry:
    currency = draw(st.sampled_from(CURRENCIES))
    step = Decimal(1).scaleb(-minor_units(currency))
    pairs = st.permutations(ACCOUNTS).map(lambda order: order[:2])
    moved = st.integers(1, 10**9).map(lambda units: Money(units * step, currency))
    made = st.builds(lambda pair, amount: Transfer(*pair, amount), pairs, moved)
    return Entry(tuple(draw(st.lists(made, min_size=1, max_size=5))))


@given(st.lists(entries(), max_size=8))
def test_every_currency_adds_up_to_zero_and_equals_a_plain_count(some):
    plain = defaultdict(Fraction)
    for entry in some:
        for one in entry.transfers:
            plain[one.debit, one.amount.currency] += Fraction(one.amount.amount)
            plain[one.credit, one.amount.currency] -= Fraction(one.amount.amount)
    found = balances(some)
    assert {key: Fraction(money.amount) for key, money in found.items()} == dict(plain)
    for currency in CURRENCIES:
        assert sum(m.amount for (_, c), m in found.items() if c == currency) == 0


@given(st.lists(entries(), max_size=5))
def test_reversed_nothing_is_left(some):
    left = balances([*some, *map(reversal, some)])
    assert all(money.amount == 0 for money in left.values())


@pytest.mark.parametrize(
    ("debit", "credit", "amount", "currency"),
    [
        ("fees", "fees", "1.00", "EUR"),
        ("receivable", "fees", "0.00", "EUR"),
        ("receivable", "fees", "-1.00", "EUR"),
        ("receivable", "fees", "1.005", "EUR"),
        ("receivable", "fees", "0.5", "JPY"),
        ("receivable", "fees", "NaN", "EUR"),
        ("receivable", "fees", "Infinity", "EUR"),
    ],
)
def test_what_is_no_transfer(debit, credit, amount, currency):
    with pytest.raises(Invalid, match="NO_TRANSFER"):
        Transfer(debit, credit, Money.of(amount, currency))


def test_an_entry_has_transfers_in_one_currency():
    with pytest.raises(Invalid, match="NO_ENTRY"):
        Entry(())
    with pytest.raises(Invalid, match="TWO_CURRENCIES"):
        Entry(tuple(Transfer("a", "b", Money.of("1", c)) for c in ("EUR", "CNY")))
