# ruff: noqa: S608 - SQL is put together from numbers, hashes and paths of our own only
"""The rows behind one return of a finished run (申报表背后的行), for the check of a partner's filing."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pilotage.engines.law import vat_home
from pilotage.engines.mill import Limits, connect, read
from pilotage.engines.mill.cells import literal
from pilotage.engines.tax.tables import Cost
from pilotage.kernel.periods import Period, parse_period

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_RAW = (
    "transaction_type transaction_currency_code tax_calculation_date transaction_complete_date"
    " total_activity_value_amt_vat_incl total_activity_value_amt_vat_excl"
    " total_activity_value_vat_amt"
).split()


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: `base` and `vat` in `held_in`, `gross` in the row's own `currency`.

    Own goods have the currency of their cost; a blocked row has neither base nor VAT.
    """

    file: str
    row: int
    sku: str
    treatment: str
    is_refund: bool
    dep: str
    arr: str
    rate: Decimal | None
    base: Decimal
    vat: Decimal
    gross: Decimal
    currency: str
    held_in: str
    day: date
    is_first_side: bool

    @property
    def at(self) -> tuple[str, int]:
        return self.file, self.row


@dataclass(frozen=True, slots=True)
class Ledger:
    """Rows of one return (`key` as in determinations) and rows of rule 27 that leave its country."""

    key: str
    period: Period
    currency: str
    entries: tuple[Entry, ...]
    unregistered: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class ReportRows:
    """A report's rows as they were read: its hash, how its rows name it, and their Parquet file."""

    sha256: str
    name: str
    path: Path


def ledger(
    folder: Path, reports: Sequence[Path], made: Mapping[str, Any], costs: Sequence[Cost] = ()
) -> Ledger:
    """The ledger of return `made` of the run whose files lie in `folder`; reads the reports again."""
    with tempfile.TemporaryDirectory(prefix="tax-check-") as scratch:
        readings = [
            read(report, Path(scratch) / str(number), columns=_RAW)
            for number, report in enumerate(reports, start=1)
        ]
        rows = [ReportRows(r.manifest.sha256, r.manifest.file, r.rows) for r in readings]
        return ledger_of(folder / "determinations.parquet", rows, made, costs)


def ledger_of(
    determinations: Path,
    reports: Sequence[ReportRows],
    made: Mapping[str, Any],
    costs: Sequence[Cost] = (),
) -> Ledger:
    """The same from rows that a run kept."""
    bare = without_rows(made)
    names = {report.sha256: report.name for report in reports}
    with connect(Limits()) as connection:
        _join(connection, determinations, reports)
        entries = _entries(connection, _of_return(bare.key), bare.key, names)
        blocked = _entries(connection, _OF_RULE_27, bare.key, names) if _is_local(made) else []
    mine = (e for e in blocked if vat_home(e.dep) == made["jurisdiction"])
    unregistered = tuple(e for e in mine if _within(e, bare.period))
    return replace(bare, entries=tuple(_with_costs(entries, costs)), unregistered=unregistered)


def without_rows(made: Mapping[str, Any]) -> Ledger:
    """The ledger where a run kept no rows: figures can still be compared."""
    period = parse_period(made["period"])
    assert period is not None
    kind = made["return"]
    key = f"LOCAL/{made['jurisdiction']}/{period}" if _is_local(made) else f"{kind}/{period}"
    return Ledger(key, period, made["currency"], (), ())


def _is_local(made: Mapping[str, Any]) -> bool:
    return bool(made["return"] == "LOCAL")


def _with_costs(entries: list[Entry], costs: Sequence[Cost]) -> list[Entry]:
    """Own goods have no currency in the report; that of the SKU's cost is theirs."""
    of_sku = {cost.sku: cost.currency for cost in costs}
    return [
        replace(entry, currency=of_sku.get(entry.sku, ""))
        if entry.treatment.startswith("own_goods")
        else entry
        for entry in entries
    ]


def _within(entry: Entry, period: Period) -> bool:
    return period.first <= entry.day <= period.last


def _join(
    connection: DuckDBPyConnection, determinations: Path, reports: Sequence[ReportRows]
) -> None:
    kept = " UNION ALL ".join(map(_rows_sql, reports))
    raw = ", ".join(f"k.{name} AS raw_{name}" for name in _RAW)
    connection.execute(
        f"CREATE VIEW joined AS SELECT d.*, {raw} "
        f"FROM read_parquet({literal(str(determinations))}) d "
        f"JOIN ({kept}) k ON k.file_sha256 = d.file_sha256 AND k.row = d.row"
    )


def _rows_sql(report: ReportRows) -> str:
    return (
        f"SELECT {literal(report.sha256)} AS file_sha256, file_row_number + 1 AS row, "
        f"{', '.join(_RAW)} FROM read_parquet({literal(str(report.path))}, file_row_number=true) "
        "WHERE fault IS NULL"
    )


_OF_RULE_27 = "findings LIKE '%NO_REGISTRATION_FOR_ARRIVAL%'"


def _of_return(key: str) -> str:
    # A parameter would import pandas wherever it is installed: two seconds of a cold start.
    return f"list_contains(string_split(return_key, ' '), {literal(key)})"


def _entries(
    connection: DuckDBPyConnection, which: str, key: str, names: Mapping[str, str]
) -> list[Entry]:
    found = connection.execute(f"SELECT * FROM joined WHERE {which} ORDER BY ALL")
    columns = [column[0] for column in found.description]
    return [_entry(dict(zip(columns, row, strict=True)), key, names) for row in found.fetchall()]


def _entry(row: dict[str, Any], key: str, names: Mapping[str, str]) -> Entry:
    excl = row["raw_total_activity_value_amt_vat_excl"]
    whole = None if excl is None else excl + (row["raw_total_activity_value_vat_amt"] or 0)
    gross = row["raw_total_activity_value_amt_vat_incl"]
    return Entry(
        file=names[row["file_sha256"]],
        row=row["row"],
        sku=row["sku"] or "",
        treatment=row["treatment"],
        is_refund=row["raw_transaction_type"] in ("REFUND", "LIQUIDATION_REFUND"),
        dep=row["dep"] or "",
        arr=row["arr"] or "",
        rate=row["rate"],
        base=Decimal(row["base"] or 0),
        vat=Decimal(row["vat"] or 0),
        gross=Decimal((whole if gross is None else gross) or 0),
        currency=(row["raw_transaction_currency_code"] or "").upper(),
        held_in=row["currency"] or "",
        day=row["raw_tax_calculation_date"] or row["raw_transaction_complete_date"],
        is_first_side=str(row["return_key"] or "").split(" ")[0] == key,
    )
