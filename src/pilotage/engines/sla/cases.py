"""Policies, events and answers as JSON: the shapes of the contract `sla replay`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from pilotage.engines.sla.events import KINDS, Event, Mode, kind_of
from pilotage.engines.sla.proof import inputs_hash
from pilotage.engines.sla.replay import Refusal, Replay, replay
from pilotage.engines.sla.terms import DEFAULT_PAUSE_CAP, Budget, Change, Promise, Reopen, Terms
from pilotage.engines.sla.verdict import Verdict
from pilotage.engines.worktime import Calendar, Fault, calendar_of, parse_budget
from pilotage.engines.worktime.cases import clock_of, time_of
from pilotage.kernel.canonical import canonical_json

Json = Mapping[str, Any]


def answer(case: Json) -> dict[str, Any]:
    """One case of `sla replay`: `{"id", "verdicts", "inputs_hash", "refused"?}` or `{"id", "error"}`.

    Beyond the codes of `sla due`: `BAD_POLICY`, `BAD_EVENT` for what has none of the contract's shapes.
    """
    try:
        return {"id": case.get("id"), **_answered(case)}
    except Fault as fault:
        return {"id": case.get("id"), "error": fault.code}
    except OverflowError:  # the calendar of dates ends before the horizon does
        return {"id": case.get("id"), "error": "BEYOND_HORIZON"}


def _answered(case: Json) -> dict[str, Any]:
    policy = _object(case.get("policy"), "BAD_POLICY")
    terms = terms_of(policy)
    zone = terms.calendar.zone
    told = [_in_utc(_object(raw, "BAD_EVENT"), zone) for raw in _list(case.get("events"))]
    # Under their canonical JSON, so that what is told twice is there once.
    distinct = {canonical_json(raw).decode(): raw for raw in told}
    events = [event_of(raw, zone, tie) for tie, raw in sorted(distinct.items())]
    as_of = None if case.get("as_of") is None else time_of(case["as_of"], zone)
    found = replay(terms, events, as_of)
    seen = None if found.as_of is None else _utc(found.as_of)
    hashed = inputs_hash(policy, [distinct[tie] for tie in sorted(distinct)], seen)
    return _written(found, hashed)


def terms_of(policy: Json) -> Terms:
    """A policy's terms; raises `Fault`: calendar first, then budgets, then the cut-off."""
    calendar = _calendar(policy.get("calendar"))
    targets = _targets(policy)
    cap = policy.get("pause_cap")
    reopen = policy.get("reopen")
    if reopen not in (None, *Reopen):
        raise Fault("BAD_POLICY")
    return Terms(
        calendar=calendar,
        targets=targets,
        pause_cap=DEFAULT_PAUSE_CAP if cap is None else parse_budget(cap),
        cut_off=clock_of(policy.get("cut_off")),
        reopen=Reopen(reopen or Reopen.TOTAL),
    )


def event_of(raw: Json, zone: ZoneInfo, tie: str = "") -> Event:
    """One event; local times are of `zone`."""
    kind = KINDS.get(str(raw.get("kind")))
    if kind is None:
        raise Fault("BAD_EVENT")
    received, name = raw.get("received_at"), raw.get("case")
    return kind(
        at=time_of(raw.get("at"), zone),
        case=None if name is None else str(name),
        received_at=None if received is None else time_of(received, zone),
        tie=tie,
        **_fields(str(raw["kind"]), raw),
    )


def _fields(kind: str, raw: Json) -> dict[str, Any]:
    """What a kind has beyond every event's fields."""
    match kind:
        case "partner_replied":
            return {"auto": raw.get("auto") is True}
        case "seller_replied":
            return {"needs_action": raw.get("marked") != "no_action_needed"}
        case "waiting_for_seller":
            question = raw.get("question")
            return {"question": question if isinstance(question, str) else ""}
        case "policy_changed":
            if raw.get("mode") not in tuple(Mode):
                raise Fault("BAD_EVENT")
            signed = raw.get("signed_amendment") is True
            return {"mode": Mode(raw["mode"]), "change": _change(raw), "signed": signed}
        case "handed_over":
            return {"giver": str(raw.get("from")), "taker": str(raw.get("to"))}
        case "merged":
            return {"cases": tuple(str(name) for name in _list(raw.get("cases")))}
    return {}


def _change(raw: Json) -> Change:
    calendar = raw.get("calendar")
    return Change(
        targets=_targets(raw),
        calendar=None if calendar is None else _calendar(calendar),
        add_closed=frozenset(_date(day) for day in _list(raw.get("add_closed"))),
    )


def _targets(raw: Json) -> dict[Promise, Budget]:
    return {
        promise: parse_budget(raw[promise]) for promise in Promise if raw.get(promise) is not None
    }


def _calendar(raw: object) -> Calendar:
    calendar = calendar_of(raw)
    if calendar.is_empty:
        raise Fault("EMPTY_CALENDAR")
    return calendar


def _date(text: object) -> date:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        raise Fault("BAD_TIME") from None


def _in_utc(raw: Json, zone: ZoneInfo) -> Json:
    return {**raw, "at": _utc(time_of(raw.get("at"), zone))}


def _written(found: Replay, hashed: str) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "verdicts": [_verdict(verdict) for verdict in found.verdicts],
        "inputs_hash": hashed,
    }
    if found.refused:
        answer["refused"] = [_refusal(refusal) for refusal in found.refused]
    return answer


def _verdict(verdict: Verdict) -> dict[str, Any]:
    written: dict[str, Any] = {
        "obligation": str(verdict.promise),
        "due": _utc(verdict.due),
        "state": str(verdict.state),
        "overrun_seconds": verdict.overrun_seconds,
    }
    if verdict.case is not None:
        written["case"] = verdict.case
    if verdict.owners:
        written["owner_working_seconds"] = dict(verdict.owners)
    if verdict.hash is not None:
        written["verdict_hash"] = verdict.hash
    return written


def _refusal(refusal: Refusal) -> dict[str, str]:
    event = refusal.event
    return {"at": _utc(event.at), "kind": kind_of(event), "reason": refusal.reason}


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _list(raw: object) -> list[Any]:
    if raw is None:
        return []
    if not isinstance(raw, list):
        raise Fault("BAD_EVENT")
    return raw


def _object(raw: object, code: str) -> Json:
    if not isinstance(raw, Mapping):
        raise Fault(code)
    return raw
