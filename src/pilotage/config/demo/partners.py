"""Invented partners, written in bulk as the actions would have left them, a thousand at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from random import Random

from django.db import transaction
from django.db.models import Model

from pilotage.config.demo.chain import extend_chain
from pilotage.config.demo.papers import Pair, papers
from pilotage.config.demo.plans import plan_items
from pilotage.config.demo.refs import drawn_ref
from pilotage.config.demo.rows import Rows
from pilotage.engines.search.invent import InventedPartner
from pilotage.engines.search.invent import partners as invented
from pilotage.kernel.canonical import instant
from pilotage.platform.certification import changes, scorecard, states
from pilotage.platform.certification.models import (
    Application,
    Board,
    Credential,
    Decision,
    Item,
    LegalEntity,
    Mark,
    Partner,
    Scorecard,
    StaffMember,
    StandingChange,
)
from pilotage.platform.certification.requirements import book
from pilotage.platform.directory.models import FeePlan, Offer, Profile, Track
from pilotage.platform.directory.pricing import fee_model
from pilotage.platform.parties.models import Kind, Organisation

_AT_ONCE = 1000
_ACTOR = "product:demo-seed"
# In a thousand firms: suspended, warned.
_SUSPENDED, _WARNED = 10, 20
# Of their outcomes: stopped, warned or worse, too few to say; with a mark, with too many.
_BLOCKED, _NOT_GOOD, _UNKNOWN = 8, 40, 150
_BEFORE_BOARD, _MARKED = 5, 60


_ORDER: tuple[type[Model], ...] = (
    Organisation, Partner, StandingChange, LegalEntity, StaffMember, Credential, Application,
    Item, Decision, Scorecard, Mark, Board, Profile, FeePlan, Offer, Track,
)  # fmt: skip


def seed_partners(
    count: int, seed: int, at: datetime, told: datetime, progress: Callable[[int], None]
) -> list[Partner]:
    """Write `count` partners as they stand at `at`; the chain hears of them at `told`. Returns the first hundred."""
    first: list[Partner] = []
    rows = Rows(_ORDER)
    source = iter(invented(count, seed))
    done = 0
    while batch := list(islice(source, _AT_ONCE)):
        made = _write(rows, batch, seed, at, told)
        first += made[: 100 - len(first)]
        done += len(made)
        progress(done)
    rows.close()
    return first


@transaction.atomic
def _write(
    rows: Rows, batch: list[InventedPartner], seed: int, at: datetime, told: datetime
) -> list[Partner]:
    made = [
        _partner(rows, one, Random(f"{seed}:{one.id}"), at)  # noqa: S311  (invented data)
        for one in batch
    ]
    rows.write()
    changes.note(*(partner.pk for partner in made))
    extend_chain(_events(made, told), _ACTOR)
    return made


def _events(
    made: list[Partner], at: datetime
) -> Iterator[tuple[datetime, str, str, dict[str, object]]]:
    """All at one moment: a chain's clock does not go back to when the invented firms are said to have come."""
    for partner in made:
        since = instant(partner.registered_at)
        after: dict[str, object] = {
            "organisation": partner.organisation.ref,
            "invented": True,
            "registered_at": since,
        }
        yield at, "partner.registered", f"partner:{partner.ref}", after


def _partner(rows: Rows, one: InventedPartner, random: Random, at: datetime) -> Partner:
    joined = at - timedelta(days=random.randint(20, 1400))
    firm = rows.add(
        Organisation(
            ref=drawn_ref(random, "org"),
            kind=Kind.PARTNER,
            name_zh=one.name.zh,
            name_en=one.name.en,
            city=one.city.zh,
            contact_name="演示联系人",
            contact_email=f"{one.id}@partners.example",
            contact_phone=f"+86 000 {random.randrange(10**8):08d}",
            created_at=joined,
        )
    )
    partner = rows.add(
        Partner(
            ref=drawn_ref(random, "ptr"),
            organisation=firm,
            standing=_standing(random),
            registered_at=joined,
        )
    )
    if partner.standing != states.Standing.ACTIVE:
        rows.add(_standing_change(partner, random, at))
    pairs = [(offer.category, offer.country) for offer in one.offers]
    _evidence(rows, partner, one, pairs, random, at)
    _items(rows, partner, pairs, joined, random)
    _presence(rows, partner, one, random, at)
    _record(rows, partner, random, at)
    return partner


def _standing(random: Random) -> str:
    lot = random.randrange(1000)
    if lot < _SUSPENDED:
        return states.Standing.SUSPENDED
    return states.Standing.WARNED if lot < _SUSPENDED + _WARNED else states.Standing.ACTIVE


def _standing_change(partner: Partner, random: Random, at: datetime) -> StandingChange:
    return StandingChange(
        partner=partner,
        standing=partner.standing,
        reason_zh="多次超过答复期限（演示）",
        reason_en="Answered late several times (demo)",
        by=_ACTOR,
        at=at - timedelta(days=random.randint(1, 15)),
    )


