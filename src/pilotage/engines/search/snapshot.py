"""An index as one file of plain arrays and JSON (no pickle), so that a process starts at once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pilotage.engines.search.columns import Column, Postings
from pilotage.engines.search.index import Index
from pilotage.engines.search.lexicon import Lexicon
from pilotage.engines.search.table import Columns, Table, Values
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text

FORMAT = 1
_GROUPS = ("services", "cities", "tracks")
_VALUES = ("categories", "countries", "languages", "fee_models")


def save(index: Index, path: Path) -> None:
    """Writes the index to `path`, whole or not at all."""
    beside = path.with_name(path.name + ".part")
    beside.write_bytes(to_bytes(index))
    beside.replace(path)


def load(path: Path, lexicon: Lexicon | None = None) -> Index:
    """The index saved at `path`; `Invalid` when it is of another format or another lexicon."""
    return from_bytes(path.read_bytes(), lexicon)


def to_bytes(index: Index) -> bytes:
    """The index as bytes."""
    table = index.table
    arrays = {f"text/{k}": v for k, v in table.text.arrays().items()}
    arrays |= _columns("rows", table.rows) | _columns("offers", table.offers)
    for group in _GROUPS:
        for name, columns in getattr(table, group).items():
            arrays |= _columns(f"{group}/{name}", columns)
    head = {
        "format": FORMAT,
        "concepts": sorted(table.lexicon.concepts),
        "places": table.places,
        "ids": table.ids,
        "values": {name: getattr(table, name).numbers for name in _VALUES},
    }
    arrays["head"] = np.frombuffer(json.dumps(head).encode(), dtype=np.uint8)
    held = BytesIO()
    np.savez(held, **arrays)  # type: ignore[arg-type]
    return held.getvalue()


def from_bytes(data: bytes, lexicon: Lexicon | None = None) -> Index:
    """The index that `to_bytes` gave."""
    index = Index(lexicon=lexicon)
    with np.load(BytesIO(data), allow_pickle=False) as arrays:
        head = json.loads(arrays["head"].tobytes())
        table = index.table
        if head["format"] != FORMAT or head["concepts"] != sorted(table.lexicon.concepts):
            raise Invalid("search.snapshot_stale", _STALE, _REBUILD)
        _fill(table, head, {name: arrays[name] for name in arrays.files})
    return index


def _fill(table: Table, head: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> None:
    table.ids = list(head["ids"])
    table.places = dict(head["places"])
    for name in _VALUES:
        setattr(table, name, Values(dict(head["values"][name])))
    table.text = Postings.of_arrays({k[5:]: v for k, v in arrays.items() if k.startswith("text/")})
    table.rows, table.offers = _read("rows", arrays), _read("offers", arrays)
    for group in _GROUPS:
        names = {k.split("/")[1] for k in arrays if k.startswith(f"{group}/")}
        setattr(table, group, {name: _read(f"{group}/{name}", arrays) for name in sorted(names)})
    alive = table.rows.view("alive")
    table.row_of = {table.ids[row]: row for row in np.flatnonzero(alive).tolist()}


def _columns(prefix: str, columns: Columns) -> dict[str, NDArray[Any]]:
    return {f"{prefix}/{name}": columns.view(name) for name in columns}


def _read(prefix: str, arrays: Mapping[str, NDArray[Any]]) -> Columns:
    begin = f"{prefix}/"
    return Columns(
        {
            name[len(begin) :]: Column(data.dtype.type, data)
            for name, data in arrays.items()
            if name.startswith(begin)
        }
    )


_STALE = Text("搜索快照与当前词库不符", "the search snapshot belongs to another lexicon")
_REBUILD = Text("请从资料重建索引", "build the index from the profiles again")
