"""From country and postcode to the place that counts: 北爱尔兰 XI, territories outside the VAT area."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from pilotage.engines.law import eu_states_today, excluded_territories, vat_country, vat_home

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


def place(code: StringValue, postcode: StringValue) -> Value:
    """The country, `XI` for Northern Ireland, or `ES-OUT` for what lies outside the VAT area of ES."""
    compact = postcode.replace(" ", "").upper()
    inside: dict[str, list[tuple[Value, str]]] = {"GB": [(compact.startswith(_BELFAST), "XI")]}
    for territory in excluded_territories():
        prefix = territory.postcode.rstrip("*")
        matches = (
            compact.startswith(prefix) if territory.postcode.endswith("*") else compact == prefix
        )
        inside.setdefault(territory.country, []).append((matches, f"{territory.country}-OUT"))
    return code.cases(
        *((name, ibis.cases(*cases, else_=name)) for name, cases in inside.items()), else_=code
    )


def home(place: StringValue) -> Value:
    """Where a place's rates and returns are: GB for XI."""
    return ibis.ifelse(place == "XI", vat_home("XI"), place)
