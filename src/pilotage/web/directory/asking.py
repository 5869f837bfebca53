"""What the address of a search asks for, and back: words, facets, page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import product
from urllib.parse import urlencode

from django.http import QueryDict

from pilotage.kernel.text import Text
from pilotage.platform.directory.queries import Filters

# Facet → the name of its box in the form (and so in the address), and its heading.
FIELDS = {
    "country": ("country", Text("国家站点", "Country site")),
    "category": ("category", Text("服务类目", "Service")),
    "languages": ("language", Text("语言", "Language")),
    "fee_model": ("model", Text("资费模式", "Way of charging")),
    "badge": ("badge", Text("标识", "Badge")),
    "accepting": ("accepting", Text("可接单", "Taking work")),
}
_FLAGS = ("badge", "accepting")
LONGEST_PAGE = 5


@dataclass(frozen=True, slots=True)
class Question:
    """Words, filters and the page of results."""

    text: str
    filters: Filters
    page: int = 1

    @property
    def address(self) -> str:
        """The query part of its address, page left out."""
        return urlencode(list(self._fields()))

    @property
    def needs_address(self) -> str:
        """Every chosen service in every chosen country: `vat_filing:DE,vat_filing:FR`."""
        chosen = product(sorted(self.filters.category), sorted(self.filters.country))
        return ",".join(f"{category}:{country}" for category, country in chosen)

    def held(self) -> list[str]:
        """The facets that hold something back."""
        return [name for name in FIELDS if getattr(self.filters, name)]

    def without(self, facet: str) -> Question:
        """The same with one facet open again."""
        if facet in _FLAGS:
            return replace(self, filters=_with_flags(self.filters, **{facet: None}), page=1)
        return replace(self, filters=_with_sets(self.filters, **{facet: frozenset()}), page=1)

    def _fields(self) -> Iterable[tuple[str, str]]:
        if self.text:
            yield "q", self.text
        for facet, (field, _) in FIELDS.items():
            held = getattr(self.filters, facet)
            values = sorted(held) if isinstance(held, frozenset) else ["true"] if held else []
            yield from ((field, value) for value in values)


def question_of(data: QueryDict) -> Question:
    """From an address; what cannot be read is left out."""
    chosen = {facet: frozenset(data.getlist(field)) - {""} for facet, (field, _) in FIELDS.items()}
    flags = {facet: "true" in chosen.pop(facet) or None for facet in _FLAGS}
    filters = _with_flags(_with_sets(Filters(), **chosen), **flags)
    return Question(data.get("q", "").strip(), filters, _page(data.get("page", "1")))


def _with_sets(filters: Filters, **sets: frozenset[str]) -> Filters:
    return replace(filters, **sets)  # type: ignore[arg-type]


def _with_flags(filters: Filters, **flags: bool | None) -> Filters:
    return replace(filters, **flags)  # type: ignore[arg-type]


def _page(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_PAGE else 1
