"""Items, evidence and requirements as the templates show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from pilotage.kernel.text import Text
from pilotage.platform.certification import gate, identifiers, rules, states
from pilotage.platform.certification.models import (
    Credential,
    Decision,
    Item,
    LegalEntity,
    Partner,
    RegisterCheck,
)
from pilotage.platform.certification.requirements import Kind as Kind_
from pilotage.platform.certification.requirements import (
    Requirement,
    book,
    credential_kinds,
    details,
    kinds,
)
from pilotage.platform.certification.rules import Facts, Reason
from pilotage.platform.certification.saying import GRACE
from pilotage.web.directory import names
from pilotage.web.speech import one_side

TONES = {
    states.Credential.FILED: "wait",
    states.Credential.ACCEPTED: "good",
    states.Credential.REFUSED: "bad",
    states.Credential.WITHDRAWN: "off",
    states.Item.PENDING: "wait",
    states.Item.APPROVED: "good",
    states.Item.NEEDS_REVISION: "late",
    states.Item.REJECTED: "bad",
    states.Item.REVOKED: "bad",
    states.Application.SUBMITTED: "wait",
    states.Application.CLOSED: "off",
    states.Standing.ACTIVE: "good",
    states.Standing.WARNED: "late",
    states.Standing.SUSPENDED: "bad",
    states.Register.ACTIVE: "good",
    states.Register.SUSPENDED: "bad",
    states.Register.WITHDRAWN: "bad",
    states.Register.ENDED: "bad",
    states.Register.NOT_FOUND: "wait",
}
_BY_VALUE = {
    kind: {state.value: (states.NAMES[state], TONES[state]) for state in kind}
    for kind in (
        states.Credential,
        states.Item,
        states.Application,
        states.Standing,
        states.Register,
    )
}
SOON_DAYS = 90
LOOKS = 3

Kind = type[
    states.Credential | states.Item | states.Application | states.Standing | states.Register
]


@dataclass(frozen=True, slots=True)
class Mark:
    """A state's name and tone, for `shell/_status.html`."""

    says: Text
    tone: str


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item: its state, until when it is listed, what is missing now or ahead, what was said last."""

    item: Item
    service: Text
    where: Text
    mark: Mark
    listed_until: datetime | None
    is_listed: bool
    gaps: tuple[Text, ...]
    ahead: tuple[Reason, ...]
    last: Decision | None


@dataclass(frozen=True, slots=True)
class Paper:
    """A credential with its kind in words, how its days run out, and what it is limited to."""

    row: Credential
    name: Text
    mark: Mark
    verdict: Text
    scope: Text
    days_left: int | None
    details: tuple[tuple[str, Text, str, str], ...]
    about: Kind_
    grace: Text | None
    grace_until: datetime | None
    register: Mark | None
    looks: tuple[RegisterCheck, ...]

    @property
    def lacks(self) -> bool:
        """Whether something that its kind has was not typed."""
        bare = any(not value for _, _, value, _ in self.details)
        undated = self.about.surveillance and self.row.surveillance_due is None
        return bare or undated or self.lacks_holder

    @property
    def lacks_holder(self) -> bool:
        """Whether it is a person's own and nobody is named."""
        return self.about.personal and self.row.holder is None

    @property
    def counts(self) -> bool:
        return bool(self.row.state != states.Credential.WITHDRAWN)

    @property
    def is_late(self) -> bool:
        return self.days_left is not None and self.days_left <= SOON_DAYS

    @property
    def has_ended(self) -> bool:
        return self.days_left is not None and self.days_left < 0


@dataclass(frozen=True, slots=True)
class Needed:
    """One requirement for an item: whether it is met, and the papers filed for it."""

    says: Text
    gap: Text | None
    filed: tuple[Paper, ...]
    source: str
    unverified: bool
    note: Text


@dataclass(frozen=True, slots=True)
class Reviewed:
    """An item under review with its requirements; `typed` is what an operator wrote that was refused."""

    line: ItemLine
    needed: tuple[Needed, ...]
    typed: Mapping[str, str] = field(default_factory=dict)
    error: str = ""


def mark(kind: Kind, state: str) -> Mark:
    """A state by its table."""
    return Mark(*_BY_VALUE[kind][state])


