"""The terms and grounds of disputes, as a versioned table with its basis. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from pilotage.engines import worktime
from pilotage.kernel.errors import Invalid, RuleGap
from pilotage.kernel.text import Text

_FILE = Path(__file__).with_name("rules.yaml")


@dataclass(frozen=True, slots=True)
class Rule:
    """One version: budgets in working days, what becomes of a dispute that nobody tends, and why so."""

    version: str
    since: date
    basis: Text
    answer_within: str
    escalate_within: str
    decide_within: str
    untended: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Ground:
    """A reason for a dispute from the closed list, and the kinds of things it fits."""

    code: str
    subjects: tuple[str, ...]
    says: Text


@dataclass(frozen=True, slots=True)
class Deadline:
    """An instant in UTC; provisional when the calendar's year is not published yet."""

    at: datetime
    provisional: bool


def rule_on(day: date) -> Rule:
    """The version in force on a day."""
    held = [rule for rule in _rules() if rule.since <= day]
    if not held:
        raise RuleGap(
            "NO_DISPUTE_RULE", Text("当时还没有争议规则。", "There was no rule for disputes then.")
        )
    return held[-1]


def rule_of(version: str) -> Rule:
    """The version a dispute was opened under."""
    return next(rule for rule in _rules() if rule.version == version)


@cache
def grounds() -> Mapping[str, Ground]:
    """Every ground by its code."""
    return {
        code: Ground(code, tuple(one["subjects"]), Text(one["zh"], one["en"]))
        for code, one in _table()["grounds"].items()
    }


def grounds_for(subject_kind: str) -> list[Ground]:
    """Those that fit a kind of thing, in the table's order."""
    return [ground for ground in grounds().values() if subject_kind in ground.subjects]


def check_ground(code: str, subject_kind: str) -> None:
    """Raises `Invalid` for a ground that is not on the list of that kind of thing."""
    if code not in {ground.code for ground in grounds_for(subject_kind)}:
        raise Invalid(
            "NO_SUCH_GROUND",
            Text("请从列表中选择争议理由。", "Choose a ground from the list."),
            ground=code,
        )


def deadline(calendar: str, start: datetime, budget: str) -> Deadline:
    """When the side with that calendar must have acted."""
    due = worktime.due(worktime.kept(calendar), start, budget)
    return Deadline(due.at, due.provisional)


@cache
def _rules() -> tuple[Rule, ...]:
    return tuple(
        Rule(
            version=one["version"],
            since=one["from"],
            basis=Text(**one["basis"]),
            answer_within=one["answer_within"],
            escalate_within=one["escalate_within"],
            decide_within=one["decide_within"],
            untended=one["untended"],
        )
        for one in _table()["versions"]
    )


@cache
def _table() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return loaded
