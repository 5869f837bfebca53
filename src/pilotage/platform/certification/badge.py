"""The badge "Official Advisor 官方顾问": computed from public, versioned rules; what is missing is named. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from pilotage.kernel.decimals import plain
from pilotage.kernel.periods import add_months
from pilotage.kernel.text import Text
from pilotage.platform.certification import states
from pilotage.platform.certification.requirements import midnight
from pilotage.platform.certification.rules import BEGINNING, NEVER

NAME = Text("官方顾问", "Official Advisor")
_FILE = Path(__file__).with_name("badge.yaml")


@dataclass(frozen=True, slots=True)
class Rules:
    """One version, in force from `begins` (UTC), public since `announced`.

    With `weeks_of`, ratings and answers must have held in `weeks_kept` of so many last weeks, not at this instant.
    """

    version: str
    begins: datetime
    announced: date
    standing: str
    months_in_programme: int
    services_listed: int
    engagements_rated: int
    mean_quality: Decimal
    requests_asked: int
    answered_in_time: Decimal
    weeks_kept: int = 0
    weeks_of: int = 0


@dataclass(frozen=True, slots=True)
class Record:
    """What a partner has shown. `praise` is the sum of ratings in millionths over `engagements`.

    `fit_weeks`: in how many of the last weeks ratings and answers held.
    """

    standing: str
    registered_at: datetime
    services: int
    praise: int
    engagements: int
    asked: int
    answered: int
    fit_weeks: int = 0


def missing(record: Record, at: datetime) -> tuple[Text, ...]:
    """What keeps the badge from the partner at `at`; empty when it carries it."""
    rules = in_force(at)
    return (_NO_RULES,) if rules is None else tuple(_missing(record, rules, at))


def is_carried(record: Record, at: datetime) -> bool:
    """Whether nothing is missing; stops at the first gap."""
    rules = in_force(at)
    return rules is not None and next(_missing(record, rules, at), None) is None


def steady(registered_at: datetime, at: datetime) -> tuple[datetime, datetime]:
    """[from, until) around `at` in which time alone does not change the badge."""
    edges = {rules.begins for rules in versions()}
    edges |= {
        midnight(add_months(registered_at.date(), rules.months_in_programme), ZoneInfo("UTC"))
        for rules in versions()
    }
    before = max((edge for edge in edges if edge <= at), default=BEGINNING)
    return before, min((edge for edge in edges if edge > at), default=NEVER)


def holds(record: Record, at: datetime) -> bool:
    """Whether ratings and answers hold at `at`: what a week is counted by."""
    rules = in_force(at)
    return rules is not None and next(_measured(record, rules), None) is None


def coming(at: datetime) -> tuple[Rules, ...]:
    """Versions that are public and have not begun, the next first."""
    return tuple(rules for rules in versions() if rules.begins > at)


def missing_under(record: Record, rules: Rules, at: datetime) -> tuple[Text, ...]:
    """What would be missing by these rules."""
    return tuple(_missing(record, rules, at))


def in_force(at: datetime) -> Rules | None:
    """The rules at `at`; None before the first version."""
    begun = [rules for rules in versions() if rules.begins <= at]
    return begun[-1] if begun else None


def _missing(record: Record, rules: Rules, at: datetime) -> Iterator[Text]:
    if record.standing != rules.standing:
        yield Text("平台状态为“{now}”", "standing is “{now}”").with_(
            now=states.NAMES[states.Standing(record.standing)]
        )
    if add_months(record.registered_at.date(), rules.months_in_programme) > at.date():
        yield Text("加入未满 {n} 个月", "in the programme for less than {n} months").with_(
            n=rules.months_in_programme
        )
    yield from _short(Text("在列服务", "services listed"), record.services, rules.services_listed)
    if rules.weeks_of:
        if record.fit_weeks < rules.weeks_kept:
            yield Text(
                "近 {of} 周达标 {has} 周，须 {needs} 周",
                "{has} of the last {of} weeks held, {needs} needed",
            ).with_(of=rules.weeks_of, has=record.fit_weeks, needs=rules.weeks_kept)
            yield from _measured(record, rules)
        return
    yield from _measured(record, rules)


def _measured(record: Record, rules: Rules) -> Iterator[Text]:
    yield from _short(
        Text("已评价合作", "engagements rated"), record.engagements, rules.engagements_rated
    )
    mean = _share(record.praise, 1_000_000 * record.engagements)
    yield from _below(Text("平均评价", "mean rating"), mean, rules.mean_quality)
    yield from _short(
        Text("到期应答复的请求", "requests that fell due"), record.asked, rules.requests_asked
    )
    share = _share(record.answered, record.asked)
    yield from _below(Text("按时答复率", "share answered in time"), share, rules.answered_in_time)


def _share(part: int, whole: int) -> Decimal | None:
    return Decimal(part) / whole if whole else None


def _short(what: Text, has: int, needs: int) -> Iterator[Text]:
    if has < needs:
        yield Text("{what}：{has}/{needs}", "{what}: {has}/{needs}").with_(
            what=what, has=has, needs=needs
        )


def _below(what: Text, has: Decimal | None, needs: Decimal) -> Iterator[Text]:
    if has is None:
        yield Text("{what}：暂无记录", "{what}: no record yet").with_(what=what)
    elif has < needs:
        yield Text("{what} {has}，低于 {needs}", "{what} {has}, below {needs}").with_(
            what=what, has=plain(round(has, 3)), needs=plain(needs)
        )


@cache
def versions() -> tuple[Rules, ...]:
    """Every version, earliest first."""
    table: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    zone = ZoneInfo(table["zone"])
    found = [_rules(entry, zone) for entry in table["versions"]]
    return tuple(sorted(found, key=lambda rules: rules.begins))


def _rules(entry: dict[str, Any], zone: ZoneInfo) -> Rules:
    fields = entry["rules"]
    return Rules(
        version=entry["version"],
        begins=midnight(entry["from"], zone),
        announced=entry["announced"],
        **{name: value for name, value in fields.items() if not isinstance(value, str)},
        standing=fields["standing"],
        mean_quality=Decimal(fields["mean_quality"]),
        answered_in_time=Decimal(fields["answered_in_time"]),
    )


_NO_RULES = Text("该日期尚无标识规则", "no badge rules at this date")
