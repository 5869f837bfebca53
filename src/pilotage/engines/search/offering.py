"""A profile as rows of the index: services with their places and dates, offers for the facets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import IntEnum
from typing import NamedTuple

from pilotage.engines.search.evidence import SOLID, Evidence, Offered, read_profile
from pilotage.engines.search.lexicon import Lexicon
from pilotage.engines.search.profile import Offer, Profile

ALWAYS_FROM, ALWAYS_UNTIL = 0, 2**31 - 1
_CERTIFIED = 12


class Standing(IntEnum):
    """How a partner stands to a service."""

    OFFERS = 0
    CASES_ONLY = 1
    PASSES_ON = 2


class ServiceRow(NamedTuple):
    """One service of one partner while `begins` ≤ day ≤ `ends` (proleptic ordinals).

    `share` (0 … 255): how much of the partner's business it is, measured by its largest service.
    """

    concept: str
    standing: Standing
    share: int
    places: frozenset[str]
    begins: int = ALWAYS_FROM
    ends: int = ALWAYS_UNTIL


class Offering(NamedTuple):
    """Everything the index keeps of a profile beside its text."""

    services: tuple[ServiceRow, ...]
    offers: tuple[Offer, ...]
    evidence: Evidence


def offering(profile: Profile, lexicon: Lexicon) -> Offering:
    """The rows of a profile; certified offers overrule what its text claims."""
    evidence = read_profile(profile.fields, lexicon)
    if profile.offers:
        rows = _certified(profile.offers, evidence, lexicon)
        return Offering(tuple(rows), profile.offers, evidence)
    rows = _claimed(evidence, lexicon)
    return Offering(tuple(rows), tuple(_claimed_offers(rows, lexicon)), evidence)


def interval(begins: date | None, ends: date | None) -> tuple[int, int]:
    """Dates as inclusive ordinals, open ends as the extremes."""
    return (
        begins.toordinal() if begins else ALWAYS_FROM,
        ends.toordinal() if ends else ALWAYS_UNTIL,
    )


def _claimed(evidence: Evidence, lexicon: Lexicon) -> list[ServiceRow]:
    most = _most(evidence.offers)
    rows = []
    for concept, offered in evidence.offers.items():
        places = offered.places | set(lexicon.concepts[concept].serves)
        if offered.everywhere or not places:
            places |= evidence.sites
        share = min(255, 255 * offered.weight // most)
        rows.append(ServiceRow(concept, _standing(offered), share, frozenset(places)))
    return rows


def _standing(offered: Offered) -> Standing:
    if offered.weight >= SOLID:
        return Standing.OFFERS
    return Standing.CASES_ONLY if offered.weight else Standing.PASSES_ON


def _most(offers: Mapping[str, Offered]) -> int:
    return max((o.weight for o in offers.values()), default=0) or 1


def _claimed_offers(rows: Iterable[ServiceRow], lexicon: Lexicon) -> list[Offer]:
    pairs = {
        (lexicon.concepts[row.concept].category, place)
        for row in rows
        if row.standing is Standing.OFFERS and lexicon.concepts[row.concept].category
        for place in _countries(row.places, lexicon)
    }
    return [Offer(category, country) for category, country in sorted(pairs)]


def _countries(places: Iterable[str], lexicon: Lexicon) -> set[str]:
    found: set[str] = set()
    for place in places:
        region = lexicon.regions.get(place)
        found.update(region.members if region else (place,))
    return found


def _certified(offers: Iterable[Offer], evidence: Evidence, lexicon: Lexicon) -> list[ServiceRow]:
    spans: dict[tuple[str, int, int], set[str]] = {}
    for offer in offers:
        span = interval(offer.valid_from, offer.valid_until)
        for concept in _concepts_of(offer, evidence, lexicon):
            family = lexicon.concepts[concept].broader
            for code in filter(None, (concept, family)):
                spans.setdefault((code, *span), set()).add(offer.country)
    weights = _weights(spans, evidence, lexicon)
    most = max(weights.values(), default=1)
    rows = [
        ServiceRow(code, Standing.OFFERS, 255 * weights[code] // most, frozenset(places), *span)
        for (code, *span), places in spans.items()
    ]
    free = {c: o for c, o in evidence.offers.items() if not _regulated(c, lexicon)}
    return rows + [row for row in _claimed(evidence, lexicon) if row.concept in free]


def _regulated(code: str, lexicon: Lexicon) -> bool:
    """Whether the programme certifies this service, itself or by its family's members."""
    concept = lexicon.concepts[code]
    return bool(concept.category or concept.narrower)


def _weights(
    spans: Iterable[tuple[str, int, int]], evidence: Evidence, lexicon: Lexicon
) -> dict[str, int]:
    return {
        code: _CERTIFIED + (evidence.offers[code].weight if code in evidence.offers else 0)
        for code, *_ in spans
    }


def _concepts_of(offer: Offer, evidence: Evidence, lexicon: Lexicon) -> list[str]:
    """What a category means in a country: in Japan VAT filing is the consumption tax."""
    every = [lexicon.concepts[code] for code in lexicon.of_category(offer.category)]
    local = [c for c in every if offer.country in _countries(c.serves, lexicon)]
    meant = [c.code for c in local or [c for c in every if not c.serves]]
    return [c for c in meant if c in evidence.offers] or meant[:1]
