"""Hashes that let anybody check a verdict later: over the inputs, and over what a closed one rests on."""

from __future__ import annotations

import zoneinfo
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from importlib import import_module
from pathlib import Path

from pilotage.engines.sla.obligation import Obligation
from pilotage.engines.sla.verdict import Verdict
from pilotage.engines.worktime.intervals import working_intervals
from pilotage.kernel.canonical import canonical_json, sha256

# Raised when a rule of the contract is read differently, so that old hashes keep their meaning.
ENGINE_VERSION = "sla-1"


@cache
def zone_data_version() -> str:
    """The release of the time-zone data that `zoneinfo` reads, such as `2026b`."""
    for folder in zoneinfo.TZPATH:
        database = Path(folder) / "tzdata.zi"
        if database.is_file():
            with database.open(encoding="utf-8") as lines:
                return lines.readline().removeprefix("# version ").strip()
    return str(import_module("tzdata").IANA_VERSION)


def inputs_hash(
    policy: Mapping[str, object], events: Sequence[Mapping[str, object]], as_of: str | None
) -> str:
    """SHA-256 over policy, events (a set, `at` in UTC), `as_of`, time-zone data and engine."""
    return _hashed(
        {
            "policy": policy,
            "events": events,
            "as_of": as_of,
            "tzdata": zone_data_version(),
            "engine": ENGINE_VERSION,
        }
    )


def verdict_hash(obligation: Obligation, verdict: Verdict) -> str:
    """SHA-256 over a closed verdict and the working seconds, pauses and budget it rests on.

    Working time goes in as instants, so neither a later edit of the calendar nor new
    time-zone data changes the hash unless it changes these very hours.
    """
    begin = obligation.counted_from
    until = max(verdict.due, obligation.end(verdict.due))
    hours = working_intervals(obligation.calendar, _second(begin), _second(until))
    return _hashed(
        {
            "engine": ENGINE_VERSION,
            "obligation": str(verdict.promise),
            "case": verdict.case,
            "counted_from": begin,
            "budget": repr(obligation.budget),
            "cut_off": obligation.cut_off,
            "not_before": obligation.not_before,
            "worked": [[opening, min(closing, _second(until))] for opening, closing in hours],
            "pauses": sorted(obligation.pauses_until(until)),
            "due": verdict.due,
            "ended": verdict.ended,
            "state": str(verdict.state),
            "overrun_seconds": verdict.overrun_seconds,
        }
    )


def _hashed(value: object) -> str:
    return sha256(canonical_json(value))


def _second(at: datetime) -> int:
    return int(at.timestamp())
