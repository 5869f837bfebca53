"""Where a settlement row carries its amounts: one pair of columns in V2, nine in V1."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

Carried = tuple[str, str, str]  # amount-type, amount-description, amount as written

NEEDED = frozenset({"settlement-id", "total-amount", "currency", "transaction-type"})
V2 = frozenset({"amount-type", "amount-description", "amount"})


@dataclass(frozen=True, slots=True)
class _Place:
    """An amount's column of V1, the column that names it, and the V2 type it corresponds to."""

    amount: str
    name: str
    type: str


_V1 = (
    _Place("price-amount", "price-type", "ItemPrice"),
    _Place("item-related-fee-amount", "item-related-fee-type", "ItemFees"),
    _Place("shipment-fee-amount", "shipment-fee-type", "Shipment-Fees"),
    _Place("order-fee-amount", "order-fee-type", "Order-Fees"),
    _Place("promotion-amount", "promotion-type", "Promotion"),
    _Place("direct-payment-amount", "direct-payment-type", "Direct-Payment"),
    _Place("other-fee-amount", "other-fee-reason-description", "Other-Fees"),
    _Place("misc-fee-amount", "transaction-type", "Misc-Fees"),
    _Place("other-amount", "transaction-type", "other-transaction"),
)


class Carriers:
    """Where the columns of one file carry amounts."""

    def __init__(self, columns: tuple[str, ...]) -> None:
        at = {name: index for index, name in enumerate(columns)}
        self.total, self.currency, self.id = at["total-amount"], at["currency"], at["settlement-id"]
        self.kind = at["transaction-type"]
        self.known = set(columns) >= V2 or any(place.amount in at for place in _V1)
        self._v2 = tuple(at[c] for c in ("amount-type", "amount-description", "amount") if c in at)
        self._v1 = tuple(
            (place.type, at.get(place.name), at[place.amount])
            for place in _V1
            if place.amount in at
        )

    def amounts(self, cells: list[str]) -> Iterator[Carried]:
        """Every amount of a row, named by type and description."""
        if len(self._v2) == len(V2):
            type_, description, amount = self._v2
            if written := cells[amount].strip():
                yield cells[type_].strip(), cells[description].strip(), written
            return
        for named, name, amount in self._v1:
            if written := cells[amount].strip():
                yield named, cells[name].strip() if name is not None else "", written