def item_lines(partner: Partner, items: Iterable[Item], at: datetime) -> list[ItemLine]:
    """The items of a firm against its evidence now; `items` with their decisions, latest first."""
    facts = gate.facts_of([partner.pk])[partner.pk]
    return [_item_line(item, facts, at) for item in items]


def papers(
    rows: Iterable[Credential], at: datetime, looks: Iterable[RegisterCheck] = ()
) -> list[Paper]:
    """Credentials, those that ended or were taken back last; each with the last looks into its register."""
    of: dict[int, list[RegisterCheck]] = {}
    for look in looks:
        of.setdefault(look.credential_id, []).append(look)
    shown = [_paper(row, at, tuple(of.get(row.pk, ())[:LOOKS])) for row in rows]
    return sorted(shown, key=lambda paper: (not paper.counts, paper.has_ended))


def reviewed(line: ItemLine, held: Sequence[Paper], at: datetime) -> Reviewed:
    """An item with each requirement, met or not, and the papers of the kinds it names."""
    category, country = line.item.category, line.item.country
    unmet = rules.unmet(
        gate.evidence_of(paper.row for paper in held if paper.counts),
        category,
        country,
        at,
        book(),
    )
    gaps = {reason.kind: reason.says for reason in unmet}
    concerning = book().concerning(category, country, at)
    return Reviewed(line, tuple(_needed(one, held, gaps) for one in concerning))


def companies(rows: Iterable[LegalEntity]) -> list[tuple[LegalEntity, Text, Text]]:
    """Each company with its country and the verdict on its number's form."""
    return [(row, names.place(row.country), identifiers.verdict(row.well_formed)) for row in rows]


def _item_line(item: Item, facts: Facts, at: datetime) -> ItemLine:
    category, country = item.category, item.country
    until = rules.listed_until(facts, category, country, at, book())
    gaps = rules.unmet(facts.evidence, category, country, at, book())
    return ItemLine(
        item=item,
        service=names.category(category),
        where=names.place(country),
        mark=mark(states.Item, item.state),
        listed_until=None if until == rules.NEVER else until,
        is_listed=until is not None,
        gaps=tuple(gap.says for gap in gaps),
        ahead=rules.ahead(facts.evidence, category, country, at, book()),
        last=max(item.decisions.all(), key=lambda d: (d.at, d.pk), default=None),
    )


def _paper(row: Credential, at: datetime, looks: tuple[RegisterCheck, ...]) -> Paper:
    about = kinds()[row.kind]
    evidence = gate.evidence_of([row])[0]
    terms = book().in_force(at).terms_of(row.kind)
    begins, code = rules.grace(evidence, terms)
    ends = rules.lapses(evidence, terms)[0]
    in_grace = row.state == states.Credential.ACCEPTED and begins <= at < ends
    return Paper(
        row=row,
        name=credential_kinds()[row.kind],
        mark=mark(states.Credential, row.state),
        verdict=identifiers.verdict(row.well_formed),
        scope=_scope(row),
        days_left=_days_left(row.valid_until, row.zone, at),
        details=tuple(
            (name, details()[name][0], row.details.get(name, ""), details()[name][1])
            for name in about.fields
        ),
        about=about,
        grace=GRACE[code].with_(what=about.name) if in_grace else None,
        grace_until=ends if in_grace else None,
        register=mark(states.Register, row.register_status) if row.register_status else None,
        looks=looks,
    )


def _days_left(until: date | None, zone: str, at: datetime) -> int | None:
    return None if until is None else (until - at.astimezone(ZoneInfo(zone)).date()).days


def _scope(row: Credential) -> Text:
    what = names.listed(names.category(code) for code in row.categories)
    where = names.listed(names.place(code) for code in row.countries)
    everything, everywhere = Text("全部服务", "every service"), Text("全部国家", "everywhere")
    return Text("{what}；{where}", "{what}; {where}").with_(
        what=what if row.categories else everything, where=where if row.countries else everywhere
    )


def _needed(one: Requirement, held: Sequence[Paper], gaps: Mapping[str, Text]) -> Needed:
    return Needed(
        says=names.alternatives(credential_kinds()[kind] for kind in one.kinds),
        gap=gaps.get(one.kinds[0]),
        filed=tuple(paper for paper in held if paper.counts and paper.row.kind in one.kinds),
        source=one_side(one.source),
        unverified=one.confidence == "unverified",
        note=one.note,
    )
