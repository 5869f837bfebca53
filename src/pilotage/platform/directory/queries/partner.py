"""One partner as everybody may see it: read from the tables, judged by the gate, without contact data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import numpy as np

from pilotage.engines.search.quality import UNKNOWN, posterior
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.certification import badge, gate, identifiers, rules, states
from pilotage.platform.certification.models import Credential, Partner
from pilotage.platform.certification.new_work import NOTHING_KNOWN, NewWork, new_work
from pilotage.platform.certification.queries import no_such_partner
from pilotage.platform.certification.requirements import book, credential_kinds
from pilotage.platform.certification.rules import Evidence, Facts
from pilotage.platform.directory.models import Offer, Profile, Track
from pilotage.platform.directory.presentation import Case


@dataclass(frozen=True, slots=True)
class OfferShown:
    """A listed offer with its plan's items (`fees quote`), and when the listing ends by time alone."""

    ref: str
    category: str
    country: str
    languages: tuple[str, ...]
    plan_ref: str
    plan_name: Text
    fee_model: str
    currency: str
    items: tuple[dict[str, object], ...]
    listed_until: datetime | None


@dataclass(frozen=True, slots=True)
class CredentialShown:
    """Accepted evidence in force. `verdict` speaks of the number's form only; `in_grace`: a look or an audit is due."""

    kind: str
    name: Text
    issuer: str
    number: str
    valid_from: date | None
    valid_until: date | None
    last_checked: datetime | None
    verdict: Text
    in_grace: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """A share from `n` cases: what is likely, and the interval (about 90 %); `n` 0 means unknown, not perfect."""

    mean: Decimal
    low: Decimal
    high: Decimal
    n: int


@dataclass(frozen=True, slots=True)
class PartnerPage:
    """Everything public about a partner. `stopped`: why the programme gives it no new requests (`block`, `board`).

    `badge_coming` are announced rules of the badge: from when, which version, what would be missing.
    """

    ref: str
    name: Text
    summary: Text
    website: str
    cities: tuple[Text, ...]
    languages: tuple[str, ...]
    cases: tuple[Case, ...]
    offers: tuple[OfferShown, ...]
    credentials: tuple[CredentialShown, ...]
    badge: bool
    badge_missing: tuple[Text, ...]
    badge_version: str
    badge_coming: tuple[tuple[datetime, str, tuple[Text, ...]], ...]
    quality: Measured
    answering: Measured
    accepting: bool
    stopped: str
    capacity: int
    free: int
    since: datetime


def partner(viewer: Viewer, ref: str) -> PartnerPage:
    """The page of a partner listed for something now; the firm itself and the programme see it always."""
    found = Partner.objects.select_related("organisation").filter(ref=ref).first()
    if found is None:
        raise no_such_partner()
    facts = gate.facts_of([found.pk])[found.pk]
    offers = _offers(found.pk, facts, viewer.at)
    insider = viewer.is_operator or viewer.organisation_id == found.organisation_id
    if not offers and not insider:
        raise no_such_partner()
    profile = Profile.objects.filter(partner=found).first() or Profile(partner=found)
    return _page(found, profile, offers, viewer.at)


def measures_hold(viewer: Viewer, found: Partner) -> bool:
    """Whether ratings and answers hold as the badge asks, now; what a week of the scorecard is counted by."""
    check_may(viewer, "standing.set")
    profile = Profile.objects.filter(partner=found).first() or Profile(partner=found)
    return badge.holds(_record(found, profile, 0, NOTHING_KNOWN), viewer.at)


def measured(good: int, n: int) -> Measured:
    """From the sum of successes in millionths; starts from the common prior."""
    mean, doubt = posterior(np.array([good]), np.array([n]), UNKNOWN)
    middle, spread = Decimal(int(mean[0])).scaleb(-6), Decimal(int(doubt[0])).scaleb(-6)
    reach = spread * Decimal("1.645")
    low, high = max(middle - reach, Decimal(0)), min(middle + reach, Decimal(1))
    return Measured(round(middle, 3), round(low, 3), round(high, 3), n)


