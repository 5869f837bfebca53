"""The terms of a score, as they read to a person; they add up to the score exactly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from pilotage.engines.search.ranking import TERMS
from pilotage.kernel.text import Text

SAYS: dict[str, Text] = {
    "relevance": Text("与搜索词相关", "Relevance to your words"),
    "fit": Text("与需求匹配", "Fit with your needs"),
    "quality": Text("合作评价", "Rated engagements"),
    "responsiveness": Text("按时答复", "Answers in time"),
    "room": Text("承接余量", "Room for new work"),
    "badge": Text("官方顾问标识", "Official Advisor badge"),
    "exploration": Text("轮换展示", "Rotation"),
}


@dataclass(frozen=True, slots=True)
class Term:
    """One term in points."""

    name: str
    value: Decimal
    says: Text


def terms_of(micro: Mapping[str, int]) -> tuple[Term, ...]:
    """Terms from micro-points, in the ranking's order."""
    return tuple(Term(name, Decimal(micro[name]).scaleb(-6), SAYS[name]) for name in TERMS)
