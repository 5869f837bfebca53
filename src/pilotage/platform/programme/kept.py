"""A figure as JSON, and back: what was counted on a day is shown as it was counted."""

from __future__ import annotations

from datetime import date
from typing import Any

from pilotage.engines.outcomes import Cohort, Difference, Excluded, Figure, Kind
from pilotage.kernel.text import Text

Json = dict[str, Any]


def as_json(one: Figure) -> Json:
    """Everything that the figure says."""
    cohort = one.cohort
    return {
        "kind": one.kind.value,
        "cohort": {
            "says": _said(cohort.says), "since": cohort.since.isoformat(),
            "until": cohort.until.isoformat(), "as_of": cohort.as_of.isoformat(),
        },
        **{name: getattr(one, name) for name in _PLAIN},
        "excluded": [{"says": _said(left.says), "count": left.count} for left in one.excluded],
        "unknown": _said(one.unknown),
    }  # fmt: skip


def figure(told: Json) -> Figure:
    """What `as_json` wrote. Raises `KeyError` for anything else."""
    days = {name: date.fromisoformat(told["cohort"][name]) for name in ("since", "until", "as_of")}
    return Figure(
        kind=Kind(told["kind"]),
        cohort=Cohort(says=_needed(told["cohort"]["says"]), **days),
        **{name: told[name] for name in _PLAIN},
        excluded=tuple(Excluded(_needed(one["says"]), one["count"]) for one in told["excluded"]),
        unknown=_read(told["unknown"]),
    )


def apart_as_json(one: Difference) -> Json:
    """A difference, with the reason where there is none."""
    return {"value": one.value, "low": one.low, "high": one.high, "unknown": _said(one.unknown)}


def apart(told: Json) -> Difference:
    """What `apart_as_json` wrote."""
    return Difference(told["value"], told["low"], told["high"], _read(told["unknown"]))


_PLAIN = ("n", "value", "low", "high", "good", "exposure", "open", "groups")


def _said(text: Text | None) -> list[str] | None:
    return None if text is None else [text.zh, text.en]


def _read(told: list[str] | None) -> Text | None:
    return None if told is None else Text(*told)


def _needed(told: list[str]) -> Text:
    return Text(*told)
