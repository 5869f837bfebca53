# ruff: noqa: S608 - SQL is put together from names of our own and quoted literals
"""Rows of a finished run as the engine wrote them (determinations.parquet), a page at a time, and how each came about."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pilotage.engines.mill import connect
from pilotage.engines.mill.cells import literal
from pilotage.engines.tax import (
    REPEATED,
    KeptRows,
    explain_kept,
    read_costs,
    read_rates,
    read_seller,
)
from pilotage.kernel.errors import NotFound, WrongState
from pilotage.kernel.text import Text
from pilotage.kernel.trail import Trail
from pilotage.platform import ports
from pilotage.platform.compliance.models import Role, TaxInput, TaxRun

PER_PAGE = 50
KEPT = "rows/"  # the outputs of a run that hold its reports' rows as they were read
COLUMNS = (
    "file_sha256", "row", "transaction_type", "event_id", "sku", "treatment", "jurisdiction",
    "taxation_country", "dep", "arr", "rate", "base", "vat", "currency", "return_key", "period",
    "findings",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Only:
    """Which rows: of one return (`LOCAL/DE/2026-01`), one treatment, one finding or code; blank is all."""

    return_key: str = ""
    treatment: str = ""
    finding: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Rows `first` … of `count`; each row is a mapping of `COLUMNS`, decimals exact."""

    rows: list[dict[str, Any]]
    count: int
    number: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // PER_PAGE))


def page_of(run: TaxRun, only: Only, number: int) -> Page:
    """Page `number` (from 1; beyond the end is the last) in the order of the files."""
    chosen = f"FROM {_determined(run)} {_where(only)}"
    with connect() as connection:
        counted = connection.execute(f"SELECT count(*) {chosen}").fetchone()
        count = int(counted[0]) if counted else 0
        number = min(max(number, 1), max(1, -(-count // PER_PAGE)))
        found = connection.execute(
            f"SELECT {', '.join(COLUMNS)} {chosen} "
            f"ORDER BY file_sha256, row LIMIT {PER_PAGE} OFFSET {PER_PAGE * (number - 1)}"
        ).fetchall()
    return Page([dict(zip(COLUMNS, row, strict=True)) for row in found], count, number)


def row_of(run: TaxRun, file_sha256: str, row: int) -> dict[str, Any]:
    """One row, or `NotFound`."""
    with connect() as connection:
        found = connection.execute(
            f"SELECT {', '.join(COLUMNS)} FROM {_determined(run)} "
            f"WHERE file_sha256 = {_asked(file_sha256)} AND row = {row}"
        ).fetchone()
    if found is None:
        raise NotFound(
            "NO_SUCH_ROW",
            Text("这次计算里没有这一行。", "The run has no such row."),
            Text("请从行列表重新打开。", "Open it again from the list of rows."),
        )
    return dict(zip(COLUMNS, found, strict=True))


def explained(run: TaxRun, file_sha256: str, row: int) -> Trail:
    """The steps behind a row of `row_of`, from the rows the run kept; none where it kept no rows."""
    inputs = list(run.inputs.select_related("document"))
    kept = kept_reports(run, inputs)
    repeated = run.outputs.filter(name=KEPT + REPEATED).first()
    if not kept or repeated is None:
        return Trail()
    return explain_kept(
        KeptRows([path for _, path in kept], _file(repeated.sha256)),
        read_seller(json.dumps(run.profile).encode()),
        [sha256 for sha256, _ in kept].index(file_sha256) + 1,
        row,
        costs=[cost for paper in papers(inputs, Role.COSTS) for cost in read_costs(paper)],
        rates=[rate for paper in papers(inputs, Role.RATES) for rate in read_rates(paper)],
    )


def kept_reports(run: TaxRun, inputs: Iterable[TaxInput]) -> list[tuple[str, Path]]:
    """Each report's hash and the file of its rows, in the order of the run; none where it kept no rows."""
    reports = [one.document.sha256 for one in inputs if one.role == Role.REPORT]
    names = [f"{KEPT}{number}.parquet" for number in range(1, len(reports) + 1)]
    held = {one.name: _file(one.sha256) for one in run.outputs.filter(name__startswith=KEPT)}
    if not held.keys() >= set(names):
        return []
    return [(sha256, held[name]) for sha256, name in zip(reports, names, strict=True)]


def papers(inputs: Iterable[TaxInput], role: Role) -> Iterator[bytes]:
    """The contents of a run's files of one role."""
    return (path.read_bytes() for path in paper_paths(inputs, role))


def paper_paths(inputs: Iterable[TaxInput], role: Role) -> Iterator[Path]:
    """Where they lie."""
    return (_file(one.document.sha256) for one in inputs if one.role == role)


def _file(sha256: str) -> Path:
    return Path(ports.files().path(sha256))


def _asked(value: str) -> str:
    """As a quoted literal: a bound parameter makes DuckDB load pandas. NUL would end the statement."""
    return literal(value.replace("\0", "\ufffd"))


def _where(only: Only) -> str:
    conditions = [
        (only.return_key, "list_contains(string_split(return_key, ' '), {})"),
        (only.treatment, "treatment = {}"),
        (only.finding, "list_contains(string_split(findings, ','), {})"),
    ]
    held = [says.format(_asked(value)) for value, says in conditions if value]
    return f"WHERE {' AND '.join(held)}" if held else ""


def _determined(run: TaxRun) -> str:
    return f"read_parquet({literal(str(determinations(run)))})"


def determinations(run: TaxRun) -> Path:
    """The file of a run's rows as they were determined, or `WrongState` while there is none."""
    kept = run.outputs.filter(name="determinations.parquet").first()
    if kept is None:
        raise WrongState(
            "RUN_NOT_DONE",
            Text("计算还没有完成。", "The run is not finished."),
            Text("请稍后再看。", "Look again later."),
        )
    return _file(kept.sha256)
