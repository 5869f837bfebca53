"""What an office did to a mark is entered; the act for a deadline is settled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from pilotage.engines import marks as engine
from pilotage.kernel.errors import Invalid, NotFound, WrongState
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.brand import deadlines, queries
from pilotage.platform.brand.actions.marks import locked, noted
from pilotage.platform.brand.models import Mark, MarkDone, MarkEvent
from pilotage.platform.brand.words import WHY_NONE, Ask, events

LONGEST_NOTE = 300


@transaction.atomic
def note_event(
    *, by: Viewer, at: datetime, ref: str, event: str, on: date, facts: Mapping[str, Any]
) -> MarkEvent:
    """Something that happened on the office's own day; deadlines follow from it. The same again is the same.

    Raises `Invalid` where the docket cannot count from it for want of a fact; a gap of the rules is kept and told.
    """
    row = locked(by, ref)
    known = events(row.office)
    if event not in known:
        raise Invalid(
            "UNKNOWN_EVENT", WHY_NONE["UNKNOWN_EVENT"] if not known else Text("请选择事件。", "Choose the event.")
        )  # fmt: skip
    given = {ask.name: _fact(ask, facts.get(ask.name)) for ask in known[event][1]}
    given = {name: value for name, value in given.items() if value is not None}
    _check_counts(row, event, on, given)
    before = row.events.filter(event=event, on=on, gone_at=None).first()
    if before is not None and before.facts == given:
        return before
    if before is not None:
        before.gone_at = at
        before.save()
    made = MarkEvent.objects.create(
        mark=row, event=event, on=on, facts=given, entered_by=by.actor, entered_at=at
    )
    noted(row, "event", by, at, event=event, on=on.isoformat(), entry=made.ref)
    return made


@transaction.atomic
def take_event_away(*, by: Viewer, at: datetime, ref: str) -> MarkEvent:
    """It was entered by mistake: its deadlines are gone with it."""
    found = queries.event(by, ref)
    row = locked(by, found.mark.ref)
    MarkEvent.objects.filter(pk=found.pk).update(gone_at=at)
    noted(row, "event_removed", by, at, entry=found.ref, event=found.event)
    return found


@transaction.atomic
def settle(*, by: Viewer, at: datetime, ref: str, name: str, note: str = "") -> MarkDone:
    """The act was done: no reminder any more. `ref` is the event's. Raises `NotFound`, `Invalid`, `WrongState`."""
    found = queries.event(by, ref)
    row = locked(by, found.mark.ref)
    said = note.strip()
    if len(said) > LONGEST_NOTE or "\0" in said:
        raise Invalid("TOO_LONG", Text("说明最多 {most} 字。", "At most {most} characters."), most=LONGEST_NOTE)  # fmt: skip
    known, _ = deadlines.of_events([found])
    one = next((one for one in known if one.code == name), None)
    if one is None:
        raise NotFound(
            "NO_SUCH_DEADLINE", Text("这个事件没有这项期限。", "The event has no such deadline.")
        )
    if one.settled is not None:
        raise WrongState("SETTLED_ALREADY", Text("这项期限已登记办理。", "It is settled already."))
    made = MarkDone.objects.create(event=found, name=name, note=said, by=by.actor, at=at)
    noted(row, "settled", by, at, entry=found.ref, deadline=name)
    return made


def _fact(ask: Ask, given: Any) -> Any:
    if given in (None, ""):
        if ask.optional:
            return None
        raise _missing(ask)
    if ask.kind == "choice":
        if given not in [code for code, _ in ask.choices]:
            raise _missing(ask)
        return given
    if ask.kind == "number":
        text = str(given)
        if not (text.isascii() and text.isdigit() and len(text) < 3):
            raise _missing(ask)
        return int(text)
    try:
        return date.fromisoformat(str(given)).isoformat()
    except ValueError:
        raise _missing(ask) from None


def _missing(ask: Ask) -> Invalid:
    return Invalid("MISSING_FACT", Text("请填写：{fact}。", "Enter: {fact}."), fact=ask.says)


def _check_counts(row: Mark, event: str, on: date, facts: Mapping[str, Any]) -> None:
    case = {"id": "", "office": row.office, "event": event, "date": on.isoformat(), "facts": facts}
    code = engine.docket_case(case).get("error")
    if code in ("MISSING_FACT", "BAD_DATE"):
        raise Invalid(str(code), WHY_NONE[str(code)])
