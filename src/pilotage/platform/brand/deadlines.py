"""Deadlines of marks (商标期限): counted by the docket from the events a seller entered; nothing is stored, nothing guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pilotage.engines import marks as engine
from pilotage.kernel.text import Text
from pilotage.platform.brand.models import MarkDone, MarkEvent, Status
from pilotage.platform.brand.words import DEADLINES, WHY_NONE


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of an act, the legal day of its office; `end_cn` is that day's last second in China time.

    `last` is the last day on which the act is possible at all: with a surcharge, where there is one.
    """

    event: MarkEvent
    code: str
    day: date
    end_cn: datetime
    opens: date | None
    extendable_to: date | None
    grace_until: date | None
    rule: str
    source: str
    unverified: bool
    settled: MarkDone | None

    @property
    def name(self) -> Text:
        return DEADLINES.get(self.code, Text(self.code, self.code))

    @property
    def key(self) -> str:
        """As calendars and reminders know it; at most forty characters."""
        return f"{self.event.ref}/{self.code}"

    @property
    def last(self) -> date:
        return self.grace_until or self.day

    def left(self, at: datetime) -> int:
        """Days from what is today at the office; negative once the day is over there."""
        return (self.day - self._today(at)).days

    def is_over(self, at: datetime) -> bool:
        """Whether nothing can be done any more, not even with a surcharge."""
        return self.last < self._today(at)

    def _today(self, at: datetime) -> date:
        return engine.office(self.event.mark.office).day_of(at)


@dataclass(frozen=True, slots=True)
class Gap:
    """An event from which no deadline can be counted, and why."""

    event: MarkEvent
    why: Text


def of_events(events: Iterable[MarkEvent]) -> tuple[list[Deadline], list[Gap]]:
    """The nearest first. Events come with `mark` and their settled acts."""
    found: list[Deadline] = []
    gaps: list[Gap] = []
    for event in events:
        answer = engine.docket_case(
            {
                "id": event.ref, "office": event.mark.office, "event": event.event,
                "date": event.on.isoformat(), "facts": event.facts,
            }
        )  # fmt: skip
        if "error" in answer:
            gaps.append(Gap(event, WHY_NONE[str(answer["error"])]))
            continue
        settled = {one.name: one for one in event.settled.all()}
        told: Any = answer["deadlines"]
        found += [_deadline(event, one, settled.get(one["name"])) for one in told]
    found.sort(key=lambda one: (one.day, one.key))
    return found, gaps


def is_unverified(rule: Mapping[str, Any]) -> bool:
    """Of a deadline's rule as the docket tells it: the rule may be certain and the move off a closed day not."""
    return rule["confidence"] != "sourced" or "unverified" in rule["source"]


def running(seller_id: int | None) -> list[Deadline]:
    """Those of the living marks of a seller that nobody has settled; of nobody: none."""
    events = MarkEvent.objects.filter(
        mark__organisation=seller_id, mark__retired_at=None, gone_at=None
    ).exclude(mark__status=Status.ENDED)
    found, _ = of_events(events.select_related("mark").prefetch_related("settled"))
    return [one for one in found if one.settled is None]


def due(seller_id: int | None, since: date, until: date) -> list[Deadline]:
    """Those whose day lies from `since` to `until`, both included."""
    return [one for one in running(seller_id) if since <= one.day <= until]


def _deadline(event: MarkEvent, told: dict[str, Any], settled: MarkDone | None) -> Deadline:
    rule = told["rule"]
    return Deadline(
        event=event,
        code=told["name"],
        day=date.fromisoformat(told["due"]),
        end_cn=datetime.fromisoformat(told["due_end_cn"]),
        opens=_day(told.get("opens")),
        extendable_to=_day(told.get("extendable_to")),
        grace_until=_day(told.get("grace_until")),
        rule=rule["key"],
        source=rule["source"],
        unverified=is_unverified(rule),
        settled=settled,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