def _record(rows: Rows, partner: Partner, random: Random, at: datetime) -> None:
    """Where its outcomes leave it; a few have marks, one in some hundreds is before the board."""
    lot = random.randrange(1000)
    band = states.Band.GOOD if lot >= _NOT_GOOD else states.Band.WARN
    if lot < _BLOCKED:
        band = states.Band.BLOCK
    elif lot >= 1000 - _UNKNOWN:
        band = states.Band.UNKNOWN
    monday = scorecard.monday(at) - scorecard.WEEK
    rows.add(
        Scorecard(
            partner=partner,
            band=band,
            since=at - timedelta(days=random.randint(3, 90)),
            fit_weeks=random.randint(8, 16) if band == states.Band.GOOD else random.randint(0, 12),
            monday=monday,
            rules_version=scorecard.in_force(at).version,
        )
    )
    marked = random.randrange(1000)
    for _ in range(4 if marked < _BEFORE_BOARD else int(marked < _MARKED)):
        put = at - timedelta(days=random.randint(5, 200))
        rows.add(
            Mark(
                ref=drawn_ref(random, "mrk"),
                partner=partner,
                code="LATE",
                reason_zh="多次超过答复期限（演示）",
                reason_en="Answered late several times (demo)",
                by=_ACTOR,
                at=put,
                until=put + timedelta(days=365),
            )
        )
    if marked < _BEFORE_BOARD:
        opened = at - timedelta(days=2)
        rows.add(Board(ref=drawn_ref(random, "brd"), partner=partner, marks=[], opened_at=opened))


def _evidence(
    rows: Rows,
    partner: Partner,
    one: InventedPartner,
    pairs: list[Pair],
    random: Random,
    at: datetime,
) -> None:
    entity = rows.add(
        LegalEntity(
            ref=drawn_ref(random, "ent"),
            partner=partner,
            country="CN",
            name=f"{one.name.zh}有限公司（虚构）",
            number_kind="demo",
            number=f"DEMO{random.randrange(10**12):012d}",
            added_at=partner.registered_at,
        )
    )
    member = rows.add(
        StaffMember(
            ref=drawn_ref(random, "stf"),
            partner=partner,
            name="演示顾问",
            role="顾问",
            added_at=partner.registered_at,
            identified_at=partner.registered_at,
            identified_by=_ACTOR,
            identified_how="演示",
        )
    )
    for paper in papers(random, pairs, at):
        checked = paper.state == states.Credential.ACCEPTED
        rows.add(
            Credential(
                ref=drawn_ref(random, "crd"),
                partner=partner,
                legal_entity=entity,
                kind=paper.kind,
                holder=member if paper.personal else None,
                details=paper.details,
                surveillance_due=paper.surveillance_due,
                issuer=paper.issuer,
                number=paper.number,
                zone=paper.zone,
                categories=[],
                countries=[],
                valid_from=paper.valid_from,
                valid_until=paper.valid_until,
                state=paper.state,
                filed_at=partner.registered_at,
                last_checked=at - timedelta(days=random.randint(1, 170)) if checked else None,
                checked_by=_ACTOR if checked else "",
            )
        )


def _items(
    rows: Rows, partner: Partner, pairs: list[Pair], joined: datetime, random: Random
) -> None:
    decided = joined + timedelta(days=4)
    application = rows.add(
        Application(
            ref=drawn_ref(random, "app"),
            partner=partner,
            state=states.Application.CLOSED,
            submitted_by=_ACTOR,
            submitted_at=joined,
            closed_by=_ACTOR,
            closed_at=decided,
        )
    )
    for category, country in pairs:
        item = rows.add(
            Item(
                ref=drawn_ref(random, "itm"),
                partner=partner,
                application=application,
                category=category,
                country=country,
                state=states.Item.APPROVED,
                submitted_at=joined,
            )
        )
        rows.add(
            Decision(
                item=item,
                application=application,
                state=states.Item.APPROVED,
                rules_version=book().in_force(decided).name,
                by=_ACTOR,
                at=decided,
            )
        )


def _presence(
    rows: Rows, partner: Partner, one: InventedPartner, random: Random, at: datetime
) -> None:
    rows.add(
        Profile(
            partner=partner,
            summary_zh=one.summary.zh,
            summary_en=one.summary.en,
            cities=[{"zh": one.city.zh, "en": one.city.en}],
            languages=list(one.languages),
            cases=[],
            accepting=one.accepting,
            capacity=one.capacity,
            taken=one.load,
            asked=one.asked,
            answered=one.answered,
            updated_at=at,
        )
    )
    plans: dict[str, FeePlan] = {}
    for offer in one.offers:
        if offer.category not in plans:
            plans[offer.category] = rows.add(
                _plan(partner, offer.category, offer.fee_model, random)
            )
        rows.add(
            Offer(
                ref=drawn_ref(random, "ofr"),
                partner=partner,
                category=offer.category,
                country=offer.country,
                languages=list(offer.languages),
                plan=plans[offer.category],
                since=partner.registered_at,
            )
        )
    for category, stars in _by_category(one).items():
        praise = sum((given - 1) * 250_000 for given in stars)
        rows.add(Track(partner=partner, category=category, praise=praise, engagements=len(stars)))


def _plan(partner: Partner, category: str, model: str, random: Random) -> FeePlan:
    items = plan_items(random, category, model)
    return FeePlan(
        ref=drawn_ref(random, "fpl"),
        partner=partner,
        name_zh="标准方案",
        name_en="Standard plan",
        model=fee_model(items),
        currency=str(items[0]["currency"]),
        items=items,
        created_at=partner.registered_at,
    )


def _by_category(one: InventedPartner) -> dict[str, list[int]]:
    """Ratings shared out over the partner's categories in turn."""
    shared: dict[str, list[int]] = {}
    for position, given in enumerate(one.stars):
        category = one.categories[position % len(one.categories)]
        shared.setdefault(category, []).append(given)
    return shared
