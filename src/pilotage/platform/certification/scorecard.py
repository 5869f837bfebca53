"""Scorecards: from weeks of counted outcomes to a band, by public rules, slowly enough not to flicker. Pure.

    band(weeks, rules)  # weeks in order, oldest first

Each week has a level: what the window of weeks that ends with it amounts to. Below the minimum of outcomes the level is
unknown, not good. A band changes only once several of the last weeks ask for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from pilotage.kernel.text import Text
from pilotage.platform.certification.requirements import midnight
from pilotage.platform.certification.states import Band

_FILE = Path(__file__).with_name("scorecard.yaml")
WEEK = timedelta(days=7)
_WORSE = (Band.GOOD, Band.WARN, Band.BLOCK)


@dataclass(frozen=True, slots=True)
class Week:
    """The outcomes of one week: promises met and broken, work accepted and sent back, disputes lost."""

    monday: date
    met: int = 0
    breached: int = 0
    accepted: int = 0
    corrected: int = 0
    disputes_lost: int = 0

    @property
    def n(self) -> int:
        """How many outcomes there were."""
        return self.met + self.breached + self.accepted + self.corrected


@dataclass(frozen=True, slots=True)
class Limits:
    """Beyond any of these a level is reached: share of promises kept, of work sent back, disputes lost an outcome."""

    kept_below: Decimal
    corrected_above: Decimal
    disputes_above: Decimal


@dataclass(frozen=True, slots=True)
class Turn:
    """So many of the last so many weeks."""

    weeks: int
    of: int


@dataclass(frozen=True, slots=True)
class Rules:
    """One version, in force from `begins` (UTC)."""

    version: str
    begins: datetime
    announced: date | None
    window: int
    minimum: int
    warn: Limits
    block: Limits
    worse: Turn
    better: Turn


@dataclass(frozen=True, slots=True)
class Figures:
    """What a window amounts to; a share of nothing is None. `n` is the number of outcomes."""

    n: int
    kept: Decimal | None
    corrected: Decimal | None
    disputes: Decimal | None


def figures(weeks: Sequence[Week]) -> Figures:
    """The shares of these weeks together."""
    met, breached = sum(w.met for w in weeks), sum(w.breached for w in weeks)
    accepted, corrected = sum(w.accepted for w in weeks), sum(w.corrected for w in weeks)
    n = sum(w.n for w in weeks)
    return Figures(
        n=n,
        kept=_share(met, met + breached),
        corrected=_share(corrected, accepted + corrected),
        disputes=_share(sum(w.disputes_lost for w in weeks), n),
    )


def level(weeks: Sequence[Week], rules: Rules) -> Band:
    """What one window says: unknown below the minimum, else the worst limit that it crosses."""
    found = figures(weeks)
    if found.n < rules.minimum:
        return Band.UNKNOWN
    if _crosses(found, rules.block):
        return Band.BLOCK
    return Band.WARN if _crosses(found, rules.warn) else Band.GOOD


def bands(weeks: Sequence[Week], rules: Rules) -> Iterator[tuple[date, Band, Band]]:
    """(Monday, level, band) week by week; a week without a row counts with nothing in it."""
    told = {week.monday: week for week in weeks}
    if not told:
        return
    day, last = min(told), max(told)
    every: list[Week] = []
    levels: list[Band] = []
    now = Band.UNKNOWN
    while day <= last:
        every.append(told.get(day, Week(day)))
        levels.append(level(every[-rules.window :], rules))
        now = _turned(now, levels, rules)
        yield day, levels[-1], now
        day += WEEK


def band(weeks: Sequence[Week], rules: Rules) -> Band:
    """The band after the last of these weeks; unknown before any."""
    told = list(bands(weeks, rules))
    return told[-1][2] if told else Band.UNKNOWN


def in_force(at: datetime) -> Rules:
    """The rules at `at`; before the first version, the first."""
    begun = [rules for rules in versions() if rules.begins <= at]
    return begun[-1] if begun else versions()[0]


@cache
def versions() -> tuple[Rules, ...]:
    """Every version, earliest first."""
    table = _table()
    zone = ZoneInfo(table["zone"])
    found = [_rules(entry, zone) for entry in table["versions"]]
    return tuple(sorted(found, key=lambda rules: rules.begins))


@cache
def marks_stand() -> tuple[int, int]:
    """(months for which a mark stands, how many a firm may have before the board sits)."""
    marks = _table()["marks"]
    return marks["standing_months"], marks["most"]


def monday(at: datetime) -> date:
    """The Monday of the week in which `at` lies, in the programme's zone."""
    day = at.astimezone(ZoneInfo(_table()["zone"])).date()
    return day - timedelta(days=day.weekday())


