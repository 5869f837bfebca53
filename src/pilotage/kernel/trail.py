"""How an answer came about: the facts, law values and steps behind it, as a value."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from pilotage.kernel.text import Text

Confidence = Literal["sourced", "unverified"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value of the law tables comes from, and when somebody last looked."""

    title: str
    address: str
    checked_on: date
    confidence: Confidence
    article: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of reasoning: what was asked of which table, what came back, and why it counts."""

    says: Text
    table: str = ""
    key: str = ""
    since: date | None = None
    value: str = ""
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Trail:
    """The steps of one answer, in order."""

    steps: tuple[Step, ...] = field(default=())

    def then(self, step: Step) -> Trail:
        """The trail with one more step."""
        return Trail((*self.steps, step))

    @property
    def unverified(self) -> tuple[Step, ...]:
        """Steps that rest on a value nobody could verify."""
        return tuple(s for s in self.steps if s.source and s.source.confidence == "unverified")
