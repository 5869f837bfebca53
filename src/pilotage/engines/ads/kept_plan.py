# ruff: noqa: S608 - SQL is put together from names of our own and quoted literals
"""A plan on disk: its changes as rows of a Parquet file, chosen and read a page at a time, and taken back for the sheet.

A change is known by its position, from 0, in the order of the plan; advice follows after the last change.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np

from pilotage.engines.ads.as_json import change_json
from pilotage.engines.ads.changes import Change
from pilotage.engines.ads.plan import Plan
from pilotage.engines.mill import connect
from pilotage.engines.mill.cells import literal
from pilotage.engines.mill.spans import Places

KINDS = ("bid", "pause", "negative", "harvest", "budget", "placement")
"""What changes there are, in the order in which they are shown."""
_TEXTS = ("what", "code", "entity", "campaign", "subject", "guards", "change")
_SHOWN = "position, change"
_BATCH = 20_000


@dataclass(frozen=True, slots=True)
class Only:
    """Which changes; blank is all. `campaign` is its whole name; `words` stand in the target, the term or the names of
    campaign and ad group."""

    what: str = ""
    guard: str = ""
    code: str = ""
    words: str = ""
    campaign: str = ""


@dataclass(frozen=True, slots=True)
class KeptPlan:
    """Changes `0 … changes - 1` and `advice` pieces of advice after them, in the file at `path`."""

    path: Path

    def places(self, only: Only, *, advice: bool = False) -> Places:
        """The positions of what is asked for: by kind, what costs most first."""
        order = "list_position([{}], what), weight DESC, position".format(", ".join(map(literal, KINDS)))  # fmt: skip
        return self._column("position", f"{self._where(only, advice)} ORDER BY {order}")

    def kinds(self) -> Places:
        """For each change the number of its kind in `KINDS`."""
        kinds = ", ".join(map(literal, KINDS))
        number = f"list_position([{kinds}], what) - 1"
        return self._column(number, f"{self._where(Only(), False)} ORDER BY position")

    def rows(self, places: Iterable[int]) -> list[dict[str, Any]]:
        """What `change_json` says of each, in the order asked for, with its `position`."""
        asked = [int(one) for one in places]
        if not asked:
            return []
        found = self._fetch(f"SELECT {_SHOWN} FROM {self._file} WHERE position IN ({', '.join(map(str, asked))})")  # fmt: skip
        by_place = {place: {"position": place, **json.loads(text)} for place, text in found}
        return [by_place[one] for one in asked if one in by_place]

    def guards(self) -> list[tuple[str, int]]:
        """The guards that shaped changes, each with how many, most first."""
        each = (
            f"SELECT unnest(string_split(guards, ' ')) AS guard FROM {self._file} WHERE NOT advice"
        )
        return self._fetch(f"SELECT guard, count(*) FROM ({each}) WHERE guard <> '' GROUP BY 1 ORDER BY 2 DESC, 1")  # fmt: skip

    def campaigns(self, most: int) -> list[tuple[str, int]]:
        """The campaigns with changes, each with how many, most first, at most `most` of them."""
        held = f"FROM {self._file} WHERE NOT advice AND campaign <> ''"
        return self._fetch(f"SELECT campaign, count(*) {held} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {most:d}")  # fmt: skip

    def changes(self, places: Places) -> Iterator[Change]:
        """The changes at these positions as the sheet writes them, in the order of the plan."""
        for since in range(0, len(places), _BATCH):
            for row in self.rows(np.sort(places)[since : since + _BATCH]):
                yield _change(row)

    @property
    def _file(self) -> str:
        return f"read_parquet({literal(str(self.path))})"

    def _where(self, only: Only, advice: bool) -> str:
        held = ["advice" if advice else "NOT advice"]
        held += [f"{name} = {_asked(value)}" for name, value in (("what", only.what), ("code", only.code), ("campaign", only.campaign)) if value]  # fmt: skip
        if only.guard:
            held.append(f"list_contains(string_split(guards, ' '), {_asked(only.guard)})")
        if only.words:
            held.append(f"(contains(lower(subject), lower({_asked(only.words)})) OR contains(lower(campaign), lower({_asked(only.words)})))")  # fmt: skip
        return " AND ".join(held)

    def _column(self, name: str, rest: str) -> Places:
        with connect() as connection:
            found = connection.execute(
                f"SELECT {name} AS one FROM {self._file} WHERE {rest}"
            ).fetchnumpy()
        return np.asarray(found["one"], np.int64)

    def _fetch(self, sql: str) -> list[Any]:
        with connect() as connection:
            return list(connection.execute(sql).fetchall())


def keep_plan(found: Plan, path: Path) -> KeptPlan:
    """Write the changes and the advice of a plan."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([("position", pa.int64()), ("advice", pa.bool_()), ("weight", pa.float64()), *((name, pa.string()) for name in _TEXTS)])  # fmt: skip
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        everything = [*((one, False) for one in found.changes), *((one, True) for one in found.advice)]  # fmt: skip
        for since in range(0, len(everything), _BATCH):
            rows = [
                _row(n, *one) for n, one in enumerate(everything[since : since + _BATCH], since)
            ]
            writer.write_table(pa.Table.from_pylist(rows, schema=schema))
    return KeptPlan(path)


def _row(position: int, one: Change, advice: bool) -> dict[str, Any]:
    ids = one.ids
    subject = " ".join(filter(None, (ids.get("targeting"), str(one.says.get("term", "")), ids.get("ad_group_name"))))  # fmt: skip
    return {
        "position": position, "advice": advice, "weight": float(one.evidence.get("spend") or 0),
        "what": one.what, "code": one.code, "entity": one.entity,
        "campaign": ids.get("campaign_name", ""), "subject": subject,
        "guards": " ".join(one.guards),
        "change": json.dumps(change_json(one), ensure_ascii=False),
    }  # fmt: skip


def _change(row: dict[str, Any]) -> Change:
    """A change as the sheet needs it: numbers of JSON spell the decimals they came from."""
    return Change(
        row["entity"], row["operation"], row["what"], row["ids"], _exact(row["from"]),
        _exact(row["to"]) or "", row["reason_code"], row["evidence"], row["expected"],
        tuple(row["guard"]), row.get("says", {}),
    )  # fmt: skip


def _exact(value: Any) -> Decimal | str | None:
    return value if value is None or isinstance(value, str) else Decimal(str(value))


def _asked(value: str) -> str:
    """As a quoted literal: NUL would end the statement."""
    return literal(value.replace("\0", "\ufffd"))
