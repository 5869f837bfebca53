"""The steps of each kind of work, as YAML beside this file, and the rule of acceptance and reviews. Pure.

A usual duration is experience of the trade, shown as unverified; what the law sets stands in the law tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from pilotage.kernel.errors import RuleGap
from pilotage.kernel.text import Text

_FOLDER = Path(__file__).parent
_ANY = "*"

Who = Literal["seller", "partner", "authority"]
Proof = Literal["text", "file", "filing"]


@dataclass(frozen=True, slots=True)
class TemplateStep:
    """One step: who acts, what proves it, whether the seller accepts it, whether money hangs on it."""

    code: str
    says: Text
    by: Who
    proof: Proof
    accept: bool
    optional: bool
    milestone: bool
    usual: Text | None


@dataclass(frozen=True, slots=True)
class Template:
    """The steps of one kind of work, in one version."""

    code: str
    version: str
    name: Text
    categories: tuple[str, ...]
    steps: tuple[TemplateStep, ...]

    def fits(self, category: str) -> bool:
        """Whether work of that service category goes by these steps."""
        return category in self.categories or self.categories == (_ANY,)


@dataclass(frozen=True, slots=True)
class Rule:
    """One version of the rule: what holds where the contract says nothing, and the time for reviews."""

    version: str
    since: date
    basis: Text
    acceptance: str
    dispute_within: str
    review_days: int


@cache
def templates() -> Mapping[str, Template]:
    """Every kind of work by its code; work in general last."""
    found = (_template(path) for path in sorted((_FOLDER / "work").glob("*.yaml")))
    return {one.code: one for one in sorted(found, key=lambda t: t.categories == (_ANY,))}


def rule_on(day: date) -> Rule:
    """The version in force on a day."""
    held = [rule for rule in _rules() if rule.since <= day]
    if not held:
        raise RuleGap(
            "NO_DELIVERY_RULE", Text("当时还没有交付规则。", "There was no rule of delivery then.")
        )
    return held[-1]


def rule_of(version: str) -> Rule:
    """The version that a work order was proposed under."""
    return next(rule for rule in _rules() if rule.version == version)


def _template(path: Path) -> Template:
    raw: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Template(
        code=path.stem,
        version=raw["version"],
        name=Text(**raw["name"]),
        categories=tuple(raw["categories"]),
        steps=tuple(_step(one) for one in raw["steps"]),
    )


def _step(raw: Mapping[str, Any]) -> TemplateStep:
    usual = raw.get("usual")
    return TemplateStep(
        code=raw["code"],
        says=Text(raw["zh"], raw["en"]),
        by=raw["by"],
        proof=raw["proof"],
        accept=raw.get("accept", False),
        optional=raw.get("optional", False),
        milestone=raw.get("milestone", False),
        usual=Text(**usual) if usual else None,
    )


@cache
def _rules() -> tuple[Rule, ...]:
    raw = yaml.safe_load((_FOLDER / "rules.yaml").read_text(encoding="utf-8"))
    return tuple(
        Rule(
            version=one["version"],
            since=one["from"],
            basis=Text(**one["basis"]),
            acceptance=one["acceptance"],
            dispute_within=one["dispute_within"],
            review_days=one["review_days"],
        )
        for one in raw["versions"]
    )
