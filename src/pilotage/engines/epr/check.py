"""All checks of one year: every market in which something was placed, then the papers as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pilotage.engines.epr.figures import check_bought, check_declared
from pilotage.engines.epr.findings import Finding, finding
from pilotage.engines.epr.kept import Kept
from pilotage.engines.epr.papers import (
    check_contracts,
    check_registrations,
    check_representative,
    check_shared_numbers,
    contracts_of,
    schemes_of,
)
from pilotage.engines.epr.products import Products
from pilotage.engines.epr.quantities import Quantities, Undescribed, quantities
from pilotage.engines.epr.shipments import Shipped
from pilotage.kernel.decimals import plain

# Only packaging is bought by weight from a recycling organisation in every country of the tables.
_BOUGHT = "packaging"


@dataclass(frozen=True, slots=True)
class Answer:
    """The year's quantities, the papers they were held against, and what disagrees, as of a day."""

    on: date
    quantities: Quantities
    kept: Kept
    findings: tuple[Finding, ...]


def check(
    shipped: Iterable[Shipped], products: Products, kept: Kept, *, year: int, on: date
) -> Answer:
    """What was placed in `year` and every disagreement with the papers, as known `on` that day."""
    lines = tuple(shipped)
    computed = quantities(lines, products, year)
    found = [
        *_left_out(lines, computed),
        *(f for market in computed.markets() for f in _market(*market, computed, kept, on)),
        *check_shared_numbers(kept),
    ]
    return Answer(on, computed, kept, tuple(found))


def _market(
    country: str, stream: str, computed: Quantities, kept: Kept, on: date
) -> Iterator[Finding]:
    first, last = computed.since(country, stream).first, min(date(computed.year, 12, 31), on)
    schemes = schemes_of(country, stream, last)
    if not schemes:
        yield finding("NO_LAW_TABLE", country, stream)
        return
    yield from check_registrations(country, stream, schemes, kept, (first, last))
    yield from check_representative(country, stream, schemes[0], kept, last)
    contracts = contracts_of(kept, country, stream, (first, last))
    if contracts or stream == _BOUGHT:
        yield from check_contracts(country, stream, contracts, (first, last))
        if contracts:
            yield from check_bought(country, stream, computed, (c.bought for c in contracts))
    yield from check_declared(country, stream, schemes[0], computed, kept, on)


def _left_out(lines: Iterable[Shipped], computed: Quantities) -> Iterator[Finding]:
    nowhere = sum(
        (s.sold for s in lines if not s.country and s.month and s.month.year == computed.year),
        Decimal(0),
    )
    if nowhere:
        yield finding("MARKET_UNKNOWN", "", "", ours=nowhere, units=plain(nowhere))
    yield from (_undescribed(missing) for missing in computed.undescribed)


def _undescribed(missing: Undescribed) -> Finding:
    return finding(
        "SKU_UNDESCRIBED",
        missing.country,
        "",
        ours=missing.units,
        units=plain(missing.units),
        sku=missing.sku,
        kg=missing.kg_of_goods,
    )
