"""Filters over single offers, and exact counts of distinct partners per facet value.

Within a facet any chosen value will do; across facets all must hold, for one and the same offer.
Each facet's counts leave its own filter out, so that a reader sees what choosing another would give.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pilotage.engines.search.columns import bits
from pilotage.engines.search.table import Table, Values

OFFER_FACETS = ("country", "category", "languages", "fee_model")
FACETS = (*OFFER_FACETS, "badge", "accepting")
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Filters:
    """What was chosen; empty or None leaves a facet open."""

    country: frozenset[str] = frozenset()
    category: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    fee_model: frozenset[str] = frozenset()
    badge: bool | None = None
    accepting: bool | None = None

    @property
    def of_offers(self) -> list[str]:
        """The chosen facets that speak of an offer."""
        return [name for name in OFFER_FACETS if getattr(self, name)]


class Facets:
    """One question's filters over the table on a day; `base` says which rows may count at all."""

    def __init__(self, table: Table, filters: Filters, base: Mask, day: int) -> None:
        self._table, self._filters, self._base = table, filters, base
        offers = table.offers
        valid = (offers.view("begins") <= day) & (offers.view("ends") >= day)
        # From here on only the offers that may count at all: mostly few of many.
        counting = np.flatnonzero(valid & base[offers.view("row")])
        self._rows = offers.view("row")[counting]
        self._held = {name: offers.view(name)[counting] for name in OFFER_FACETS}
        self._passing = {name: self._passes(name) for name in filters.of_offers}
        self._flags = {
            name: table.rows.view(name) == wanted
            for name in ("badge", "accepting")
            if (wanted := getattr(filters, name)) is not None
        }

    def hits(self) -> Mask:
        """Rows that pass every filter."""
        return self._kept(self._offers_without(""), self._flag_without(""), self._filters.of_offers)

    def counts(self) -> dict[str, dict[str, int]]:
        """Facet → value → number of partners."""
        found = {name: self._count_offers(name) for name in OFFER_FACETS}
        return found | {name: self._count_flag(name) for name in ("badge", "accepting")}

    def _passes(self, name: str) -> Mask:
        wanted = np.uint64(bits(getattr(self._filters, name), _values(self._table, name).numbers))
        passing: Mask = (self._held[name] & wanted) != 0
        return passing

    def _offers_without(self, left_out: str) -> Mask | slice:
        """The offers that pass every filter but one; a slice of all when there is no other."""
        others = [passing for name, passing in self._passing.items() if name != left_out]
        return np.logical_and.reduce(others) if others else slice(None)

    def _flag_without(self, left_out: str) -> Mask:
        mask = self._base
        for name, passing in self._flags.items():
            if name != left_out:
                mask = mask & passing
        return mask

    def _kept(self, offers: Mask | slice, rows: Mask, offer_filters: list[str]) -> Mask:
        with_one = np.zeros(len(rows), dtype=bool)
        with_one[self._rows[offers]] = True
        if not offer_filters:
            with_one |= ~self._table.rows.view("with_offers")
        return rows & with_one

    def _count_offers(self, name: str) -> dict[str, int]:
        chosen = self._offers_without(name)
        rows, held = self._rows[chosen], self._held[name][chosen]
        if self._flags:
            flagged = self._flag_without(name)[rows]
            rows, held = rows[flagged], held[flagged]
        return _distinct(rows, held, _values(self._table, name))

    def _count_flag(self, name: str) -> dict[str, int]:
        kept = self._kept(
            self._offers_without(""), self._flag_without(name), self._filters.of_offers
        )
        flag = self._table.rows.view(name)[kept]
        counts = {"true": int(flag.sum()), "false": int((~flag).sum())}
        return {value: n for value, n in counts.items() if n}


def _values(table: Table, name: str) -> Values:
    return {
        "country": table.countries,
        "category": table.categories,
        "languages": table.languages,
        "fee_model": table.fee_models,
    }[name]


def _distinct(rows: NDArray[np.intp], held: NDArray[np.uint64], values: Values) -> dict[str, int]:
    """Partners per value; offers of one partner lie together, so their bits are joined first."""
    if not len(rows):
        return {}
    begins = np.flatnonzero(np.diff(rows, prepend=-1))
    joined = np.bitwise_or.reduceat(held, begins)
    counts = {
        code: int(np.count_nonzero(joined & np.uint64(1 << number)))
        for code, number in values.numbers.items()
    }
    return dict(
        sorted(((c, n) for c, n in counts.items() if n), key=lambda each: (-each[1], each[0]))
    )
