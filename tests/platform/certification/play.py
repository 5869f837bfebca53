"""One firm in memory, its papers and its people, by a clock that goes forward: the gate beside the referee, event by event.

No database: many short sequences in the time in which the walk goes through one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from tests.platform.certification.referee import Firm, Pair, Paper, Person, Referee

from pilotage.platform.certification import gate, rules
from pilotage.platform.certification.models import Credential, StaffMember
from pilotage.platform.certification.requirements import book

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
BEGINNING = datetime(2026, 1, 6, tzinfo=UTC)


class Play:
    """The events; each changes the notes, and `disagreements` says where gate and referee differ."""

    def __init__(self, referee: Referee) -> None:
        self.referee, self.firm, self.now = referee, Firm(), BEGINNING
        self._evidence: dict[str, rules.Evidence] = {}
        self._number = 0
        for pair in PAIRS:
            self.firm.items[pair] = "approved"

    def passes(self, by: timedelta) -> None:
        self.now += by

    def to_an_edge(self, which: int, second_before: bool) -> None:
        """To the next midnights at which time may change something, or a second before."""
        edges = sorted({edge for paper in self.firm.papers.values() for edge in _edges(paper)})
        ahead = [edge for edge in edges if edge > self.now + timedelta(seconds=1)]
        if ahead:
            self.now = ahead[min(which, len(ahead) - 1)] - timedelta(seconds=int(second_before))

    def files(self, paper: Paper) -> None:
        self._number += 1
        self.firm.papers[f"p{self._number}"] = paper

    def becomes(self, which: int, state: str) -> None:
        """Accepted (the register was looked up), refused, withdrawn."""
        paper = self._paper(which)
        if paper is not None:
            paper.state = state
            if state == "accepted":
                paper.looked, paper.on_hold = self.now, False

    def is_put_on_hold(self, which: int) -> None:
        paper = self._paper(which)
        if paper is not None:
            paper.on_hold = True

    def is_completed(self, which: int) -> None:
        paper = self._paper(which)
        if paper is not None and paper.kind == "iso_27001":
            paper.details = {"edition": "2022", "scope": "x"}

    def comes(self, identified: bool) -> None:
        self.firm.people[f"m{len(self.firm.people)}"] = Person(identified)

    def leaves(self, which: int) -> None:
        here = [person for person in self.firm.people.values() if person.left is None]
        if here:
            here[which % len(here)].left = self.now

    def stands(self, standing: str) -> None:
        self.firm.standing = standing

    def item(self, pair: Pair, state: str) -> None:
        self.firm.items[pair] = state

    def facts(self) -> rules.Facts:
        """The firm as the gate sees it, through rows as they lie in the tables."""
        approved = frozenset(p for p, state in self.firm.items.items() if state == "approved")
        held = tuple(self._of(ref, paper) for ref, paper in self.firm.papers.items())
        return rules.Facts(self.firm.standing, approved, held)

    def disagreements(self, pairs: tuple[Pair, ...]) -> list[tuple[Pair, bool]]:
        """(pair, listed by the gate) where the referee says otherwise."""
        facts = self.facts()
        listed = {pair: rules.is_listed(facts, *pair, self.now, book()) for pair in pairs}
        return [
            (pair, found)
            for pair, found in listed.items()
            if found != self.referee.may_be_listed(self.firm, pair, self.now)
        ]

    def check_steady(self, pair: Pair) -> None:
        """Between its edges time changes nothing, and what comes ahead comes no sooner than it says."""
        facts = self.facts()
        since, until = rules.steady(facts, self.now, book())
        assert since <= self.now < until
        last = min(until, self.now + timedelta(days=400)) - timedelta(seconds=1)
        found = rules.is_listed(facts, *pair, self.now, book())
        assert rules.is_listed(facts, *pair, max(self.now, last), book()) is found
        for one in rules.ahead(facts.evidence, *pair, self.now, book()):
            assert one.by is not None and one.by > self.now

    def _paper(self, which: int) -> Paper | None:
        papers = list(self.firm.papers.values())
        return papers[which % len(papers)] if papers else None

    def _of(self, ref: str, paper: Paper) -> rules.Evidence:
        person = self.firm.people.get(paper.holder)
        now = (paper.state, paper.on_hold, paper.looked, str(paper.details), person and (person.left, person.identified))  # fmt: skip
        kept = self._evidence.get(ref)
        if kept is None or kept[0] != now:
            kept = self._evidence[ref] = now, gate.evidence_of([_row(paper, person)])[0]
        return kept[1]


def invented(dice: Random, now: datetime, people: list[str]) -> Paper:
    """A paper that is valid now more often than not, with ends that lie near."""
    kind, today = dice.choice(KINDS), now.date()
    first = dice.choice((None, None, today - timedelta(days=dice.randint(-4, 60))))
    last = dice.choice((None, today + timedelta(days=dice.randint(5, 120))))
    if first and last and first > last:
        first = None
    return Paper(
        kind=kind,
        zone=dice.choice(ZONES),
        categories=frozenset(dice.sample(CATEGORIES, 1)) if dice.random() < 0.1 else frozenset(),
        countries=frozenset(dice.sample(COUNTRIES, 2)) if dice.random() < 0.1 else frozenset(),
        first_day=first,
        last_day=last,
        details={"edition": dice.choice(("2022", "2022", "2013")), "scope": dice.choice(("x", "x", ""))}
        if kind == "iso_27001"
        else {},
        holder=dice.choice([*people, *people, ""]) if kind == "tax_adviser_admission" else "",
        surveillance=today + timedelta(days=dice.randint(-5, 60))
        if kind == "iso_27001" and dice.random() < 0.7
        else None,
        malformed=dice.random() < 0.02,
    )  # fmt: skip


def sequence(seed: int, referee: Referee, events: int = 14) -> tuple[int, int, int]:
    """One random sequence: (times asked, listed, disagreements)."""
    dice, asked, shown = Random(seed), 0, 0
    play = Play(referee)
    play.now += timedelta(days=dice.randint(0, 320), seconds=dice.randint(0, 86_399))
    play.comes(dice.random() < 0.7)
    for kind in KINDS:
        play.files(replace(invented(dice, play.now, ["m0"]), kind=kind))
        if dice.random() < 0.85:
            play.becomes(len(play.firm.papers) - 1, "accepted")
    wrong = 0
    for _ in range(events):
        dice.choices(*_EVENTS)[0](play, dice)
        pairs = tuple(dice.sample(PAIRS, 3))
        asked += len(pairs)
        differ = play.disagreements(pairs)
        wrong += len(differ)
        shown += sum(rules.is_listed(play.facts(), *pair, play.now, book()) for pair in pairs)
    return asked, shown, wrong


def _files(play: Play, dice: Random) -> None:
    play.files(invented(dice, play.now, list(play.firm.people)))
    play.becomes(len(play.firm.papers) - 1, dice.choice(("accepted",) * 5 + ("filed",)))


_EVENTS: tuple[list[Callable[[Play, Random], None]], list[int]] = (
    [
        lambda play, dice: play.passes(timedelta(days=dice.random() * 20)),
        lambda play, dice: play.to_an_edge(dice.randint(0, 2), dice.random() < 0.5),
        _files,
        lambda play, dice: play.becomes(dice.randrange(99), "accepted"),
        lambda play, dice: play.becomes(dice.randrange(99), dice.choice(("refused", "withdrawn"))),
        lambda play, dice: play.is_put_on_hold(dice.randrange(99)),
        lambda play, dice: play.is_completed(dice.randrange(99)),
        lambda play, dice: play.comes(dice.random() < 0.7),
        lambda play, dice: play.leaves(dice.randrange(99)),
        lambda play, dice: play.stands(dice.choice(("active", "active", "warned", "suspended"))),
        lambda play, dice: play.item(dice.choice(PAIRS), dice.choice(("approved", "approved", "revoked"))),
    ],
    [3, 8, 6, 5, 1, 1, 2, 1, 1, 2, 2],
)  # fmt: skip


def _row(paper: Paper, person: Person | None) -> Credential:
    member = None
    if person is not None:
        member = StaffMember(pk=1, left_at=person.left)
        member.identified_at = BEGINNING if person.identified else None
    return Credential(
        kind=paper.kind, state=paper.state, zone=paper.zone, categories=sorted(paper.categories),
        countries=sorted(paper.countries), valid_from=paper.first_day, valid_until=paper.last_day,
        well_formed=False if paper.malformed else None, details=paper.details,
        last_checked=paper.looked, surveillance_due=paper.surveillance,
        register_status="on_hold" if paper.on_hold else "", holder=member,
    )  # fmt: skip


def _edges(paper: Paper) -> list[datetime]:
    days: list[date] = [paper.first_day] if paper.first_day else []
    if paper.last_day:
        days.append(paper.last_day + timedelta(days=1))
    if paper.surveillance:
        days += [paper.surveillance + timedelta(days=n + 1) for n in (0, 10, 20)]
    if paper.looked and paper.kind == "business_registration":
        looked = paper.looked.astimezone(ZoneInfo(paper.zone)).date()
        days += [looked + timedelta(days=n + 1) for n in (60, 75, 90, 100)]
    return [datetime.combine(day, time(), ZoneInfo(paper.zone)).astimezone(UTC) for day in days]
