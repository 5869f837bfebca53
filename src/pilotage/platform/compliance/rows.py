"""Rows of a finished run as the engine wrote them (determinations.parquet), a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pilotage.engines.mill import connect
from pilotage.kernel.errors import NotFound, WrongState
from pilotage.kernel.text import Text
from pilotage.platform import ports
from pilotage.platform.compliance.models import TaxRun

PER_PAGE = 50
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


_WHERE = """WHERE ($key = '' OR list_contains(string_split(return_key, ' '), $key))
  AND ($treatment = '' OR treatment = $treatment)
  AND ($finding = '' OR list_contains(string_split(findings, ','), $finding))"""


def page_of(run: TaxRun, only: Only, number: int) -> Page:
    """Page `number` (from 1; beyond the end is the last) in the order of the files."""
    asked = {
        "path": _path(run),
        "key": only.return_key,
        "treatment": only.treatment,
        "finding": only.finding,
    }
    with connect() as connection:
        counted = connection.execute(
            f"SELECT count(*) FROM read_parquet($path) {_WHERE}",  # noqa: S608  our own text, values bound
            asked,
        ).fetchone()
        count = int(counted[0]) if counted else 0
        number = min(max(number, 1), max(1, -(-count // PER_PAGE)))
        found = connection.execute(
            f"SELECT {', '.join(COLUMNS)} FROM read_parquet($path) {_WHERE} "  # noqa: S608
            f"ORDER BY file_sha256, row LIMIT {PER_PAGE} OFFSET {PER_PAGE * (number - 1)}",
            asked,
        ).fetchall()
    return Page([dict(zip(COLUMNS, row, strict=True)) for row in found], count, number)


def row_of(run: TaxRun, file_sha256: str, row: int) -> dict[str, Any]:
    """One row, or `NotFound`."""
    with connect() as connection:
        found = connection.execute(
            f"SELECT {', '.join(COLUMNS)} FROM read_parquet($path) "  # noqa: S608
            "WHERE file_sha256 = $sha AND row = $row",
            {"path": _path(run), "sha": file_sha256, "row": row},
        ).fetchone()
    if found is None:
        raise NotFound(
            "NO_SUCH_ROW",
            Text("这次计算里没有这一行。", "The run has no such row."),
            Text("请从行列表重新打开。", "Open it again from the list of rows."),
        )
    return dict(zip(COLUMNS, found, strict=True))


def _path(run: TaxRun) -> str:
    kept = run.outputs.filter(name="determinations.parquet").first()
    if kept is None:
        raise WrongState(
            "RUN_NOT_DONE",
            Text("计算还没有完成。", "The run is not finished."),
            Text("请稍后再看。", "Look again later."),
        )
    return str(ports.files().path(kept.sha256))
