"""Operations and feeds with what they do. The key of an operation is its method and path: names repeat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from pilotage.engines.sp_api.table import rows


class Kind(StrEnum):
    """What an operation does: look, write within bounds, move money, move stock, or something to be asked about."""

    READ = "READ"
    WRITE_OK = "WRITE_OK"
    NEVER_FUNDS = "NEVER_FUNDS"
    NEVER_STOCK = "NEVER_STOCK"
    REVIEW = "REVIEW"


OPEN = frozenset({Kind.READ, Kind.WRITE_OK})
NEVER = frozenset({Kind.NEVER_FUNDS, Kind.NEVER_STOCK})


@dataclass(frozen=True, slots=True)
class Operation:
    """One row of `operations.tsv`; `path` holds `{places}` to be filled."""

    kind: Kind
    dataset: str
    method: str
    path: str
    name: str

    @property
    def key(self) -> str:
        return f"{self.method} {self.path}"


@dataclass(frozen=True, slots=True)
class Feed:
    """One row of `feeds.tsv`: what `createFeed` does with this type."""

    kind: Kind
    dataset: str
    type: str

    @property
    def key(self) -> str:
        return f"feed {self.type}"


@cache
def operations() -> Mapping[str, Operation]:
    """Every known operation by its key, `METHOD /path`."""
    found = [
        Operation(Kind(row["class"]), row["dataset"], row["method"], row["path"], row["operation"])
        for row in rows("operations")
    ]
    return MappingProxyType({one.key: one for one in found})


@cache
def feeds() -> Mapping[str, Feed]:
    """Every known feed type by its key, `feed TYPE`."""
    found = [Feed(Kind(row["class"]), row["dataset"], row["feed_type"]) for row in rows("feeds")]
    return MappingProxyType({one.key: one for one in found})


def feed(type: str) -> Feed | None:
    """The feed of this type, or None when nobody classified it."""
    return feeds().get(f"feed {type}")
