"""Closed verdicts are kept; what arrives later corrects them by a signed entry, never in place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pilotage.engines.sla.terms import Promise
from pilotage.engines.sla.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Reversal:
    """A kept verdict that a later replay no longer gives; `now` is None when it is owed no more."""

    kept: Verdict
    now: Verdict | None


def reversals(kept: Iterable[Verdict], replayed: Iterable[Verdict]) -> tuple[Reversal, ...]:
    """The closed verdicts of `kept` that the same case, replayed with later events, contradicts.

    Equal hashes rest on equal things and are never compared further.
    """
    now = {_key(verdict): verdict for verdict in replayed}
    closed = [verdict for verdict in kept if verdict.closed]
    return tuple(
        Reversal(verdict, found)
        for verdict in closed
        if (found := now.get(_key(verdict))) is None or found.hash != verdict.hash
    )


def _key(verdict: Verdict) -> tuple[Promise, str | None, datetime]:
    return verdict.promise, verdict.case, verdict.start
