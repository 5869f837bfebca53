"""A world of firms in which anything may happen, in any order, by a clock that goes forward."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.db import transaction
from django.test import Client
from tests.platform.certification import events, paths
from tests.platform.certification.referee import RULES, Firm, Pair, Paper, Referee
from tests.platform.directory import making
from tests.platform.engagements.making import brief

from pilotage.jobs import requests as timer
from pilotage.kernel.errors import PilotageError
from pilotage.kernel.text import Text
from pilotage.platform.access import actions as access
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.certification import actions as certification
from pilotage.platform.certification import requirements
from pilotage.platform.directory import actions as directory
from pilotage.platform.directory.catalogue import Catalogue
from pilotage.platform.engagements import actions as engagements
from pilotage.platform.engagements import states
from pilotage.platform.engagements.models import Referral
from pilotage.platform.parties.models import Membership

CATEGORIES = ("vat_filing", "vat_registration", "epr_packaging")
COUNTRIES = ("DE", "FR", "GB", "JP")
PAIRS = tuple((category, country) for category in CATEGORIES for country in COUNTRIES)
KINDS = (
    "business_registration", "iso_27001", "tax_adviser_admission", "tax_agent_reference",
    "epr_service_evidence", "liability_insurance",
)  # fmt: skip
ZONES = (
    "Asia/Shanghai", "Europe/Berlin", "America/New_York", "Africa/Cairo", "America/Havana",
    "Pacific/Apia", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Australia/Lord_Howe",
)  # fmt: skip
BEGINNING, END = datetime(2026, 1, 6, tzinfo=UTC), datetime(2026, 12, 20, tzinfo=UTC)
WHY = Text("复核结论", "on review")


class _Undone(Exception):
    """Raised to roll a transaction back."""


@contextmanager
def made_up_rules() -> Iterator[None]:
    """The requirements of `rules.yaml` instead of the published ones."""
    published = requirements._FILE
    try:
        _read(RULES)
        yield
    finally:
        _read(published)


def _read(file) -> None:
    requirements._FILE = file
    requirements.forget()


class World:
    """Firms, a seller with a browser and a key, and the referee who takes notes."""

    def __init__(self, seed: int, events: int, firms: int = 5) -> None:
        self.dice, self.now, self.referee = Random(seed), BEGINNING, Referee()
        self.pace = (END - BEGINNING) / events
        self.firms: dict[str, making.Firm] = {}
        self.entities: dict[str, list] = {}
        self.happened: dict[str, int] = {}
        self.sizes: list[int] = []
        for number in range(firms):
            self._found(f"firm{number}")
        self.seller = making.seller()
        self.other_process = Catalogue()
        self.last_referral = 0

    # -- what happens -------------------------------------------------------------------------

    def step(self, event: Callable[[World], None] | None = None) -> None:
        """One event, at random unless named; refusals come in words. Sometimes it is undone."""
        event = event or self.dice.choices(*_WEIGHTS)[0]
        undone = event is not World.time_passes and self.dice.random() < 0.04
        (self._undone if undone else self._try)(event)

    def _undone(self, event: Callable[[World], None]) -> None:
        before, firms, last = deepcopy(self.referee.firms), dict(self.firms), self.last_referral
        try:
            with transaction.atomic():
                self._try(event)
                if self.dice.random() < 0.3:
                    self.compare_quickly()
                raise _Undone
        except _Undone:
            self.referee.firms, self.firms, self.last_referral = before, firms, last

    def _try(self, event: Callable[[World], None]) -> None:
        try:
            event(self)
        except PilotageError as refused:
            assert refused.says.zh and refused.says.en
        else:
            self._count(event.__name__)
        self._check_new_referrals()

    def _count(self, what: str) -> None:
        self.happened[what] = self.happened.get(what, 0) + 1

    def time_passes(self) -> None:
        """A little, or to the edge of the next day on which some paper ends, and the worker's timers run."""
        ahead = self.now + self.dice.choice((0.01, 0.3, 1, 2, 4)) * self.pace * 8
        if self.dice.random() < 0.4:
            ahead = min((edge for edge in self._edges() if edge > self.now), default=ahead)
            ahead -= timedelta(seconds=self.dice.choice((0, 0, 1)))
        self.now = min(max(ahead, self.now), END + timedelta(days=30))
        self.worker_ticks()
        self.compare_quickly()

    def _edges(self) -> Iterator[datetime]:
        """When papers begin and end: the midnights of those who issued them."""
        for firm in self.referee.firms.values():
            for paper in firm.papers.values():
                if paper.state != "accepted":
                    continue
                days = [paper.first_day, paper.last_day and paper.last_day + timedelta(days=1)]
                days += events.edges(paper)
                for day in filter(None, days):
                    yield datetime.combine(day, time(), ZoneInfo(paper.zone)).astimezone(UTC)

    def worker_ticks(self) -> None:
        timer.tick(self.now)
        self._check_new_referrals()
        shown = self.referee.shown(self.now)
        for referral in Referral.objects.filter(state__in=states.OPEN_REFERRAL).select_related("request"):  # fmt: skip
            for pair in referral.request.needs:
                # What was listed when it was sent may have been withdrawn as an offer; never as a right.
                firm = self.referee.firms[referral.partner_ref]
                assert (referral.partner_ref, tuple(pair)) in shown or self.referee.may_be_listed(
                    firm, tuple(pair), self.now
                )

    def files(self) -> None:
        ref, firm = self._anybody()
        held = {paper.kind for paper in self._notes(ref).papers.values() if _lasts(paper, self.now)}
        wanted = [kind for kind in KINDS if kind not in held] or KINDS
        self._file(
            ref, firm, self._paper(self.dice.choice((*wanted, self.dice.choice(KINDS))), ref)
        )

    def _file(self, ref: str, firm: making.Firm, paper: Paper) -> None:
        entity = self.dice.choice((None, None, *self.entities[ref]))
        filed = certification.file_credential(
            by=self._product(), at=self.now, partner=firm.partner, kind=paper.kind, issuer="机构",
            zone=paper.zone, categories=paper.categories, countries=paper.countries,
            valid_from=paper.first_day, valid_until=paper.last_day, legal_entity=entity,
            details=paper.details, surveillance_due=paper.surveillance,
            holder=firm.partner.staff.filter(ref=paper.holder).first(),
        )  # fmt: skip
        paper.malformed = (
            paper.kind == "business_registration" and entity is not None and not entity.well_formed
        )
        self._notes(ref).papers[filed.ref] = paper
        if self.dice.random() < 0.8:
            certification.mark_checked(by=self._product(), at=self.now, ref=filed.ref, accepted=True)  # fmt: skip
            paper.state, paper.looked = "accepted", self.now
            self._count("is_accepted")

    def is_checked(self) -> None:
        """The register is looked up again: it stands, or it does not."""
        looked = self._of_paper("accepted", lambda ref: certification.mark_checked(
            by=self._product(), at=self.now, ref=ref, accepted=True))  # fmt: skip
        if looked:
            looked.looked, looked.on_hold = self.now, False

    def is_refused(self) -> None:
        self._of_paper("refused", lambda ref: certification.mark_checked(
            by=self._product(), at=self.now, ref=ref, accepted=False, note=WHY))  # fmt: skip

    def withdraws_paper(self) -> None:
        self._of_paper("withdrawn", lambda ref: certification.withdraw_credential(
            by=self._product(), at=self.now, ref=ref))  # fmt: skip

    def applies(self) -> None:
        """A round of items; decided at once, one by one."""
        ref, firm = self._anybody()
        wishes = sorted(self._notes(ref).offers) or PAIRS
        self._apply(ref, firm, [*self.dice.sample(PAIRS, 2), self.dice.choice(wishes)])

    def _apply(self, ref: str, firm: making.Firm, items: Iterable[Pair]) -> None:
        application = certification.submit_application(
            by=self._product(), at=self.now, partner=firm.partner, items=items
        )
        items = list(application.items.filter(state="pending"))
        self._notes(ref).items |= {(item.category, item.country): "pending" for item in items}
        for item in items:
            self._decides(ref, item)
        certification.close_review(by=self._product(), at=self.now, ref=application.ref)

    def _decides(self, ref: str, item) -> None:
        pair, notes = (item.category, item.country), self._notes(ref)
        entitled = self.referee.has_all_papers(notes, pair, self.now)
        wish = self.dice.choice((*("approve",) * 6, "reject", "ask_revision"))
        if wish == "approve" and not entitled:
            try:
                certification.decide_item(by=self._product(), at=self.now, ref=item.ref, outcome=wish)  # fmt: skip
                raise AssertionError(f"{pair} approved without its evidence")
            except PilotageError as refused:
                assert refused.code == "EVIDENCE_MISSING"
            wish = "reject"
        certification.decide_item(
            by=self._product(), at=self.now, ref=item.ref, outcome=wish, reason=WHY
        )
        self._count("is_decided")
        notes.items[pair] = {"approve": "approved", "reject": "rejected"}.get(wish, "revision")

    def is_revoked(self) -> None:
        ref, firm = self._anybody()
        approved = self._one(firm.partner.items.filter(state="approved"))
        if approved:
            certification.revoke_item(by=self._product(), at=self.now, ref=approved.ref, reason=WHY)
            self._notes(ref).items[approved.category, approved.country] = "revoked"

    def standing(self) -> None:
        ref, _ = self._anybody()
        to = self.dice.choice(("suspended", "warned", "active", "active"))
        certification.set_standing(
            by=self._product(), at=self.now, partner_ref=ref, standing=to, reason=WHY
        )
        self._notes(ref).standing = to

    def offers(self) -> None:
        ref, firm = self._anybody()
        category, country = pair = self.dice.choice(PAIRS)
        directory.put_offer(
            by=self._product(), at=self.now, partner=firm.partner, category=category,
            country=country, languages=["zh", "en"], plan=firm.plan,
        )  # fmt: skip
        self._notes(ref).offers.add(pair)

    def withdraws_offer(self) -> None:
        ref, firm = self._anybody()
        offer = self._one(firm.partner.offers.filter(withdrawn_at__isnull=True))
        if offer:
            directory.withdraw_offer(by=self._product(), at=self.now, ref=offer.ref)
            self._notes(ref).offers.discard((offer.category, offer.country))

    def room(self) -> None:
        """Takes work or pauses, with more or fewer places; frees one."""
        ref, firm = self._anybody()
        by, at, notes = self._product(), self.now, self._notes(ref)
        accepting, capacity = self.dice.random() < 0.8, self.dice.randint(0, 6)
        directory.set_accepting(by=by, at=at, partner=firm.partner, accepting=accepting)
        directory.set_capacity(by=by, at=at, partner=firm.partner, capacity=capacity)
        directory.free_place(by=by, at=at, partner_ref=ref)
        notes.accepting, notes.capacity, notes.taken = accepting, capacity, max(notes.taken - 1, 0)

    def sends(self) -> None:
        named = tuple(self.dice.sample(list(self.firms), self.dice.randint(0, 2)))
        needs = tuple(self.dice.sample(PAIRS, self.dice.choice((1, 1, 2))))
        engagements.send(
            by=self._seller(), at=self.now,
            brief=brief(needs=needs, named=named, may_refer_on=self.dice.random() < 0.7),
        )  # fmt: skip

    def answers(self) -> None:
        """The partner before whom a request lies accepts or declines, maybe after losing its right."""
        waiting = self._one(Referral.objects.filter(state__in=states.OPEN_REFERRAL))
        if waiting is None:
            return
        by = replace(self.firms[waiting.partner_ref].owner, at=self.now)
        if self.dice.random() < 0.5:
            engagements.decline(by=by, at=self.now, ref=waiting.ref, code="TIMING")
            return
        engagements.accept(by=by, at=self.now, ref=waiting.ref)
        notes = self._notes(waiting.partner_ref)
        for pair in waiting.request.needs:
            assert self.referee.may_be_listed(notes, tuple(pair), self.now), "accepted unlisted"
        notes.taken += 1

    # -- what must hold -----------------------------------------------------------------------

    def compare_quickly(self) -> None:
        """One cheap path, chosen at random."""
        shown, by = self.referee.shown(self.now), self._seller()
        self.sizes.append(len(shown))
        which = self.dice.randint(0, 3)
        if which == 0:
            assert paths.by_search(by) == shown
        elif which == 1:
            ref = self.dice.choice(list(self.firms))
            assert paths.by_page(by, [ref]) == {one for one in shown if one[0] == ref}
        elif which == 2:
            assert paths.by_other_process(self.other_process, self.now) == shown
        else:
            self._compare_candidates(shown)

    def compare_all(self) -> None:
        """Every path says exactly what the referee says."""
        shown, by = self.referee.shown(self.now), self._seller()
        refs = {ref for ref, _ in shown}
        assert paths.by_search(by) == shown
        assert paths.by_page(by, self.firms) == shown
        assert paths.by_other_process(self.other_process, self.now) == shown
        assert paths.counted(by, PAIRS) == {p: sum(q == p for _, q in shown) for p in PAIRS}
        assert paths.by_search(by, "增值税 德国 包装法") <= shown
        self._compare_comparison(shown, lambda *asked: paths.by_comparison(by, *asked))
        self._compare_candidates(shown)
        self._compare_shortlist(shown)
        with paths.clock(self.now):
            self._compare_doors(shown, refs)

    def _compare_candidates(self, shown: paths.Shown) -> None:
        needs = self.dice.sample(PAIRS, self.dice.choice((1, 1, 2, 3)))
        able = {ref for ref in self.firms if all((ref, need) in shown for need in needs)}
        found = paths.by_candidates(self.now, needs)
        assert found == {ref for ref in able if self.referee.has_room(ref)}

    def _compare_comparison(self, shown: paths.Shown, compare: Callable[..., object]) -> None:
        refs, pairs = paths.some(self.dice, self.firms, 4), paths.some(self.dice, PAIRS, 5)
        visible = all(any(ref == one for one, _ in shown) for ref in refs)
        wanted = {(ref, pair) for ref in refs for pair in pairs} & shown
        assert compare(refs, pairs) == (wanted if visible else None)

    def _compare_shortlist(self, shown: paths.Shown) -> None:
        needs = paths.some(self.dice, PAIRS, 4)
        able = {(ref, pair) for ref, pair in shown if pair in needs and self.referee.has_room(ref)}
        chosen = paths.by_shortlist(self._seller(), needs)
        assert chosen <= able
        assert {pair for _, pair in chosen} == {pair for _, pair in able}

    def _compare_doors(self, shown: paths.Shown, refs: set[str]) -> None:
        self._doors()
        assert paths.by_api_search(self.key) == shown
        ref = self.dice.choice(list(self.firms))
        assert paths.by_api_page(self.key, ref) == {one for one in shown if one[0] == ref}
        self._compare_comparison(shown, lambda *asked: paths.by_api_comparison(self.key, *asked))
        assert paths.by_html(self.browser, "/directory/") == refs
        assert paths.by_html(self.browser, f"/directory/{ref}/") <= {ref} & refs
        category, country = pair = self.dice.choice(PAIRS)
        assert paths.by_html(self.browser, f"/shortlist/?need={category}.{country}") <= {
            one for one, p in shown if p == pair
        }

    def _check_new_referrals(self) -> None:
        """Whoever a request was put before was listed for all of it and had room, at that instant."""
        shown = None
        for row in Referral.objects.filter(pk__gt=self.last_referral).select_related("request").order_by("pk"):  # fmt: skip
            shown = shown if shown is not None else self.referee.shown(self.now)
            for pair in row.request.needs:
                assert (row.partner_ref, tuple(pair)) in shown, "referred to somebody unlisted"
            assert self.referee.has_room(row.partner_ref)
            self.last_referral = row.pk

    # -- who and what there is ----------------------------------------------------------------

    def _found(self, name: str) -> None:
        firm = making.firm(name, at=self.now)
        self.firms[firm.ref] = firm
        self.entities[firm.ref] = [
            certification.add_legal_entity(
                by=self._product(), at=self.now, partner=firm.partner, country="DE", name=name,
                kind="vat", number=number,
            )
            for number in ("DE136695976", "DE136695977")
        ]  # fmt: skip
        making.offering(firm, self.dice.sample(PAIRS, 6), at=self.now)
        notes = self.referee.firms[firm.ref] = Firm(presented=True, accepting=True, capacity=5)
        offers = firm.partner.offers.filter(withdrawn_at__isnull=True)
        notes.offers = set(offers.values_list("category", "country"))
        for _ in range(2):
            events.joins(self, firm.ref, firm)
        for kind in KINDS:
            self._file(firm.ref, firm, self._paper(kind, firm.ref))
        self._apply(firm.ref, firm, notes.offers)

    def _doors(self) -> None:
        """A key expires and so does a session: both are new each time."""
        person = Membership.objects.get(organisation_id=self.seller.organisation_id).person
        key = access.issue_token(by=self._seller(), at=self.now, label="walk")
        self.key = Client(headers={"Authorization": f"Bearer {key}"})
        self.browser = Client()
        self.browser.force_login(person)

    def _paper(self, kind: str, ref: str = "") -> Paper:
        """Valid now more often than not, with ends that lie near."""
        today = self.now.date()
        first = self.dice.choice((None, None, today - timedelta(days=self.dice.randint(-4, 60))))
        last = today + timedelta(days=self.dice.randint(20, 320))
        return Paper(
            kind=kind,
            zone=self.dice.choice(ZONES),
            categories=self._scope(CATEGORIES),
            countries=self._scope(COUNTRIES),
            first_day=first,
            last_day=None if first and first > last else self.dice.choice((None, last, last)),
            **events.about(self, kind, ref),
        )

    def _scope(self, all_of_it: tuple[str, ...]) -> frozenset[str]:
        if self.dice.random() < 0.85:
            return frozenset()
        return frozenset(self.dice.sample(all_of_it, self.dice.randint(1, 2)))

    def _of_paper(self, to: str, act: Callable[[str], object]) -> Paper | None:
        ref, _ = self._anybody()
        papers = self._notes(ref).papers
        live = [one for one, paper in papers.items() if paper.state != "withdrawn"]
        if live:
            chosen = self.dice.choice(live)
            act(chosen)
            papers[chosen].state = to
            return papers[chosen]
        return None

    def _anybody(self) -> tuple[str, making.Firm]:
        return self.dice.choice(list(self.firms.items()))

    def _one(self, rows):
        """One of these rows by the dice, or None."""
        found = list(rows.order_by("pk"))
        return self.dice.choice(found) if found else None

    def _notes(self, ref: str) -> Firm:
        return self.referee.firms[ref]

    def _product(self) -> Viewer:
        return Viewer.product("test", self.now)

    def _seller(self) -> Viewer:
        return replace(self.seller, at=self.now)


