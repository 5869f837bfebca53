"""The gate a second time, in plain loops over its own notes, by the calendar on the issuer's wall.

It knows the world only from what was done, never from the tables, and compares days where the gate
compares instants.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
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
        papers = [p for p in firm.papers.values() if _counts(p, pair, at)]
        return all({p.kind for p in papers} & set(kinds) for kinds in self._needed(pair, at))

    def has_room(self, ref: str) -> bool:
        firm = self.firms[ref]
        return firm.accepting and firm.taken < firm.capacity

    def _needed(self, pair: Pair, at: datetime) -> Iterator[list[str]]:
        today = at.astimezone(ZoneInfo("Asia/Shanghai")).date()
        begun = [version for version in self._versions if version["from"] <= today]
        for one in begun[-1]["requirements"]:
            where = {c for place in one.get("countries", ()) for c in (EU if place == "EU" else {place})}  # fmt: skip
            if pair[0] in one.get("categories", pair) and (not where or pair[1] in where):
                yield one["kinds"]


def _counts(paper: Paper, pair: Pair, at: datetime) -> bool:
    today = at.astimezone(ZoneInfo(paper.zone)).date()
    return (
        paper.state == "accepted"
        and not paper.malformed
        and (paper.first_day is None or paper.first_day <= today)
        and (paper.last_day is None or today <= paper.last_day)
        and (not paper.categories or pair[0] in paper.categories)
        and (not paper.countries or pair[1] in paper.countries)
    )
