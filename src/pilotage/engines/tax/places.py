"""From country and postcode to the place that counts: 北爱尔兰 XI, territories outside the VAT area."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pilotage.engines.law import (
    eu_states_today,
    excluded_territories,
    local_period,
    vat_country,
    vat_home,
)

if TYPE_CHECKING:
    from ibis.expr.types import StringValue, Value

EU = sorted(eu_states_today())
FILING = sorted(eu_states_today() | {"GB"})  # places with a return of their own or of GB

_WRITTEN = {"EL": "GR", "UK": "GB", **{c: vat_country(c) for c in ("MC", "IM")}}
_BELFAST = "BT"


def country(written: StringValue) -> StringValue:
    """The code inside: `el` is GR, `UK` and `IM` are GB, `MC` is FR."""
    upper = written.upper()
    return upper.cases(*_WRITTEN.items(), else_=upper)


def place(code: StringValue, compact: StringValue) -> Value:
    """The country, `XI` for Northern Ireland, or `ES-OUT` for what lies outside the VAT area of ES.

    `compact` is the postcode in upper case without spaces.
    """
    import ibis

    inside: dict[str, list[tuple[Value, str]]] = {"GB": [(compact.startswith(_BELFAST), "XI")]}
    for (country_of, length), texts in _outside().items():
        start = compact.left(length) if length else compact
        inside.setdefault(country_of, []).append((start.isin(texts), f"{country_of}-OUT"))
    return code.cases(
        *((name, ibis.cases(*cases, else_=name)) for name, cases in inside.items()), else_=code
    )


def _outside() -> dict[tuple[str, int], list[str]]:
    """Postcodes outside the VAT area by country and length of the prefix; 0 for whole ones."""
    found: dict[tuple[str, int], list[str]] = {}
    for territory in excluded_territories():
        prefix = territory.postcode.rstrip("*")
        length = len(prefix) if territory.postcode.endswith("*") else 0
        found.setdefault((territory.country, length), []).append(prefix)
    return found


def quarterly() -> list[str]:
    """Countries whose local return is quarterly."""
    return [place for place in FILING if local_period(place, date.max).value == "quarter"]


def home(place: StringValue) -> Value:
    """Where a place's rates and returns are: GB for XI."""
    import ibis

    return ibis.ifelse(place == "XI", vat_home("XI"), place)
