"""From events at trade-mark offices to deadlines: one answer per case, a bad one never stops the others."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pilotage.engines import law
from pilotage.engines.law import Act, Dated, Span
from pilotage.engines.marks.counting import counted
from pilotage.engines.marks.offices import OFFICES, NoCalendar, Office, office

Json = dict[str, object]
Rule = Dated[tuple[Act, ...]]

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")
# The fact that decides which rule of an event applies, and what it may say.
_DECIDES = {
    ("USPTO", "office_action"): ("filing", ("national", "madrid")),
    ("USPTO", "registration"): ("filing", ("national", "madrid")),
    ("JPO", "refusal_reasons"): ("applicant", ("domestic", "abroad")),
}
_MOST_EXTENSIONS = 5


class Fault(Exception):
    """Why a case has no deadlines: `UNKNOWN_EVENT`, `BAD_DATE`, `MISSING_FACT` or `RULE_GAP`."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class _Event:
    """An event on its day at its office, its facts, and the entries that count from it.

    One entry, except where the way of counting changed and a period is counted as on the day it ends.
    """

    office: Office
    key: str
    day: date
    facts: Mapping[str, object]
    entries: tuple[Rule, ...]

    def reach(self, n: int, span: Span) -> tuple[Rule, date]:
        """The last day of a period of the nth act, and the entry by which it is counted."""
        ends = [(entry, counted(self.day, span, entry.value[n].counted)) for entry in self.entries]
        if len(ends) == 1:
            return ends[0]
        # No entry holds its own end on the day of a change, counted by the old way to that day and by the new one to
        # the day before: the new way is in force then.
        return next((found for found in ends if found[0].holds(found[1])), ends[1])


def docket(cases: Iterable[object]) -> list[Json]:
    """An answer per case in the cases' order."""
    return [docket_case(case) for case in cases]


def docket_case(case: object) -> Json:
    """{"id", "deadlines"} or {"id", "error"}."""
    fields = case if isinstance(case, Mapping) else {}
    named: Json = {"id": fields.get("id")}
    try:
        event = _event(fields)
        acts = range(len(event.entries[0].value))
        return named | {"deadlines": [_deadline(event, n) for n in acts]}
    except Fault as fault:
        return named | {"error": fault.code}
    except (NoCalendar, OverflowError, ValueError):  # beyond the kept calendars, or beyond all days
        return named | {"error": "RULE_GAP"}


def _event(fields: Mapping[str, object]) -> _Event:
    name, event = fields.get("office"), fields.get("event")
    if name not in OFFICES or not isinstance(event, str):
        raise Fault("UNKNOWN_EVENT")
    place = "PARIS" if event == "first_filing" else str(name)
    rules = law.trade_mark_rules(place)
    if not any(key.partition(".")[0] == event for key in rules):
        raise Fault("UNKNOWN_EVENT")
    at = office(str(name))
    day = _day(fields.get("date"), at)
    facts = fields.get("facts")
    facts = facts if isinstance(facts, Mapping) else {}
    key = _key(str(name), event, facts, rules)
    return _Event(at, f"{place}.{key}".lower(), day, facts, _entries(rules.get(key, ()), day))


def _day(value: object, at: Office) -> date:
    if not isinstance(value, str):
        raise Fault("BAD_DATE")
    try:
        if _DAY.fullmatch(value):
            return date.fromisoformat(value)
        if _INSTANT.fullmatch(value):
            return at.day_of(datetime.fromisoformat(value))
    except (ValueError, OverflowError):
        raise Fault("BAD_DATE") from None
    raise Fault("BAD_DATE")


def _key(name: str, event: str, facts: Mapping[str, object], rules: Container[str]) -> str:
    if (name, event) in _DECIDES:
        fact, answers = _DECIDES[name, event]
        if facts.get(fact) not in answers:
            raise Fault("MISSING_FACT")
        return f"{event}.{facts[fact]}"
    of_office = f"{event}.{name.lower()}"
    return of_office if of_office in rules else event


def _entries(history: tuple[Rule, ...], day: date) -> tuple[Rule, ...]:
    if not history or (history[0].since and day < history[0].since):
        raise Fault("RULE_GAP")
    if history[0].value[0].dated_by == "end":
        return history
    return tuple(entry for entry in history if entry.holds(day))


def _deadline(event: _Event, n: int) -> Json:
    act = event.entries[0].value[n]
    rule, ends = _ends(event, n)
    moved = {name: event.office.open_day_from(day) for name, day in ends.items()}
    later = {name: day.isoformat() for name, day in moved.items() if name != "due"}
    return {
        "name": act.name,
        "due": moved["due"].isoformat(),
        "due_end_cn": event.office.end_in_china(moved["due"]).isoformat(),
        **_opens(event, act),
        **later,
        "rule": {
            "key": event.key,
            "from": rule.since.isoformat() if rule.since else None,
            "source": (rule.source.article or rule.source.title)
            + _doubt(event.office, ((ends[name], moved[name]) for name in ends)),
            "confidence": rule.source.confidence,
        },
    }


def _ends(event: _Event, n: int) -> tuple[Rule, dict[str, date]]:
    """The entry, and the last days by their names: each counted from the event, not yet moved."""
    act = event.entries[0].value[n]
    span = act.due.times(1 + _further(event, act))
    rule, due = event.reach(n, span)
    extendable = act.extendable_to if act.extendable_to != span else None
    if (notice := _notice(event, act)) is not None and act.extendable_to:
        extendable = None
        if notice <= event.office.open_day_from(due):
            rule, due = event.reach(n, act.extendable_to)
    later = {"extendable_to": extendable, "grace_until": act.grace_until}
    ends = {name: event.reach(n, longer)[1] for name, longer in later.items() if longer}
    return rule, {"due": due, **ends}


def _doubt(at: Office, moves: Iterable[tuple[date, date]]) -> str:
    """The closed days passed over that no source was read for: the rule may be certain, the move is not."""
    passed = {start + timedelta(n) for start, end in moves for n in range((end - start).days)}
    days = [day.isoformat() for day in sorted(passed & at.unverified)]
    return f"; moved off {', '.join(days)} (closed, unverified: {at.source})" if days else ""


def _further(event: _Event, act: Act) -> int:
    """How many further periods a fact counts."""
    if not act.once_more_per:
        return 0
    further = event.facts.get(act.once_more_per)
    if type(further) is not int or not 0 <= further <= _MOST_EXTENSIONS:
        raise Fault("MISSING_FACT")
    return further


def _notice(event: _Event, act: Act) -> date | None:
    """The day of the notice that makes a period longer; None when none is known."""
    given = event.facts.get(act.longer_if) if act.longer_if else None
    return None if given is None else _day(given, event.office)


def _opens(event: _Event, act: Act) -> Json:
    """Never moved. A period that runs back does so from the term's own end and keeps the day number."""
    if act.opens is None:
        return {}
    backwards = act.opens.months < 0
    start = counted(event.day, act.due, act.counted) if backwards else event.day
    return {"opens": counted(start, act.opens, "same_day").isoformat()}
