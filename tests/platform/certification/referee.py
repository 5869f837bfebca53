"""The gate a second time, in plain loops over its own notes, by the calendar on the issuer's wall.

It knows the world only from what was done, never from the tables, and compares days where the gate
compares instants.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml

RULES = Path(__file__).with_name("rules.yaml")
EU = {"DE", "FR"}  # of the countries in which the walk takes place
Pair = tuple[str, str]


@dataclass
class Paper:
    """A credential as the firm filed it and the programme checked it."""

    kind: str
    zone: str
    categories: frozenset[str]
    countries: frozenset[str]
    first_day: date | None
    last_day: date | None
    state: str = "filed"
    malformed: bool = False
    details: dict[str, str] = field(default_factory=dict)
    holder: str = ""
    surveillance: date | None = None
    looked: datetime | None = None
    on_hold: bool = False


@dataclass
class Person:
    """Somebody of the firm."""

    identified: bool = False
    left: datetime | None = None


@dataclass
class Firm:
    """What was done by and to one firm."""

    standing: str = "active"
    papers: dict[str, Paper] = field(default_factory=dict)
    items: dict[Pair, str] = field(default_factory=dict)
    offers: set[Pair] = field(default_factory=set)
    presented: bool = False
    accepting: bool = False
    capacity: int = 0
    taken: int = 0
    people: dict[str, Person] = field(default_factory=dict)
    marks: dict[str, datetime] = field(default_factory=dict)
    board: str = ""
    blocked: bool = False


class Referee:
    """Who is shown for what."""

    def __init__(self) -> None:
        self.firms: dict[str, Firm] = {}
        self._versions = yaml.safe_load(RULES.read_text(encoding="utf-8"))["versions"]

    def shown(self, at: datetime) -> set[tuple[str, Pair]]:
        """Every firm with every service it may be shown for."""
        return {
            (ref, pair)
            for ref, firm in self.firms.items()
            for pair in firm.offers
            if firm.presented and self.may_be_listed(firm, pair, at)
        }

    def may_be_listed(self, firm: Firm, pair: Pair, at: datetime) -> bool:
        if firm.standing == "suspended" or firm.items.get(pair) != "approved":
            return False
        return self.has_all_papers(firm, pair, at)

    def has_all_papers(self, firm: Firm, pair: Pair, at: datetime) -> bool:
        return any(
            all(
                any(self._counts(firm, p, kinds, version, pair, at) for p in firm.papers.values())
                for kinds in _needed(version, pair)
            )
            for version in self._accepted(at)
        )

    def has_room(self, ref: str) -> bool:
        firm = self.firms[ref]
        open_to_work = firm.accepting and not firm.board and not firm.blocked
        return open_to_work and firm.taken < firm.capacity

    def lost_without(self, firm: Firm, papers: set[str], at: datetime) -> set[Pair]:
        """What it is listed for by these papers and by nothing else, whatever its standing."""
        rest = replace(firm, papers={r: p for r, p in firm.papers.items() if r not in papers})
        approved = {pair for pair, state in firm.items.items() if state == "approved"}
        return {
            pair for pair in approved
            if self.has_all_papers(firm, pair, at) and not self.has_all_papers(rest, pair, at)
        }  # fmt: skip

    def _accepted(self, at: datetime) -> list[dict]:
        """The newest version that has begun, and each older one while the next still takes it."""
        today = at.astimezone(ZoneInfo("Asia/Shanghai")).date()
        begun = [version for version in self._versions if version["from"] <= today]
        found = [begun.pop()]
        while begun and today <= found[-1].get("accepts_old_until", date.min):
            found.append(begun.pop())
        return found

    def _counts(self, firm: Firm, paper: Paper, kinds: list[str], version: dict, pair: Pair, at: datetime) -> bool:  # fmt: skip
        today = at.astimezone(ZoneInfo(paper.zone)).date()
        person = firm.people.get(paper.holder)
        terms = {name: e["value"] for name, e in version.get("terms", {}).get(paper.kind, {}).items()}  # fmt: skip
        looks_last = terms.get("checked_within_days", 0) + terms.get("check_grace_days", 0)
        return (
            paper.kind in kinds
            and paper.state == "accepted"
            and not paper.malformed
            and not paper.on_hold
            and (paper.first_day is None or paper.first_day <= today)
            and (paper.last_day is None or today <= paper.last_day)
            and (not paper.categories or pair[0] in paper.categories)
            and (not paper.countries or pair[1] in paper.countries)
            and (person is None or person.left is None or at < person.left)
            and ("editions" not in terms or paper.details.get("edition") in terms["editions"])
            and all(paper.details.get(name) for name in terms.get("needs", ()))
            and ("holder" not in terms or person is not None)
            and (terms.get("holder") != "identified" or (person is not None and person.identified))
            and ("checked_within_days" not in terms or (paper.looked is not None and (today - paper.looked.astimezone(ZoneInfo(paper.zone)).date()).days <= looks_last))
            and ("surveillance_grace_days" not in terms or paper.surveillance is None or (today - paper.surveillance).days <= terms["surveillance_grace_days"])
        )  # fmt: skip


def _needed(version: dict, pair: Pair) -> Iterator[list[str]]:
    for one in version["requirements"]:
        where = {c for place in one.get("countries", ()) for c in (EU if place == "EU" else {place})}  # fmt: skip
        if pair[0] in one.get("categories", pair) and (not where or pair[1] in where):
            yield one["kinds"]
