"""One listing as a file states it: its texts by field, its facts, and the columns nobody here knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

Kind = Literal["title", "highlights", "bullet", "description", "search_terms"]


class Written(NamedTuple):
    """One text: `field` is its name in answers (`bullet_2`), `tag` the language its column declares."""

    kind: Kind
    field: str
    text: str
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A row to check. `facts` hold brand, size, voltage and the like by field; `other` the columns that are unknown or
    meant for another store or language.

    `has_title` is false where the file has no column for a title: then a missing one is no fault of the row.
    """

    row: int
    sku: str
    texts: tuple[Written, ...]
    facts: Mapping[str, str] = field(default_factory=dict)
    other: Mapping[str, str] = field(default_factory=dict)
    has_title: bool = True

    def of(self, kind: Kind) -> tuple[Written, ...]:
        """The texts of a kind that hold anything, in order."""
        return tuple(w for w in self.texts if w.kind == kind and w.text.strip())

    def fact(self, name: str) -> str:
        return self.facts.get(name, "")

    @property
    def brand(self) -> str:
        return self.fact("brand")

    @property
    def taken_down(self) -> bool:
        """Whether the row asks Amazon to delete the listing: then its texts do not matter."""
        return self.fact("action").strip().casefold() in _DELETES

    def with_text(self, name: str, text: str) -> Listing:
        """The same listing with another text in the field `name`."""
        return replace(
            self, texts=tuple(w._replace(text=text) if w.field == name else w for w in self.texts)
        )


class Reject(NamedTuple):
    """A row that cannot be checked, from 1; `reason` is one of `REASONS`."""

    row: int
    reason: str
    shown: str


_DELETES = {"delete", "löschen", "supprimer", "elimina", "eliminar", "删除", "削除"}
