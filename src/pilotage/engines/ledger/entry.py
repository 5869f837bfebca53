"""Entries and what they add up to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pilotage.kernel.errors import Invalid
from pilotage.kernel.money import Money, minor_units
from pilotage.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Transfer:
    """`amount` (above zero, whole minor units) debited to one account and credited to another.

    Raises `Invalid` NO_TRANSFER otherwise.
    """

    debit: str
    credit: str
    amount: Money

    def __post_init__(self) -> None:
        finest = -minor_units(self.amount.currency)
        exponent = self.amount.amount.normalize().as_tuple().exponent
        is_whole = isinstance(exponent, int) and exponent >= finest
        if self.debit == self.credit or not is_whole or self.amount.amount <= 0:
            raise Invalid(
                "NO_TRANSFER",
                Text(
                    "分录须在两个科目之间、金额大于零且为最小货币单位的整数倍。",
                    "A transfer is between two accounts, above zero, in whole minor units.",
                ),
                amount=str(self.amount.amount),
            )


@dataclass(frozen=True, slots=True)
class Entry:
    """Transfers that happen together; raises `Invalid` NO_ENTRY without any, TWO_CURRENCIES with more than one."""

    transfers: tuple[Transfer, ...]

    def __post_init__(self) -> None:
        currencies = {one.amount.currency for one in self.transfers}
        if not currencies:
            raise Invalid("NO_ENTRY", Text("分录不能为空。", "An entry cannot be empty."))
        if len(currencies) > 1:
            raise Invalid(
                "TWO_CURRENCIES",
                Text("一笔分录只能有一种货币。", "An entry has one currency."),
                currencies=", ".join(sorted(currencies)),
            )

    @property
    def currency(self) -> str:
        return self.transfers[0].amount.currency


def reversal(entry: Entry) -> Entry:
    """The entry that undoes another: the same transfers the other way round."""
    return Entry(tuple(Transfer(one.credit, one.debit, one.amount) for one in entry.transfers))


def balances(entries: Iterable[Entry]) -> dict[tuple[str, str], Money]:
    """Debits less credits for each (account, currency) that was ever used; per currency they add up to zero."""
    found: dict[tuple[str, str], Money] = {}
    for entry in entries:
        for one in entry.transfers:
            for account, amount in ((one.debit, one.amount), (one.credit, -one.amount)):
                key = account, amount.currency
                found[key] = found.get(key, Money.zero(amount.currency)) + amount
    return found
