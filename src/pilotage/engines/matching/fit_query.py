"""From the mill's Parquet to `Evidence`: one grouped query, so that no row ever reaches Python.

The groups are as many as there are kinds × countries × schemes × sites × months: a few hundred
for five million rows. Places follow the tax contract: `UK` is GB, `EL` is GR, Monaco is FR, the
Isle of Man is GB, `BT` postcodes are XI, territories outside the VAT area are `ZZ`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import cast

from pilotage.engines import law, mill
from pilotage.engines.matching.fit_evidence import (
    OUTSIDE,
    Collector,
    Evidence,
    Flow,
    Kind,
    RowRef,
)
from pilotage.engines.mill import Limits, Reading
from pilotage.kernel.periods import Month

# What a row must share with one of an earlier file to count once (tax contract, "Inputs").
_SAME = (
    "transaction_type activity_transaction_id transaction_event_id seller_sku asin qty"
    " total_activity_value_amt_vat_excl total_activity_value_vat_amt"
    " total_activity_value_amt_vat_incl tax_calculation_date transaction_depart_date"
    " transaction_arrival_date transaction_complete_date"
).split()

COLUMNS = (
    *_SAME,
    *(
        "activity_period marketplace sale_depart_country departure_country departure_post_code"
        " sale_arrival_country arrival_country arrival_post_code buyer_vat_number"
        " transaction_currency_code tax_reporting_scheme tax_collection_responsibility"
    ).split(),
)

# Row references travel as one whole number through the query: file × this + row.
_FILE = 10**12

_KINDS = {
    "SALE": "sale",
    "LIQUIDATION_SALE": "sale",
    "REFUND": "refund",
    "LIQUIDATION_REFUND": "refund",
    "FC_TRANSFER": "movement",
    "INBOUND": "movement",
    "RETURN": "return",
}


def read_evidence(reports: Iterable[Path], scratch: Path, limits: Limits | None = None) -> Evidence:
    """Read report files with the mill into `scratch` and count what they show."""
    readings: dict[str, Reading] = {}
    for n, report in enumerate(reports):
        name = report.name if report.name not in readings else f"{report.name} ({n + 1})"
        readings[name] = mill.read(report, scratch / str(n), columns=COLUMNS, limits=limits)
    return evidence_of(readings, limits)


def evidence_of(readings: Mapping[str, Reading], limits: Limits | None = None) -> Evidence:
    """Count what the readings show; the same file given twice counts once."""
    once: dict[str, tuple[str, Reading]] = {}
    for name, reading in readings.items():
        once.setdefault(reading.manifest.sha256, (name, reading))
    listed = list(once.values())
    names = [name for name, _ in listed]
    with mill.connect(limits) as connection:
        found = connection.execute(_query([reading for _, reading in listed])).fetchall()
    flows = tuple(_flow(row, names) for row in found)
    return Evidence(flows, sum(reading.manifest.rejected for _, reading in listed))


def _query(readings: list[Reading]) -> str:
    union = " UNION ALL ".join(
        f"SELECT *, {n}::BIGINT AS file FROM ({mill.rows_sql(reading)})"  # noqa: S608 - constants and quoted paths
        for n, reading in enumerate(readings)
    )
    # Every part is a constant or comes quoted from the mill.
    return (
        f"WITH rows AS ({_once(union) if len(readings) > 1 else union}), "  # noqa: S608
        f"named AS (SELECT *, {_country('sale_depart_country', 'departure_country')} AS dep_country, "
        f"{_country('sale_arrival_country', 'arrival_country')} AS arr_country, "
        f"{_compact('departure_post_code')} AS dep_post, {_compact('arrival_post_code')} AS arr_post "
        "FROM rows), "
        f"placed AS (SELECT *, {_kind()} AS kind, {_place('dep_country', 'dep_post')} AS dep, "
        f"{_place('arr_country', 'arr_post')} AS arr, "
        "coalesce(total_activity_value_amt_vat_incl, total_activity_value_amt_vat_excl, 0) AS paid "
        "FROM named) "
        f"SELECT kind, dep, arr, {_collector()}, upper(coalesce(tax_reporting_scheme, '')), "
        f"buyer_vat_number IS NOT NULL, {_site()}, period_month, "
        "upper(coalesce(transaction_currency_code, '')), count(*), "
        "sum(CASE WHEN kind = 'refund' THEN -abs(paid) ELSE paid END), "
        f"min(file * {_FILE} + row, 3) FROM placed GROUP BY ALL ORDER BY ALL"
    )


def _once(union: str) -> str:
    """Rows whose like does not occur in an earlier file; twins within one file stay.

    Rows are compared by 128 bits of hash: the texts of five million keys would not fit in memory.
    """
    keys = ", ".join(_SAME)
    keyed = f"SELECT *, hash({keys}) AS key1, hash('', {keys}) AS key2 FROM ({union})"  # noqa: S608
    first = f"SELECT key1, key2, min(file) AS file FROM ({keyed}) GROUP BY ALL"  # noqa: S608
    return f"SELECT * FROM ({keyed}) SEMI JOIN ({first}) USING (key1, key2, file)"  # noqa: S608


def _kind() -> str:
    whens = " ".join(f"WHEN '{name}' THEN '{kind}'" for name, kind in _KINDS.items())
    return f"CASE upper(transaction_type) {whens} ELSE 'other' END"


def _collector() -> str:
    return (
        "CASE upper(tax_collection_responsibility) WHEN 'MARKETPLACE' THEN 'marketplace' "
        "WHEN 'SELLER' THEN 'seller' ELSE 'unknown' END"
    )


def _site() -> str:
    whens = " ".join(
        f"WHEN '{site.domain}' THEN '{country}'" for country, site in law.marketplaces().items()
    )
    return f"CASE lower(marketplace) {whens} ELSE '' END"


def _country(first: str, second: str) -> str:
    """SQL of the country a row names, by its code here; blank for anything but two letters."""
    named = f"upper(coalesce({first}, {second}, ''))"
    return (
        f"CASE WHEN NOT regexp_full_match({named}, '[A-Z]{{2}}') THEN '' ELSE CASE {named} "
        "WHEN 'UK' THEN 'GB' WHEN 'EL' THEN 'GR' WHEN 'MC' THEN 'FR' WHEN 'IM' THEN 'GB' "
        f"ELSE {named} END END"
    )


def _compact(post_code: str) -> str:
    return f"upper(replace(coalesce({post_code}, ''), ' ', ''))"


def _place(country: str, postcode: str) -> str:
    """SQL of a place: the country, moved by its postcode where the law says so."""
    outside = " OR ".join(
        f"({country} = '{t.country}' AND {_covers(t.postcode, postcode)})"
        for t in law.excluded_territories()
    )
    return (
        f"CASE WHEN {outside} THEN '{OUTSIDE}' "
        f"WHEN {country} = 'GB' AND starts_with({postcode}, 'BT') THEN 'XI' ELSE {country} END"
    )


def _covers(pattern: str, postcode: str) -> str:
    if pattern.endswith("*"):
        return f"starts_with({postcode}, '{pattern[:-1]}')"
    return f"{postcode} = '{pattern}'"


def _flow(row: tuple[object, ...], names: list[str]) -> Flow:
    kind, dep, arr, collector, scheme, business, site, month, currency, count, gross, refs = row
    return Flow(
        kind=cast(Kind, kind),
        dep=str(dep),
        arr=str(arr),
        collector=cast(Collector, collector),
        scheme=str(scheme),
        business=bool(business),
        site=str(site),
        month=Month.of(month) if isinstance(month, date) else None,
        currency=str(currency),
        rows=cast(int, count),
        gross=cast(Decimal, gross),
        examples=tuple(_reference(ref, names) for ref in cast("list[int]", refs)),
    )


def _reference(number: int, names: list[str]) -> RowRef:
    file, row = divmod(number, _FILE)
    return RowRef(names[file], row)
