"""Up to four partners side by side: what each covers, and what twelve months cost on the same forecast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pilotage.engines.fees import Forecast
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.directory import exchange, pricing
from pilotage.platform.directory.pricing import Pair, Priced
from pilotage.platform.directory.queries.partner import PartnerPage, partner

MOST = 4


@dataclass(frozen=True, slots=True)
class Compared:
    """One partner: the needs it covers and lacks, and their price (`priced.quote` or why there is none)."""

    page: PartnerPage
    covers: tuple[Pair, ...]
    lacks: tuple[Pair, ...]
    priced: Priced


@dataclass(frozen=True, slots=True)
class Comparison:
    """Columns in the order asked for. Totals rest on these rates; each quoted item has its rate and day."""

    on: date
    currency: str
    columns: tuple[Compared, ...]
    rates_source: str
    rates_confidence: str


def compare(
    viewer: Viewer,
    refs: Sequence[str],
    needs: Sequence[Pair],
    forecast: Forecast,
    currency: str,
    on: date,
) -> Comparison:
    """Raises `Invalid` for none or more than four, `NotFound` for a partner that is not shown."""
    chosen = list(dict.fromkeys(refs))
    if not 1 <= len(chosen) <= MOST:
        raise Invalid(
            "ONE_TO_FOUR",
            Text("请选择一到四家服务商进行比较。", "Choose one to four partners to compare."),
        )
    source, confidence = exchange.source()
    columns = tuple(
        _compared(partner(viewer, ref), tuple(dict.fromkeys(needs)), forecast, currency, on)
        for ref in chosen
    )
    return Comparison(on, currency, columns, source, confidence)


def _compared(
    page: PartnerPage, needs: tuple[Pair, ...], forecast: Forecast, currency: str, on: date
) -> Compared:
    offers = {(offer.category, offer.country): offer for offer in page.offers}
    covers = tuple(need for need in needs if need in offers)
    lacks = tuple(need for need in needs if need not in offers)
    if not covers:
        return Compared(page, covers, lacks, Priced(None, _COVERS_NONE, "COVERS_NONE"))
    plans = {offers[need].plan_ref: offers[need].items for need in covers}
    plan = pricing.combined(plans, {need: offers[need].plan_ref for need in covers})
    rates = exchange.rates_into(currency)
    priced = pricing.twelve_months(plan, forecast, rates, on, (need[0] for need in covers))
    return Compared(page, covers, lacks, priced)


_COVERS_NONE = Text("不提供所需的任何服务", "offers none of the services needed")
