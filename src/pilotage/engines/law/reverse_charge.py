"""Who owes the VAT on a domestic business sale by a seller that is not established there."""

from __future__ import annotations

from datetime import date
from typing import cast

from pilotage.engines.law.dated import Dated
from pilotage.engines.law.loader import topic_tables

_TOPIC, _KEY = "reverse_charge", "domestic_b2b"


def reverse_charge(country: str, on: date) -> Dated[bool] | None:
    """True when the buyer owes it (Dir. 2006/112 art. 194), False when the seller does.

    None when the tables do not list the country: the ordinary rule holds, the seller owes it.
    """
    listed = topic_tables(_TOPIC).get(country)
    return cast(Dated[bool], listed.on(_KEY, on)) if listed else None


def reverse_charge_rows() -> tuple[Dated[bool], ...]:
    """Every dated answer, `table` being `reverse_charge/<country>`, for a columnar join."""
    return tuple(
        cast(Dated[bool], entry)
        for listed in topic_tables(_TOPIC).values()
        for entry in listed.history(_KEY)
    )
