# ruff: noqa: S608 - SQL is put together from names of our own and quoted literals
"""Findings on disk: rows of a Parquet file in the order of the listings, chosen by position and read some at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np

from pilotage.engines.listings.findings import Finding
from pilotage.engines.listings.places_in_text import marks
from pilotage.engines.listings.written import finding_json
from pilotage.engines.mill import connect
from pilotage.engines.mill.cells import literal
from pilotage.engines.mill.spans import Places

_TEXTS = ("severity", "code", "field", "sku", "text", "said")
_BATCH = 5_000
# As json.dumps writes it. Within a text its quotes would stand escaped.
_NOT_SUGGESTED = '"suggestion": null'


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which findings; blank is all. `words` stand in the SKU or in the text that was checked; `suggested`: only those with a suggestion."""

    severity: str = ""
    code: str = ""
    field: str = ""
    words: str = ""
    suggested: bool = False


@dataclass(frozen=True, slots=True)
class KeptFindings:
    """The findings in the file at `path`."""

    path: Path

    def places(self, only: Chosen) -> Places:
        """The positions of those asked for, in their order."""
        with connect() as connection:
            asked = f"SELECT position FROM {self._file} WHERE {_where(only)} ORDER BY position"
            return np.asarray(connection.execute(asked).fetchnumpy()["position"], np.int64)

    def rows(self, places: Places) -> Iterator[dict[str, Any]]:
        """What `finding_json` says of each, in order, with its `position`, the whole `text` of its field and the `marks` in it."""
        for since in range(0, len(places), _BATCH):
            some = ", ".join(map(str, places[since : since + _BATCH].tolist()))
            for position, said in self._fetch(
                f"SELECT position, said FROM {self._file} WHERE position IN ({some}) ORDER BY position"
            ):
                yield {"position": position, **json.loads(said)}

    def fields(self) -> list[tuple[str, int]]:
        """The fields with findings, each with how many, most first."""
        return self._fetch(
            f"SELECT field, count(*) FROM {self._file} GROUP BY 1 ORDER BY 2 DESC, 1"
        )

    @property
    def _file(self) -> str:
        return f"read_parquet({literal(str(self.path))})"

    def _fetch(self, sql: str) -> list[Any]:
        with connect() as connection:
            return list(connection.execute(sql).fetchall())


class FindingsWriter:
    """Writes findings as they come, some thousand at a time."""

    def __init__(self, path: Path) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        self._schema = pa.schema([("position", pa.int64()), ("row", pa.int64()), *((name, pa.string()) for name in _TEXTS)])  # fmt: skip
        self._writer = pq.ParquetWriter(path, self._schema, compression="zstd")
        self._rows: list[dict[str, Any]] = []
        self.written = self.suggested = 0

    def add(self, found: Finding, text: str) -> dict[str, Any]:
        """One more, which comes back as JSON values; `text` is the whole text of its field, blank where it has none."""
        said = finding_json(found)
        kept = said | {"text": text, "marks": marks(found, text)}
        self._rows.append({
            "position": self.written, "row": found.row, "severity": found.severity,
            "code": found.code, "field": found.field, "sku": _sound(found.sku), "text": _sound(text),
            "said": json.dumps(kept),
        })  # fmt: skip
        self.written += 1
        self.suggested += found.suggestion is not None
        if len(self._rows) >= _BATCH:
            self._flush()
        return said

    def _flush(self) -> None:
        import pyarrow as pa

        if self._rows:
            self._writer.write_table(pa.Table.from_pylist(self._rows, schema=self._schema))
            self._rows = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._flush()
        self._writer.close()


def _where(only: Chosen) -> str:
    pairs = (("severity", only.severity), ("code", only.code), ("field", only.field))
    held = [f"{name} = {_asked(value)}" for name, value in pairs if value]
    if only.suggested:
        held.append(f"NOT contains(said, {literal(_NOT_SUGGESTED)})")
    if only.words:
        words = _asked(only.words)
        held.append(f"(contains(lower(sku), lower({words})) OR contains(lower(text), lower({words})))")  # fmt: skip
    return " AND ".join(held) or "true"


def _asked(value: str) -> str:
    """As a quoted literal: NUL would end the statement."""
    return literal(_sound(value.replace("\0", "\ufffd")))


def _sound(text: str) -> str:
    """Without halves of letters, which no file of texts can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")
