# ruff: noqa: S608 - SQL is put together from numbers, hashes and paths of our own only
"""A whole run (一次申报计算): reports in, determinations, returns, blocked rows and a summary out.

Everything is written beside `out` first; only when rows and money reconcile does it take its place.
"""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pilotage.engines.mill import Limits, Reading, connect, read, rejects, rows_sql
from pilotage.engines.mill.cells import literal
from pilotage.engines.tax.blocks import BLOCKS
from pilotage.engines.tax.filing import Filer, documents, manifest
from pilotage.engines.tax.inputs import COLUMNS
from pilotage.engines.tax.kept_rows import FILE_BITS, keep_rows, repeated_sql
from pilotage.engines.tax.on_duckdb import on_duckdb
from pilotage.engines.tax.practice import departure_practice
from pilotage.engines.tax.reconcile import check_money, check_rows
from pilotage.engines.tax.reference import fill
from pilotage.engines.tax.returns import Sum, build, percent
from pilotage.engines.tax.seller import Seller
from pilotage.engines.tax.slots import Scales
from pilotage.engines.tax.stages import Progress, Stage, Stages
from pilotage.engines.tax.tables import Cost, Rate
from pilotage.kernel.periods import Month
from pilotage.kernel.text import Text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FINDINGS = ("BUYER_NUMBER_INVALID", "PLATFORM_MISSED", "OSS_NOT_IN_PROFILE", "IOSS_NOT_IN_PROFILE")


# Offers the view `determined` beside the tables of `inputs`, with stages of its own in a folder.
Determine = Callable[["DuckDBPyConnection", Seller, Scales, Path], None]


@dataclass(frozen=True, slots=True)
class Run:
    """What a run found: `summary` and `returns` as their JSON files hold them."""

    out: Path
    summary: dict[str, Any]
    returns: list[dict[str, Any]]


def run(
    reports: Sequence[Path],
    seller: Seller,
    out: Path,
    *,
    costs: Sequence[Cost] = (),
    rates: Sequence[Rate] = (),
    limits: Limits | None = None,
    determine: Determine = on_duckdb,
    progress: Progress | None = None,
    keep: Path | None = None,
) -> Run:
    """Determine every row of the reports and write the files of the contract into `out`.

    `determine` is the engine that the expression runs on: `on_duckdb` or `OnSpark(master)`.
    `progress` is told (done, whole), whose stage is `Stage.at(done)`. `keep` is a folder for the rows
    as they were read, from which `explain_kept` explains a row without reading the reports again.
    """
    stages = Stages(progress)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".tax-", dir=out.parent) as folder:
        scratch, made = Path(folder) / "work", Path(folder) / "made"
        made.mkdir(parents=True)
        limits = limits or Limits(spill_to=Path(folder))
        readings = _read(reports, scratch, limits, stages)
        with connect(limits) as connection:
            result = _in(
                connection, readings, seller, list(costs), list(rates), determine, scratch, made, stages
            )  # fmt: skip
            if keep:
                keep_rows(connection, readings, keep)
        _publish(made, out)
    return Run(out, *result)


def _read(reports: Sequence[Path], scratch: Path, limits: Limits, stages: Stages) -> list[Reading]:
    sizes = [report.stat().st_size for report in reports]
    readings: list[Reading] = []
    for number, report in enumerate(reports, start=1):
        told = partial(stages.reading, sum(sizes[: number - 1]), sum(sizes))
        out = scratch / str(number)
        readings.append(read(report, out, columns=COLUMNS, limits=limits, progress=told))
    return readings


def _publish(made: Path, out: Path) -> None:
    """Put the run's own files and its folder `files` in place; what else lies in `out` stays.

    Renames only, after everything was written: a run that fails leaves the earlier result, and no
    filing file of an earlier run is left beside the new ones.
    """
    out.mkdir(exist_ok=True)
    aside = made.with_name("replaced")
    aside.mkdir()
    for path in sorted(made.iterdir(), key=lambda path: path.name == "summary.json"):
        target = out / path.name
        if path.is_dir() and target.is_dir():
            target.replace(aside / path.name)
        path.replace(target)


