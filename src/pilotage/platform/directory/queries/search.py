"""Search: words and filters in; partners, live facet counts and explained scores out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.directory import finding
from pilotage.platform.directory.cards import Card, Pair
from pilotage.platform.directory.catalogue import opened
from pilotage.platform.directory.finding import Filters
from pilotage.platform.directory.queries.terms import Term, terms_of

PER_PAGE = 20

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
    """One page. Replayable from `ranking_version`, `seed` and the inputs."""

    hits: tuple[Hit, ...]
    total: int
    page: int
    pages: int
    facets: Mapping[str, tuple[Facet, ...]]
    corrections: tuple[tuple[str, str], ...]
    ranking_version: str
    seed: int


def search(viewer: Viewer, text: str, filters: Filters, *, seed: int, page: int) -> Results:
    """Listed partners only, best first, 20 a page; `page` counts from 1."""
    with opened(viewer.at) as catalogue:
        found = finding.find(catalogue, text, filters, str(seed))
        pages = max(-(-found.total // PER_PAGE), 1)
        shown = min(max(page, 1), pages)
        lines = found.ranked.top(shown * PER_PAGE)[(shown - 1) * PER_PAGE :]
        hits = tuple(_hit(found.card(placed.id), placed.terms) for placed in lines)
    return Results(
        hits=hits,
        total=found.total,
        page=shown,
        pages=pages,
        facets={
            name: tuple(Facet(value, n, filters.chosen(name, value)) for value, n in counts.items())
            for name, counts in found.facets.items()
        },
        corrections=found.corrections,
        ranking_version=found.ranked.version,
        seed=seed,
    )


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
