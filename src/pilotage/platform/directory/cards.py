"""What the catalogue keeps of each partner: only what may be shown, read in bulk, judged by the gate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from sys import intern
from typing import Any

from pilotage.kernel.text import Text
from pilotage.platform.certification import badge, gate, rules
from pilotage.platform.certification.models import Partner
from pilotage.platform.certification.new_work import NOTHING_KNOWN, NewWork, new_work
from pilotage.platform.certification.requirements import book
from pilotage.platform.certification.rules import Facts
from pilotage.platform.directory.models import Offer, Profile, Track

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Offered:
    """A listed offer: service category and country, languages, how it is charged, its plan's row."""

    category: str
    country: str
    languages: tuple[str, ...]
    model: str
    plan_id: int


@dataclass(frozen=True, slots=True)
class Card:
    """A partner as search and matching see it from `since` until before `until`.

    `offers` holds listed ones only; a partner without any has no card. `tracks` gives
    (praise in millionths, engagements) per category. `accepting` is false while the programme gives the firm no new
    requests. No contact data.
    """

    pk: int
    ref: str
    organisation_id: int
    organisation_ref: str
    name: Text
    calendar: str
    summary: Text
    cities: tuple[str, ...]
    languages: tuple[str, ...]
    offers: tuple[Offered, ...]
    badge: bool
    accepting: bool
    capacity: int
    taken: int
    asked: int
    answered: int
    tracks: Mapping[str, tuple[int, int]]
    since: datetime
    until: datetime

    @property
    def free(self) -> int:
        return max(self.capacity - self.taken, 0)

    @property
    def pairs(self) -> frozenset[Pair]:
        return frozenset((offer.category, offer.country) for offer in self.offers)


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A partner with nothing to show; it is looked at again when time may have changed that."""

    pk: int
    since: datetime
    until: datetime


_PARTNER = (
    "pk",
    "ref",
    "standing",
    "registered_at",
    "organisation_id",
    "organisation__ref",
    "organisation__name_zh",
    "organisation__name_en",
    "organisation__calendar",
)
_PROFILE = (
    "partner_id",
    "summary_zh",
    "summary_en",
    "cities",
    "languages",
    "accepting",
    "capacity",
    "taken",
    "asked",
    "answered",
)


def read_cards(ids: Sequence[int], at: datetime) -> Iterator[Card | Unlisted]:
    """The cards of these partners as they stand at `at`; ids without a profile are unlisted."""
    for start in range(0, len(ids), gate.AT_ONCE):
        yield from _read(ids[start : start + gate.AT_ONCE], at)


def _read(ids: Sequence[int], at: datetime) -> Iterator[Card | Unlisted]:
    facts = gate.facts_of(ids)
    offers = _offers(ids)
    tracks = _tracks(ids)
    work = new_work(ids)
    profiles = {
        row[0]: row[1:] for row in Profile.objects.filter(partner_id__in=ids).values_list(*_PROFILE)
    }
    for row in Partner.objects.filter(pk__in=ids).values_list(*_PARTNER):
        pk = row[0]
        listed = _listed(facts[pk], offers[pk], at)
        since, until = _steady(facts[pk], row[3], at)
        if not listed or pk not in profiles:
            yield Unlisted(pk, since, until)
            continue
        about = tracks[pk], work.get(pk, NOTHING_KNOWN)
        yield _card(row, profiles[pk], listed, about, (since, until), at)


def _listed(facts: Facts, offers: list[Offered], at: datetime) -> tuple[Offered, ...]:
    return tuple(
        offer
        for offer in offers
        if rules.is_listed(facts, offer.category, offer.country, at, book())
    )


def _steady(facts: Facts, registered_at: datetime, at: datetime) -> tuple[datetime, datetime]:
    """When time alone changes neither the listing nor the badge."""
    by_evidence = rules.steady(facts, at, book())
    by_badge = badge.steady(registered_at, at)
    return max(by_evidence[0], by_badge[0]), min(by_evidence[1], by_badge[1])


def _card(
    partner: Sequence[Any],
    profile: Sequence[Any],
    offers: tuple[Offered, ...],
    about: tuple[Mapping[str, tuple[int, int]], NewWork],
    steady: tuple[datetime, datetime],
    at: datetime,
) -> Card:
    pk, ref, standing, registered_at, organisation_id, organisation_ref, zh, en, calendar = partner
    summary_zh, summary_en, cities, languages, accepting, capacity, taken, asked, answered = profile
    tracks, work = about
    record = badge.Record(
        standing=standing,
        registered_at=registered_at,
        services=len(offers),
        praise=sum(praise for praise, _ in tracks.values()),
        engagements=sum(rated for _, rated in tracks.values()),
        asked=asked,
        answered=answered,
        fit_weeks=work.fit_weeks,
    )
    return Card(
        pk=pk,
        ref=ref,
        organisation_id=organisation_id,
        organisation_ref=organisation_ref,
        name=Text(zh, en or zh),
        calendar=intern(calendar),
        summary=Text(summary_zh, summary_en),
        cities=tuple(intern(city["zh"]) for city in cities),
        languages=_interned(languages),
        offers=offers,
        badge=badge.is_carried(record, at),
        accepting=accepting and not work.stopped,
        capacity=capacity,
        taken=taken,
        asked=asked,
        answered=answered,
        tracks=tracks,
        since=steady[0],
        until=steady[1],
    )


def _offers(ids: Sequence[int]) -> dict[int, list[Offered]]:
    found = defaultdict(list)
    rows = Offer.objects.filter(partner_id__in=ids, withdrawn_at__isnull=True).order_by("pk")
    for pk, category, country, languages, model, plan_id in rows.values_list(
        "partner_id", "category", "country", "languages", "plan__model", "plan_id"
    ):
        offer = Offered(
            intern(category), intern(country), _interned(languages), intern(model), plan_id
        )
        found[pk].append(offer)
    return found


def _tracks(ids: Sequence[int]) -> dict[int, dict[str, tuple[int, int]]]:
    found: dict[int, dict[str, tuple[int, int]]] = defaultdict(dict)
    rows = Track.objects.filter(partner_id__in=ids)
    for pk, category, praise, engagements in rows.values_list(
        "partner_id", "category", "praise", "engagements"
    ):
        found[pk][intern(category)] = praise, engagements
    return found


def _interned(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(intern(word) for word in words)
