"""Search: words and filters in; partners, live facet counts and explained scores out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from pilotage.engines.search.facets import Filters
from pilotage.engines.search.reasons import read_as
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.directory.cards import Card, Pair
from pilotage.platform.directory.catalogue import opened
from pilotage.platform.directory.queries.terms import Term, terms_of

PER_PAGE = 20
LONGEST = 400

__all__ = ["PER_PAGE", "Facet", "Filters", "Hit", "Results", "search"]


@dataclass(frozen=True, slots=True)
class Hit:
    """One partner found. `services` are its listed (category, country) pairs; `score` is the sum of `terms`."""

    ref: str
    name: Text
    summary: Text
    cities: tuple[str, ...]
    languages: tuple[str, ...]
    services: tuple[Pair, ...]
    badge: bool
    accepting: bool
    free: int
    capacity: int
    score: Decimal
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Facet:
    """How many partners would remain with this value, the other facets' choices kept."""

    value: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Results:
    """One page; `read_as` says what the words were taken to mean. Replayable from `ranking_version`, `seed` and the inputs."""

    hits: tuple[Hit, ...]
    total: int
    page: int
    pages: int
    facets: Mapping[str, tuple[Facet, ...]]
    read_as: tuple[Text, ...]
    ranking_version: str
    seed: int


def search(viewer: Viewer, text: str, filters: Filters, *, seed: int, page: int) -> Results:
    """Listed partners only, best first, 20 a page; `page` counts from 1."""
    with opened(viewer.at) as catalogue:
        index = catalogue.index
        found = index.search(text[:LONGEST], on=viewer.at.date(), filters=filters, seed=str(seed))
        pages = max(-(-found.total // PER_PAGE), 1)
        shown = min(max(page, 1), pages)
        lines = found.top(shown * PER_PAGE)[(shown - 1) * PER_PAGE :]
        hits = tuple(_hit(catalogue.by_ref[placed.id], placed.terms) for placed in lines)
        understood = tuple(read_as(found.question, index.table.lexicon))
    return Results(
        hits=hits,
        total=found.total,
        page=shown,
        pages=pages,
        facets={name: _facets(filters, name, counts) for name, counts in found.facets.items()},
        read_as=understood,
        ranking_version=found.ranked.version,
        seed=seed,
    )


def _facets(filters: Filters, name: str, counts: Mapping[str, int]) -> tuple[Facet, ...]:
    held = getattr(filters, name)
    chosen = held if isinstance(held, frozenset) else {str(held).lower()}
    missing = dict.fromkeys(sorted(chosen - set(counts) - {"none"}), 0)
    return tuple(Facet(value, n, value in chosen) for value, n in {**counts, **missing}.items())


def _hit(card: Card, micro: dict[str, int]) -> Hit:
    terms = terms_of(micro)
    return Hit(
        ref=card.ref,
        name=card.name,
        summary=card.summary,
        cities=card.cities,
        languages=card.languages,
        services=tuple((offer.category, offer.country) for offer in card.offers),
        badge=card.badge,
        accepting=card.accepting,
        free=card.free,
        capacity=card.capacity,
        score=sum((term.value for term in terms), Decimal(0)),
        terms=terms,
    )