def _in(
    connection: DuckDBPyConnection,
    readings: list[Reading],
    seller: Seller,
    costs: list[Cost],
    rates: list[Rate],
    determine: Determine,
    scratch: Path,
    made: Path,
    stages: Stages,
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    stages.begin(Stage.DETERMINE)
    duplicates = _offer_rows(connection, readings)
    scales = fill(connection, costs, rates)
    determine(connection, seller, scales, scratch)
    stages.begin(Stage.RETURNS)
    connection.execute(_NAMES)
    returns = build(_sums(connection), seller, _months(connection))
    summary = _summary(connection, readings, duplicates, returns)
    check_rows(summary)
    stages.begin(Stage.FILES)
    _write_files(returns, seller, made / "files")
    stages.begin(Stage.PACK)
    _write_determinations(connection, readings, made / "determinations.parquet")
    check_money(connection, made / "determinations.parquet", returns)
    _write_rejects(readings, made / "rejects.csv")
    _write_blocked(connection, readings, made / "blocked.csv")
    for name, value in (("returns.json", returns), ("summary.json", summary)):
        (made / name).write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return summary, returns


def _offer_rows(connection: DuckDBPyConnection, readings: list[Reading]) -> int:
    """The view `report_rows`: kept rows that count, with `id`; and the table `repeated`."""
    connection.execute(f"CREATE TABLE repeated AS {repeated_sql(readings)}")
    kept = " UNION ALL ".join(
        f"SELECT ({number}::BIGINT << {FILE_BITS}) | row AS id, * FROM ({rows_sql(reading)})"
        for number, reading in enumerate(readings, start=1)
    )
    counted = f"SELECT * FROM ({kept})"
    if len(readings) > 1:
        counted += " WHERE id NOT IN (SELECT id FROM repeated)"
    connection.execute(f"CREATE VIEW report_rows AS {counted}")
    return int((connection.execute("SELECT count(*) FROM repeated").fetchone() or (0,))[0])


_NAMES = f"""CREATE TEMP MACRO file_of(id) AS id >> {FILE_BITS};
CREATE TEMP MACRO row_of(id) AS id & {(1 << FILE_BITS) - 1}"""

# Main side of every line; the second side of distance sales and of own goods.
_SUMS = """
SELECT jurisdiction, period, currency, CASE WHEN corrects THEN 'correction' ELSE line END,
       rate, CASE WHEN line IN ('oss', 'ioss') THEN taxation_country WHEN treatment = 'own_goods' THEN arr ELSE '' END,
       CASE WHEN line IN ('oss', 'ioss') THEN dep ELSE '' END, coalesce(corrected_period, ''),
       CASE WHEN treatment = 'own_goods_export' THEN treatment ELSE coalesce(buyer, '') END,
       coalesce(sum(base), 0), coalesce(sum(vat), 0), count(*)
FROM determined WHERE line IS NOT NULL GROUP BY ALL
UNION ALL
SELECT other, other_period, other_currency,
       CASE WHEN treatment = 'own_goods' THEN 'acquisition' ELSE 'distance_elsewhere' END,
       CASE WHEN treatment = 'own_goods' THEN rate END, '', '', '', '',
       coalesce(sum(other_base), 0), coalesce(sum(other_vat), 0), count(*)
FROM determined WHERE other IS NOT NULL AND line IS NOT NULL GROUP BY ALL
ORDER BY ALL"""


def _sums(connection: DuckDBPyConnection) -> list[Sum]:
    rows = connection.execute(_SUMS).fetchall()
    return [Sum(*row[:9], *map(int, row[9:])) for row in rows if row[0]]


def _months(connection: DuckDBPyConnection) -> list[Month]:
    found = connection.execute(
        "SELECT min(period_month), max(period_month) FROM report_rows"
    ).fetchone()
    return [Month.of(day) for day in found or () if day is not None]


def _summary(
    connection: DuckDBPyConnection,
    readings: list[Reading],
    duplicates: int,
    returns: list[dict[str, Any]],
) -> dict[str, Any]:
    counts = connection.execute(
        "SELECT treatment, findings, count(*) FROM determined GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    treatments: dict[str, int] = {}
    findings: dict[str, int] = {}
    for treatment, said, rows in counts:
        treatments[treatment] = treatments.get(treatment, 0) + rows
        for code in str(said or "").rstrip(",").split(","):
            if code in FINDINGS:
                findings[code] = findings.get(code, 0) + rows
    blocked = treatments.pop("blocked", 0)
    needed = {
        made["jurisdiction"]
        for made in returns
        if made["return"] == "LOCAL" and made["registration_needed"]
    }
    no_effect = treatments.get("no_effect", 0)
    rejected = sum(reading.manifest.rejected for reading in readings)
    return {
        "says": _says(readings),
        "rows_in": sum(reading.manifest.rows_in for reading in readings),
        "duplicates": duplicates,
        "rejected": rejected,
        "blocked": blocked,
        "no_effect": no_effect,
        "determined": sum(treatments.values()) - no_effect,
        "treatments": treatments,
        "registrations_needed": sorted(needed),
        "findings": findings,
        "blocked_by_code": dict(
            connection.execute(
                "SELECT code, count(*) FROM determined WHERE code IS NOT NULL GROUP BY 1 ORDER BY 1"
            ).fetchall()
        ),
    }


def _says(readings: list[Reading]) -> dict[str, str]:
    old = [r.manifest.file for r in readings if r.manifest.layout == 92]
    if not old:
        return {"zh": "所有行均已入账。", "en": "Every row is accounted for."}
    names = ", ".join(old)
    return {
        "zh": f"{names} 是 2020 年的 92 列版式，没有申报方案和代收责任两列，有金额的行因此标为 UNKNOWN_RESPONSIBILITY。",
        "en": f"{names} has the 92-column layout of 2020 without scheme and responsibility, so its priced rows end as UNKNOWN_RESPONSIBILITY.",
    }


def _write_determinations(
    connection: DuckDBPyConnection, readings: list[Reading], target: Path
) -> None:
    """One row per input row: determined, blocked, repeated and rejected ones."""
    shas = ", ".join(
        f"({number}, '{reading.manifest.sha256}')"
        for number, reading in enumerate(readings, start=1)
    )
    others = " UNION ALL ".join(
        f"SELECT {number} AS file, file_row_number + 1 AS row, transaction_type, "
        "transaction_event_id, seller_sku, CASE WHEN fault IS NULL THEN 'duplicate' ELSE 'rejected' END AS treatment "
        f"FROM read_parquet({literal(str(reading.rows))}, file_row_number=true) WHERE fault IS NOT NULL OR "
        f"(({number}::BIGINT << {FILE_BITS}) | (file_row_number + 1)) IN (SELECT id FROM repeated)"
        for number, reading in enumerate(readings, start=1)
    )
    texts = ", ".join(
        f"NULL::VARCHAR AS {name}" for name in ("jurisdiction", "taxation_country", "dep", "arr")
    )
    connection.execute(
        f"""COPY (
        WITH shas(number, sha) AS (VALUES {shas})
        SELECT sha AS file_sha256, row_of(id) AS row, transaction_type, event_id, sku, treatment,
               jurisdiction, taxation_country, dep, arr,
               (rate * 0.01)::DECIMAL(20,4) AS rate, (base * 0.01)::DECIMAL(20,4) AS base,
               (vat * 0.01)::DECIMAL(20,4) AS vat, currency, return_key, period,
               rtrim(concat(coalesce(code || ',', ''), findings), ',') AS findings
        FROM determined JOIN shas ON number = file_of(id)
        UNION ALL
        SELECT sha, row, transaction_type, transaction_event_id, seller_sku, treatment, {texts},
               NULL::DECIMAL(20,4), NULL::DECIMAL(20,4), NULL::DECIMAL(20,4), NULL, NULL, NULL, ''
        FROM ({others}) JOIN shas ON number = file
        ) TO {literal(str(target))} (FORMAT parquet, COMPRESSION lz4_raw)"""
    )


def _write_files(returns: list[dict[str, Any]], seller: Seller, folder: Path) -> None:
    folder.mkdir()
    made = documents(returns, Filer(seller))
    for document in made:
        (folder / document.name).write_bytes(document.content)
    (folder / "manifest.json").write_bytes(manifest(made))


def _write_rejects(readings: list[Reading], target: Path) -> None:
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["file", "row", "column", "value", "reason"])
        for reading in readings:
            for row in rejects(reading):
                writer.writerow([row.file, row.row, row.column, row.value, str(row.reason)])


def _write_blocked(connection: DuckDBPyConnection, readings: list[Reading], target: Path) -> None:
    names = [reading.manifest.file for reading in readings]
    practice = departure_practice(connection)
    found = connection.execute(
        "SELECT file_of(id), row_of(id), code, legal, stated FROM determined WHERE code IS NOT NULL ORDER BY id"
    )
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["file", "row", "code", "message_zh", "message_en", "next_step_zh", "next_step_en"]
        )
        while batch := found.fetchmany(10_000):
            for number, row, code, legal, stated in batch:
                block = BLOCKS[code]
                says = block.says.with_(legal=percent(legal or 0), file=percent(stated or 0))
                if compared := practice.get((number, row)):
                    says = Text(f"{says.zh}{compared.zh}", f"{says.en} {compared.en}")
                step = block.next_step
                writer.writerow([names[number - 1], row, code, says.zh, says.en, step.zh, step.en])
