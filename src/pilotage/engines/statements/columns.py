"""Where a settlement row carries its amounts: one pair of columns in V2, nine in V1."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

Cells = Mapping[str, str]
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


def carried(cells: Cells) -> Iterator[Carried]:
    """Every amount of a row, named by type and description."""
    if "amount" in cells:
        if cells["amount"].strip():
            yield cells["amount-type"].strip(), cells["amount-description"].strip(), cells["amount"]
        return
    for place in _V1:
        written = cells.get(place.amount, "")
        if written.strip():
            yield place.type, cells.get(place.name, "").strip(), written


def is_known(columns: tuple[str, ...]) -> bool:
    """Whether a header carries amounts in either layout."""
    return set(columns) >= V2 or any(place.amount in columns for place in _V1)