def stretch(week: date) -> tuple[datetime, datetime]:
    """[from, until) of the week that begins on this Monday."""
    zone = ZoneInfo(_table()["zone"])
    return midnight(week, zone), midnight(week + WEEK, zone)


def differences(found: Figures, limits: Limits) -> tuple[Text, ...]:
    """Each limit that is crossed, in words."""
    return tuple(
        says.with_(has=round(has, 3), limit=limit)
        for says, has, limit, is_crossed in _measures(found, limits)
        if is_crossed and has is not None
    )


def _turned(now: Band, levels: Sequence[Band], rules: Rules) -> Band:
    last = levels[-1]
    if last is Band.UNKNOWN:
        return last
    if now is Band.UNKNOWN:
        # Nothing to hold on to; but nobody is stopped by the first week that is known.
        lasts = _count(levels, rules.worse, lambda one: one is Band.BLOCK)
        return Band.WARN if last is Band.BLOCK and not lasts else last
    for target in reversed(_WORSE):
        if _rank(target) <= _rank(now):
            break
        if _count(levels, rules.worse, lambda one, to=target: _rank(one) >= _rank(to)):
            return target
    for target in _WORSE:
        if _rank(target) >= _rank(now):
            break
        if _count(levels, rules.better, lambda one, to=target: 0 <= _rank(one) <= _rank(to)):
            return target
    return now


def _count(levels: Sequence[Band], turn: Turn, holds: Any) -> bool:
    return sum(holds(one) for one in levels[-turn.of :]) >= turn.weeks


def _rank(band: Band) -> int:
    return _WORSE.index(band) if band in _WORSE else -1


def _crosses(found: Figures, limits: Limits) -> bool:
    return any(crossed for *_, crossed in _measures(found, limits))


def _measures(
    found: Figures, limits: Limits
) -> tuple[tuple[Text, Decimal | None, Decimal, bool], ...]:
    kept, back, lost = found.kept, found.corrected, found.disputes
    return (
        (_KEPT, kept, limits.kept_below, kept is not None and kept < limits.kept_below),
        (_BACK, back, limits.corrected_above, back is not None and back > limits.corrected_above),
        (_LOST, lost, limits.disputes_above, lost is not None and lost > limits.disputes_above),
    )


def _share(part: int, whole: int) -> Decimal | None:
    return Decimal(part) / whole if whole else None


@cache
def _table() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return loaded


def _rules(entry: dict[str, Any], zone: ZoneInfo) -> Rules:
    return Rules(
        version=entry["version"],
        begins=midnight(entry["from"], zone),
        announced=entry.get("announced"),
        window=entry["window_weeks"],
        minimum=entry["minimum"],
        warn=_limits(entry["warn"]),
        block=_limits(entry["block"]),
        worse=Turn(**entry["worse"]),
        better=Turn(**entry["better"]),
    )


def _limits(values: dict[str, str]) -> Limits:
    return Limits(**{name: Decimal(value) for name, value in values.items()})


_KEPT = Text("时效达成率 {has}，低于 {limit}", "promises kept {has}, below {limit}")
_BACK = Text("交付被退回 {has}，高于 {limit}", "work sent back {has}, above {limit}")
_LOST = Text("败诉争议占 {has}，高于 {limit}", "disputes lost {has}, above {limit}")
