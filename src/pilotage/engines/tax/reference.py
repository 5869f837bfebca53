"""The small tables the expression joins, filled for the days, countries and currencies of one run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from pilotage.engines.law import currency_rows, legal_rates, rate_rows, vat_number
from pilotage.engines.mill.cells import literal
from pilotage.engines.tax.places import FILING
from pilotage.engines.tax.slots import Scales
from pilotage.engines.tax.tables import Cost, Rate
from pilotage.kernel.errors import RuleGap
from pilotage.kernel.periods import Month

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_BATCH = 50_000
_FOREVER = date(9999, 12, 31)


def fill(connection: DuckDBPyConnection, costs: list[Cost], rates: list[Rate]) -> Scales:
    """Create the tables of `inputs` beside `report_rows`."""
    days = _days(connection)
    months = {Month.of(day) for day in days}
    _create(connection, "buyer_numbers(country TEXT, number TEXT, issuer TEXT, vat_number TEXT)")
    _fill_buyers(connection)
    _create(connection, "standard_rates(country TEXT, day DATE, rate BIGINT)")
    _create(connection, "legal_rates(country TEXT, day DATE, rate BIGINT)")
    _insert(connection, "standard_rates", 3, _standard(days))
    _insert(connection, "legal_rates", 3, _legal(connection, days))
    _create(connection, "periods(month DATE, month_name TEXT, quarter_name TEXT, quarter DATE)")
    _insert(
        connection,
        "periods",
        4,
        ((m.first, str(m), str(m.quarter), m.quarter.first) for m in sorted(months)),
    )
    _create(
        connection,
        "unit_costs(sku TEXT, since DATE, until DATE, currency TEXT, unit_cost BIGINT)",
    )
    places = max((_places(cost.unit_cost) for cost in costs), default=0)
    _insert(connection, "unit_costs", 5, _cost_rows(costs, places))
    _create(
        connection,
        "conversions(source TEXT, target TEXT, day DATE, numerator BIGINT, denominator BIGINT)",
    )
    _insert(connection, "conversions", 5, _conversions(connection, days, costs, rates))
    return Scales(cost=places)


def _create(connection: DuckDBPyConnection, columns: str) -> None:
    connection.execute(f"CREATE TEMP TABLE {columns}")


def _insert(
    connection: DuckDBPyConnection, table: str, width: int, rows: Iterable[tuple[object, ...]]
) -> None:
    """Rows without NULL, as text inside the statement.

    Parameters, Arrow tables and `executemany` alike would import pandas wherever it is installed:
    two seconds of a cold start.
    """
    text = "\2".join("\1".join(map(str, row)) for row in rows)
    if text:
        cells = ", ".join(f"cells[{n}]" for n in range(1, width + 1))
        connection.execute(
            f"INSERT INTO {table} SELECT {cells} FROM (SELECT string_split(line, chr(1)) AS cells "  # noqa: S608
            f"FROM (SELECT unnest(string_split({literal(text)}, chr(2))) AS line))"
        )


def _days(connection: DuckDBPyConnection) -> list[date]:
    found = connection.execute(
        "SELECT DISTINCT day FROM (SELECT DISTINCT tax_calculation_date AS day FROM report_rows "
        "UNION ALL SELECT DISTINCT transaction_complete_date FROM report_rows "
        "UNION ALL SELECT DISTINCT period_month FROM report_rows) WHERE day IS NOT NULL ORDER BY 1"
    ).fetchall()
    days = {day for (day,) in found}
    return sorted(days | {Month.of(day).first for day in days})


def _fill_buyers(connection: DuckDBPyConnection) -> None:
    """Check each distinct number once, a batch at a time."""
    asked = connection.cursor().execute(
        "SELECT DISTINCT coalesce(buyer_vat_number_country, ''), buyer_vat_number FROM report_rows "
        "WHERE buyer_vat_number IS NOT NULL"
    )
    while batch := asked.fetchmany(_BATCH):
        _insert(
            connection,
            "buyer_numbers",
            4,
            (
                (country, number, found.issuer, found.text)
                for country, number in batch
                if (found := vat_number(number, country))
            ),
        )


def _standard(days: list[date]) -> Iterator[tuple[object, ...]]:
    for row in rate_rows():
        if row.rate_class == "standard":
            for day in days:
                if (row.since is None or row.since <= day) and (
                    row.until is None or day <= row.until
                ):
                    yield row.place, day, int(row.percent * 100)


def _legal(connection: DuckDBPyConnection, days: list[date]) -> Iterator[tuple[object, ...]]:
    """Only when a row has a product code whose class the law tables cannot know."""
    special = connection.execute(
        "SELECT count(*) FROM report_rows WHERE upper(product_tax_code) <> 'A_GEN_STANDARD'"
    ).fetchone()
    if not special or not special[0]:
        return
    for country in FILING:
        for day in days:
            try:
                held = legal_rates(country, day)
            except RuleGap:
                continue
            for percent in {entry.value for entry in held.values()}:
                yield country, day, int(percent * 100)


def _places(value: Decimal) -> int:
    return max(0, -int(value.normalize().as_tuple().exponent))


def _cost_rows(costs: list[Cost], places: int) -> Iterator[tuple[object, ...]]:
    by_sku: dict[str, list[Cost]] = {}
    for cost in sorted(costs, key=lambda c: (c.sku, c.since)):
        by_sku.setdefault(cost.sku, []).append(cost)
    for history in by_sku.values():
        ends = [later.since - timedelta(days=1) for later in history[1:]] + [_FOREVER]
        for cost, until in zip(history, ends, strict=True):
            scaled = int(cost.unit_cost.scaleb(places))
            yield cost.sku, cost.since, until, cost.currency, scaled


def _conversions(
    connection: DuckDBPyConnection, days: list[date], costs: list[Cost], rates: list[Rate]
) -> Iterator[tuple[object, ...]]:
    sources = {
        c
        for (c,) in connection.execute(
            "SELECT DISTINCT upper(transaction_currency_code) FROM report_rows "
            "WHERE transaction_currency_code IS NOT NULL"
        ).fetchall()
    } | {cost.currency for cost in costs}
    table = Published(rates)
    targets = {e.value for e in currency_rows() if e.table.partition("/")[2] in FILING} | {"EUR"}
    every_day = sorted({*days, *(day - timedelta(days=1) for day in days)})
    for source in sorted(sources):
        for day in every_day:
            denominator = table.before(source, day)
            for target in sorted(targets - {source}) if denominator else ():
                if numerator := table.before(target, day):
                    yield source, target, day, numerator, denominator
        months = {Month.of(day) for day in days}
        for month in sorted(months):
            yield from _of_period(table, source, "IOSS", month.first, month.last)
        for quarter in sorted({month.quarter for month in months}):
            yield from _of_period(table, source, "OSS", quarter.first, quarter.last)


def _of_period(
    table: Published, source: str, target: str, first: date, last: date
) -> Iterator[tuple[object, ...]]:
    denominator = table.after(source, last)
    if source != "EUR" and denominator:
        yield source, target, first, table.one, denominator


class Published:
    """Rates as whole numbers of one scale; 1 EUR is `one`."""

    def __init__(self, rates: list[Rate]) -> None:
        places = max((_places(rate.rate) for rate in rates), default=0)
        self.one: int = 10**places
        self._by_currency: dict[str, tuple[list[date], list[int]]] = {}
        for rate in sorted(rates, key=lambda r: r.day):
            days, values = self._by_currency.setdefault(rate.currency, ([], []))
            days.append(rate.day)
            values.append(int(rate.rate.scaleb(places)))

    def before(self, currency: str, day: date) -> int | None:
        """The rate of a day, or of the last publication before it."""
        from bisect import bisect_right

        if currency == "EUR":
            return self.one
        days, values = self._by_currency.get(currency, ([], []))
        at = bisect_right(days, day)
        return int(values[at - 1]) if at else None

    def after(self, currency: str, day: date) -> int | None:
        """The rate of a day, or of the next publication after it."""
        from bisect import bisect_left

        if currency == "EUR":
            return self.one
        days, values = self._by_currency.get(currency, ([], []))
        at = bisect_left(days, day)
        return int(values[at]) if at < len(days) else None
