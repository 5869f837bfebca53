"""What a closed verdict was computed from, so that anybody can compute it again: calendars apart, under their hash.

    inputs, calendars = kept_replay(policy, events, as_of)
    again(inputs, calendars)        # the same verdicts, with the same hashes

Names of calendars are spelt out, since what a name stands for changes; a calendar is written once and named by the
SHA-256 of its canonical JSON. `tzdata` and `engine` say with which releases it was computed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from pilotage.engines.sla.cases import event_of, terms_of
from pilotage.engines.sla.duties import ByLaw, Days, Duty, Owed, Standing, budget_text, stands
from pilotage.engines.sla.proof import ENGINE_VERSION, zone_data_version
from pilotage.engines.sla.replay import replay
from pilotage.engines.sla.verdict import Verdict
from pilotage.engines.worktime import Calendar, Fault, calendar_of, parse_budget, spelt_out
from pilotage.engines.worktime.cases import time_of
from pilotage.kernel.canonical import canonical_json, sha256

Json = Mapping[str, Any]
Calendars = dict[str, dict[str, Any]]
Inputs = dict[str, Any]


def kept_replay(policy: Json, events: Sequence[Json], as_of: datetime) -> tuple[Inputs, Calendars]:
    """The inputs of one `sla replay`, and the calendars they name by hash."""
    calendars: Calendars = {}
    return {
        **_releases(),
        "policy": _with_calendar(policy, calendars),
        "events": [_with_calendar(event, calendars) for event in events],
        "as_of": _utc(as_of),
    }, calendars


def kept_duty(owed: Owed) -> tuple[Inputs, Calendars]:
    """The inputs of a duty's verdict, and its calendar under its hash."""
    calendars: Calendars = {}
    law = owed.by_law
    return {
        **_releases(),
        "duty": str(owed.duty),
        "of": owed.of,
        "calendar": _put(owed.calendar, calendars),
        "start": _utc(owed.start),
        "within": budget_text(owed.within),
        "by_law": None if law is None else {"at": _utc(law.at), "buffer_days": law.buffer.days},
        "ended": None if owed.ended is None else _utc(owed.ended),
    }, calendars


def again(inputs: Json, calendars: Mapping[str, Json]) -> list[dict[str, Any]]:
    """Every closed verdict of kept inputs, computed anew; raises `worktime.Fault` for what nobody kept.

    `{"promise", "of", "started_at", "due", "ended_at", "state", "overrun_seconds", "hash"}`; `of` is the case, or
    what a duty is about. A calendar whose hash is not its name is refused: `UNKNOWN_CALENDAR`.
    """
    if "duty" in inputs:
        owed = duty_from({**inputs, "calendar": _taken(inputs["calendar"], calendars)})
        standing = stands(owed, owed.ended or owed.start)
        return [_of_duty(standing)] if standing.closed else []
    policy = _with_taken(inputs["policy"], calendars)
    terms = terms_of(policy)
    zone = terms.calendar.zone
    told = [_with_taken(event, calendars) for event in inputs["events"]]
    events = [event_of(one, zone, canonical_json(one).decode()) for one in told]
    found = replay(terms, events, time_of(inputs["as_of"], zone))
    return [_of_case(one) for one in found.verdicts if one.closed]


def duty_from(raw: Json) -> Owed:
    """A duty as JSON says it, its calendar spelt out or named; raises `worktime.Fault`."""
    calendar = calendar_of(raw.get("calendar"))
    law, ended = raw.get("by_law"), raw.get("ended")
    try:
        duty = Duty(str(raw.get("duty")))
        by_law = None if law is None else _law(law, calendar)
    except (TypeError, ValueError, KeyError):
        raise Fault("BAD_EVENT") from None
    return Owed(
        duty=duty,
        of=str(raw.get("of") or ""),
        calendar=calendar,
        start=time_of(raw.get("start"), calendar.zone),
        within=within_of(raw.get("within")),
        by_law=by_law,
        ended=None if ended is None else time_of(ended, calendar.zone),
    )


def within_of(text: object) -> Any:
    """`P10WD`, `PT40H`, or calendar days as `P5D`; every other text is `BAD_BUDGET`."""
    if isinstance(text, str) and text[:1] == "P" and text[-1:] == "D" and text[1:-1].isascii():
        digits = text[1:-1]
        if digits.isdigit() and 0 < len(digits) < 6 and int(digits) > 0:
            return Days(int(digits))
    return parse_budget(text)


def _law(raw: Json, calendar: Calendar) -> ByLaw:
    return ByLaw(time_of(raw["at"], calendar.zone), timedelta(days=int(raw["buffer_days"])))


def _releases() -> Inputs:
    return {"engine": ENGINE_VERSION, "tzdata": zone_data_version()}


def _with_calendar(raw: Json, calendars: Calendars) -> Inputs:
    if raw.get("calendar") is None:
        return dict(raw)
    return {**raw, "calendar": _put(calendar_of(raw["calendar"]), calendars)}


def _put(calendar: Calendar, calendars: Calendars) -> dict[str, str]:
    spelt = spelt_out(calendar)
    name = sha256(canonical_json(spelt))
    calendars[name] = spelt
    return {"sha256": name}


def _with_taken(raw: Json, calendars: Mapping[str, Json]) -> Inputs:
    named = raw.get("calendar")
    return dict(raw) if named is None else {**raw, "calendar": _taken(named, calendars)}


def _taken(named: Json, calendars: Mapping[str, Json]) -> Json:
    spelt = calendars.get(str(named.get("sha256")))
    if spelt is None or sha256(canonical_json(dict(spelt))) != named["sha256"]:
        raise Fault("UNKNOWN_CALENDAR")
    return spelt


def _of_case(verdict: Verdict) -> dict[str, Any]:
    return {
        "promise": str(verdict.promise),
        "of": verdict.case,
        "started_at": verdict.start,
        "due": verdict.due,
        "ended_at": verdict.ended,
        "state": str(verdict.state),
        "overrun_seconds": verdict.overrun_seconds,
        "hash": verdict.hash,
    }


def _of_duty(standing: Standing) -> dict[str, Any]:
    owed = standing.owed
    return {
        "promise": str(owed.duty),
        "of": owed.of,
        "started_at": owed.start,
        "due": standing.due,
        "ended_at": owed.ended,
        "state": str(standing.state),
        "overrun_seconds": standing.overrun_seconds,
        "hash": standing.hash,
    }


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
