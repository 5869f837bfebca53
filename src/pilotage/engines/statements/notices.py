"""What a month's files say together that none says alone: a country sold in without a ledger, a settlement unpaid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pilotage.engines.statements import payouts
from pilotage.kernel.text import Text

if TYPE_CHECKING:
    from pilotage.engines.statements.month import MonthReport

_SITE = re.compile(r"amazon\.(?:com?\.)?([a-z]{2,3})", re.IGNORECASE)
_NAMES = {"COM": "US", "UK": "GB"}


def of(made: MonthReport) -> Iterator[Text]:
    """Sentences, the weightiest first."""
    sold = {
        country for one in made.shares for place in one.places if (country := country_of(place))
    }
    stocked = {_NAMES.get(place, place) for one in made.ledgers for place in one.places}
    if made.ledgers and stocked and all(len(place) == 2 for place in stocked):
        for country in sorted(sold - stocked):
            yield _NO_LEDGER.with_(country=country)
    if made.payouts:
        for one in payouts.unpaid(made.settlements, made.payouts):
            yield _UNPAID.with_(id=one.id, amount=one.declared, currency=one.currency)
    for one in made.settlements:
        if one.declared is None:
            yield _UNDECLARED.with_(id=one.id)
        if one.rejected:
            yield _REJECTED.with_(id=one.id, n=len(one.rejected), row=one.rejected[0].row)
    for part in made.shares:
        if part.unshared:
            yield _UNSHARED.with_(id=part.settlement, amount=part.unshared, currency=part.currency)


def country_of(place: str) -> str:
    """`Amazon.de` is DE, `Amazon.co.uk` GB, `amazon.com.mx` MX, `Amazon.com` US; blank for other names.

    >>> country_of("Amazon.co.uk"), country_of("amazon.com"), country_of("Non-Amazon CA")
    ('GB', 'US', '')
    """
    found = _SITE.fullmatch(place.strip())
    return _NAMES.get(found[1].upper(), found[1].upper()) if found else ""


_NO_LEDGER = Text("没有 {country} 的库存分类账：当月在该国站点有销售，但分类账里没有该国的行", "No ledger for {country}: there were sales on its site, and no row of the ledger is of that country")  # fmt: skip
_UNPAID = Text("结算 {id}（{amount} {currency}）没有对应的回款", "Settlement {id} ({amount} {currency}) is named by no payout")  # fmt: skip
_UNDECLARED = Text("结算 {id} 没有申报总额，无法核对", "Settlement {id} declares no total; it cannot be checked")  # fmt: skip
_REJECTED = Text("结算 {id} 有 {n} 行未计入，第一行是第 {row} 行", "Settlement {id}: {n} rows are not counted, the first is row {row}")  # fmt: skip
_UNSHARED = Text("结算 {id} 的 {amount} {currency} 无法分摊到 SKU", "Settlement {id}: {amount} {currency} cannot be shared among SKUs")  # fmt: skip
