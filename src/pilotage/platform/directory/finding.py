"""Which cards answer a question, with live counts per facet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from pilotage.engines.search.ranking import Ranked
from pilotage.platform.directory import eligibility
from pilotage.platform.directory.cards import Card
from pilotage.platform.directory.catalogue import Catalogue

FACETS = ("countries", "categories", "languages", "models", "badge", "accepting")


@dataclass(frozen=True, slots=True)
class Filters:
    """Within a facet any value will do, across facets all hold, for one and the same offer."""

    countries: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    models: frozenset[str] = frozenset()
    badge: bool | None = None
    accepting: bool | None = None

    def chosen(self, facet: str, value: str) -> bool:
        held = getattr(self, facet)
        return value in held if isinstance(held, frozenset) else str(held).lower() == value


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that answers, ranked, with counts per facet value (falling)."""

    cards: Mapping[str, Card]
    ranked: Ranked
    total: int
    facets: Mapping[str, Mapping[str, int]]
    corrections: tuple[tuple[str, str], ...] = ()

    def card(self, ref: str) -> Card:
        return self.cards[ref]


def find(catalogue: Catalogue, text: str, filters: Filters, seed: str) -> Found:
    """Cards that match the words and the filters."""
    matching = [card for card in catalogue.cards.values() if _has_words(card, text)]
    kept = [card for card in matching if _values(card, filters) is not None]
    ranked = eligibility.ranked(kept, sorted(filters.categories), catalogue, seed)
    return Found(
        cards={card.ref: card for card in kept},
        ranked=ranked,
        total=len(kept),
        facets={facet: _counts(matching, filters, facet) for facet in FACETS},
    )


def _has_words(card: Card, text: str) -> bool:
    written = f"{card.name.zh} {card.name.en} {card.summary.zh} {card.summary.en}".lower()
    return all(word in written for word in text.lower().split())


def _values(card: Card, filters: Filters) -> Mapping[str, set[str]] | None:
    """The facet values of the offers that pass, None when no offer does."""
    if filters.badge not in (None, card.badge) or filters.accepting not in (None, card.accepting):
        return None
    passing = [
        offer
        for offer in card.offers
        if (not filters.countries or offer.country in filters.countries)
        and (not filters.categories or offer.category in filters.categories)
        and (not filters.models or offer.model in filters.models)
        and (not filters.languages or filters.languages & set(offer.languages))
    ]
    if not passing:
        return None
    return {
        "countries": {offer.country for offer in passing},
        "categories": {offer.category for offer in passing},
        "languages": {language for offer in passing for language in offer.languages},
        "models": {offer.model for offer in passing},
        "badge": {str(card.badge).lower()},
        "accepting": {str(card.accepting).lower()},
    }


def _counts(cards: Iterable[Card], filters: Filters, facet: str) -> Mapping[str, int]:
    empty = None if facet in ("badge", "accepting") else frozenset()
    freed = replace(filters, **{facet: empty})
    counts: Counter[str] = Counter()
    for card in cards:
        values = _values(card, freed)
        if values is not None:
            counts.update(values[facet])
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