def _page(
    found: Partner, profile: Profile, offers: tuple[OfferShown, ...], at: datetime
) -> PartnerPage:
    work = new_work([found.pk]).get(found.pk, NOTHING_KNOWN)
    record = _record(found, profile, len(offers), work)
    version = badge.in_force(at)
    gaps = badge.missing(record, at)
    firm = found.organisation
    return PartnerPage(
        ref=found.ref,
        name=firm.name,
        summary=Text(profile.summary_zh, profile.summary_en or profile.summary_zh),
        website=profile.website,
        cities=tuple(Text(city["zh"], city["en"]) for city in profile.cities),
        languages=tuple(profile.languages),
        cases=tuple(Case.of(fields) for fields in profile.cases),
        offers=offers,
        credentials=_credentials(found.pk, at),
        badge=not gaps,
        badge_missing=gaps,
        badge_version=version.version if version else "",
        badge_coming=tuple(
            (coming.begins, coming.version, badge.missing_under(record, coming, at))
            for coming in badge.coming(at)
        ),
        quality=measured(record.praise, record.engagements),
        answering=measured(profile.answered * 1_000_000, profile.asked),
        accepting=profile.accepting and not work.stopped,
        stopped=work.stopped,
        capacity=profile.capacity,
        free=max(profile.capacity - profile.taken, 0),
        since=found.registered_at,
    )


def _record(found: Partner, profile: Profile, services: int, work: NewWork) -> badge.Record:
    praise, rated = _track(found.pk)
    return badge.Record(
        standing=found.standing,
        registered_at=found.registered_at,
        services=services,
        praise=praise,
        engagements=rated,
        asked=profile.asked,
        answered=profile.answered,
        fit_weeks=work.fit_weeks,
    )


def _offers(partner_id: int, facts: Facts, at: datetime) -> tuple[OfferShown, ...]:
    rows = Offer.objects.filter(partner_id=partner_id, withdrawn_at__isnull=True)
    shown = []
    for offer in rows.select_related("plan").order_by("category", "country"):
        if rules.is_listed(facts, offer.category, offer.country, at, book()):
            until = rules.listed_until(facts, offer.category, offer.country, at, book())
            shown.append(_offer(offer, until))
    return tuple(shown)


def _offer(offer: Offer, until: datetime | None) -> OfferShown:
    plan = offer.plan
    return OfferShown(
        ref=offer.ref,
        category=offer.category,
        country=offer.country,
        languages=tuple(offer.languages),
        plan_ref=plan.ref,
        plan_name=Text(plan.name_zh, plan.name_en or plan.name_zh),
        fee_model=plan.model,
        currency=plan.currency,
        items=tuple(plan.items),
        listed_until=None if until == rules.NEVER else until,
    )


def _credentials(partner_id: int, at: datetime) -> tuple[CredentialShown, ...]:
    rows = Credential.objects.filter(partner_id=partner_id, state=states.Credential.ACCEPTED)
    held = list(rows.select_related("holder").order_by("kind", "pk"))
    in_force = zip(held, gate.evidence_of(held), strict=True)
    return tuple(_credential(row, one, at) for row, one in in_force if _counts(one, at))


def _counts(one: Evidence, at: datetime) -> bool:
    versions = book().accepted(at)
    return any(rules.counts(one, version.terms_of(one.kind), at) for version in versions)


def _credential(row: Credential, one: Evidence, at: datetime) -> CredentialShown:
    terms = book().in_force(at).terms_of(one.kind)
    return CredentialShown(
        kind=row.kind,
        name=credential_kinds()[row.kind],
        issuer=row.issuer,
        number=row.number,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        last_checked=row.last_checked,
        verdict=identifiers.verdict(row.well_formed),
        in_grace=rules.grace(one, terms)[0] <= at,
    )


def _track(partner_id: int) -> tuple[int, int]:
    rows: Sequence[Any] = Track.objects.filter(partner_id=partner_id).values_list(
        "praise", "engagements"
    )
    return sum(praise for praise, _ in rows), sum(n for _, n in rows)
