"""Search: words and filters in; partners, live facet counts and explained scores out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from pilotage.engines.search.facets import Filters
from pilotage.engines.search.reasons import read_as
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.directory.cards import Card, Offered, Pair
from pilotage.platform.directory.catalogue import opened
from pilotage.platform.directory.models import FeePlan
from pilotage.platform.directory.queries.partner import Measured, measured
from pilotage.platform.directory.queries.terms import Term, terms_of

PER_PAGE = 20
LONGEST = 400

__all__ = ["PER_PAGE", "Facet", "Filters", "Hit", "Price", "Results", "search"]


@dataclass(frozen=True, slots=True)
class Price:
    """What one listed service costs: its plan's items (`fees quote`)."""

    category: str
    country: str
    items: tuple[Mapping[str, object], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One partner found. `services` are its listed (category, country) pairs; `score` is the sum of `terms`.

    `price` is that of its first service that fits the filters.
    """

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
    quality: Measured
    price: Price | None
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
        cards = [catalogue.by_ref[placed.id] for placed in lines]
        understood = tuple(read_as(found.question, index.table.lexicon))
    prices = _prices(cards, filters)
    return Results(
        hits=tuple(
            _hit(card, prices.get(card.pk), placed.terms)
            for card, placed in zip(cards, lines, strict=True)
        ),
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


def _prices(cards: Iterable[Card], filters: Filters) -> dict[int, Price]:
    """The price to show of each card, by its row; all plans in one question."""
    chosen = {card.pk: _first_fitting(card.offers, filters) for card in cards}
    plans = FeePlan.objects.filter(pk__in={offer.plan_id for offer in chosen.values()})
    items = dict(plans.values_list("pk", "items"))
    return {
        pk: Price(offer.category, offer.country, tuple(items[offer.plan_id]))
        for pk, offer in chosen.items()
        if offer.plan_id in items
    }


def _first_fitting(offers: Iterable[Offered], filters: Filters) -> Offered:
    """By category and country; a card always has an offer."""
    ordered = sorted(offers, key=lambda offer: (offer.category, offer.country))
    fitting = (
        offer
        for offer in ordered
        if (not filters.category or offer.category in filters.category)
        and (not filters.country or offer.country in filters.country)
        and (not filters.fee_model or offer.model in filters.fee_model)
    )
    return next(fitting, ordered[0])


def _hit(card: Card, price: Price | None, micro: dict[str, int]) -> Hit:
    terms = terms_of(micro)
    praise = sum(praise for praise, _ in card.tracks.values())
    rated = sum(engagements for _, engagements in card.tracks.values())
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
        quality=measured(praise, rated),
        price=price,
        score=sum((term.value for term in terms), Decimal(0)),
        terms=terms,
    )