def _lasts(paper: Paper, at: datetime) -> bool:
    return paper.state == "accepted" and (paper.last_day is None or paper.last_day > at.date())


EVENTS: dict[Callable[[World], None], int] = {
    World.time_passes: 20,
    World.files: 24,
    World.is_checked: 8,
    World.is_refused: 3,
    World.withdraws_paper: 3,
    World.applies: 14,
    World.is_revoked: 2,
    World.standing: 5,
    World.offers: 9,
    World.withdraws_offer: 4,
    World.room: 5,
    World.sends: 6,
    World.answers: 8,
    events.looks_up: 8,
    events.completes: 3,
    events.comes: 3,
    events.is_identified: 3,
    events.leaves: 1,
    events.is_marked: 4,
    events.mark_is_lifted: 2,
    events.board_decides: 3,
    events.week_ends: 4,
    events.reach_is_right: 6,
}
_WEIGHTS = list(EVENTS), list(EVENTS.values())


def walk(seed: int, events: int, *, every: int) -> World:
    """So many events that happened; a path at random now and then, all paths after each `every` steps."""
    with made_up_rules():
        world = World(seed, events)
        number = 0
        while sum(world.happened.values()) < events:
            number += 1
            world.step()
            if number % every == 0:
                world.compare_all()
            elif number % 5 == 0:
                world.compare_quickly()
        for event in EVENTS:
            _until_it_happened(world, event)
        world.compare_all()
    return world


def _until_it_happened(world: World, event: Callable[[World], None], at_most: int = 200) -> None:
    """A rare event the dice passed over (`leaves` weighs 1 in 150) is thrown again, amid others."""
    for _ in range(at_most):
        if event.__name__ in world.happened:
            return
        world.step(event)
        world.step()
