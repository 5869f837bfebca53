"""What the parties put before a dispute while it is open: words, files, messages; and taking it to the programme."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pilotage.kernel.errors import WrongState
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.disputes import states, telling
from pilotage.platform.disputes.actions.step import argued, moved, noted
from pilotage.platform.disputes.models import Dispute, Evidence, Statement
from pilotage.platform.disputes.rules import deadline, rule_of
from pilotage.platform.documents.models import Document
from pilotage.platform.engagements.contracts.said import digest, worded

_PROGRAMME_CALENDAR = "CN-standard"


@transaction.atomic
def say(*, by: Viewer, at: datetime, ref: str, text: str) -> Dispute:
    """A statement. The respondent's first one answers the dispute."""
    row, side, part = argued(by, ref)
    _check_open(row)
    said = worded(text)
    Statement.objects.create(dispute=row, side=side, text=said, made_by=by.actor, made_at=at)
    if states.can(row.state, "answer", part):
        before = moved(row, "answer", part)
        row.answered_at = at
        opener = getattr(row.contract, row.opened_side)
        term = deadline(opener.calendar, at, rule_of(row.rule).escalate_within)
        row.escalate_by, row.provisional = term.at, term.provisional
        row.save(update_fields=["state", "answered_at", "escalate_by", "provisional"])
        noted(row, "answered", by=by, at=at, before=before, side=side, words=digest(said))
        telling.other_side(row, side, "answered", at=at)
    else:
        noted(row, "stated", by=by, at=at, side=side, words=digest(said))
    return row


@transaction.atomic
def show_file(*, by: Viewer, at: datetime, ref: str, document: Document) -> Evidence:
    """A file of the party's own, as it is now: its hash, name and size stay with the dispute."""
    return _put(by, at, ref, name=document.name, sha256=document.sha256, size=document.size)


@transaction.atomic
def show_message(
    *, by: Viewer, at: datetime, ref: str, message_ref: str, name: str, text: str
) -> Evidence:
    """A message of the contract, by reference and with its words. The caller has read it as `by`."""
    return _put(by, at, ref, name=name[:255], message_ref=message_ref, message_text=text)


@transaction.atomic
def escalate(*, by: Viewer, at: datetime, ref: str) -> Dispute:
    """A party puts it to the programme: either once it was answered, the opener also after silence."""
    row, _, part = argued(by, ref)
    if row.state == states.State.OPENED and part == "opener" and at < row.answer_by:
        raise WrongState(
            "STILL_TIME_TO_ANSWER",
            Text(
                "对方答复的期限未到，暂不能提交平台。",
                "The other side still has time to answer; it cannot go to the programme yet.",
            ),
            Text("期限过后再提交，或先和解。", "Wait until then, or settle it."),
        )
    put_to_programme(row, part, by=by, at=at)
    return row


def put_to_programme(row: Dispute, actor: states.Actor, *, by: Viewer, at: datetime) -> None:
    """The dispute, locked, goes to the programme, which has its own time to decide."""
    before = moved(row, "escalate", actor)
    term = deadline(_PROGRAMME_CALENDAR, at, rule_of(row.rule).decide_within)
    row.escalated_at, row.escalated_by = at, by.actor
    row.decide_by, row.provisional = term.at, term.provisional
    row.save(update_fields=["state", "escalated_at", "escalated_by", "decide_by", "provisional"])
    noted(row, "escalated", by=by, at=at, before=before)
    telling.both_sides(row, "escalated", at=at)
    telling.programme(row, at=at)


def _put(by: Viewer, at: datetime, ref: str, **what: str | int) -> Evidence:
    row, side, _ = argued(by, ref)
    _check_open(row)
    made = Evidence.objects.create(dispute=row, side=side, put_by=by.actor, put_at=at, **what)
    shown = {key: what[key] for key in ("name", "sha256", "message_ref") if what.get(key)}
    noted(row, "evidence", by=by, at=at, side=side, evidence=made.ref, **shown)
    return made


def _check_open(row: Dispute) -> None:
    if row.state not in states.OPEN:
        raise states.wrong_state(row.state)
