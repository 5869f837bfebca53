"""What every step shares: the case under its lock, the move by the table, the event kept once, verdicts frozen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.cases import queries, states
from pilotage.platform.cases.actions.freeze import kept_inputs
from pilotage.platform.cases.clocks import inputs_of, next_word, replayed
from pilotage.platform.cases.models import Case, CaseEvent, CaseFile, CaseVerdict
from pilotage.platform.documents.models import Document
from pilotage.platform.engagements.contracts import queries as contracts
from pilotage.platform.engagements.contracts import said
from pilotage.platform.engagements.contracts.states import Side

MOST_FILES = 10


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody sends: words, files already received, and the sender's own key for sending it twice."""

    text: str = ""
    files: Sequence[Document] = ()
    key: str | None = None


def locked(by: Viewer, ref: str) -> tuple[Case, Side]:
    """The case under its lock and the side that acts; for its parties only."""
    check_may(by, "case.write")
    found = queries.case(by, ref)
    Case.objects.select_for_update().get(pk=found.pk)
    row = queries.case(by, ref)
    return row, contracts.side_of(by, row.contract)


def sent_before(row: Case, kind: str, told: Told) -> CaseEvent | None:
    """The event that this very message made earlier; raises `Invalid` KEY_REUSED for another one of its key."""
    found = row.events.filter(key=told.key).first() if told.key else None
    if found is not None and (found.kind, found.text) != (kind, told.text.strip()):
        raise Invalid(
            "KEY_REUSED",
            Text("这个编号已用于另一条消息。", "This key was used for another message."),
            Text("请换一个编号再发。", "Send it with another key."),
        )
    return found


def happened(
    row: Case, event: str, kind: str, side: Side, *, by: Viewer, at: datetime,
    told: Told, **facts: Any,
) -> CaseEvent:  # fmt: skip
    """Moves the case by the table, keeps what happened, and freezes what it closed."""
    before = row.state
    row.state = states.after(before, event, side)
    row.changed_at = at
    made = kept(row, kind, side, by=by, at=at, told=told, **facts)
    row.save(update_fields=["state", "changed_at", "merged_into", "handler"])
    settle(row, by, at)
    noted(row, event, by=by, at=at, before=before, message=made.ref, words=said.digest(made.text))
    return made


def kept(
    row: Case, kind: str, side: Side, *, by: Viewer, at: datetime, told: Told, **facts: Any
) -> CaseEvent:
    """One event with its files."""
    if len(told.files) > MOST_FILES:
        raise Invalid(
            "TOO_MANY_FILES",
            Text("一条消息最多 {most} 个文件。", "At most {most} files with a message."),
            most=MOST_FILES,
        )
    made = CaseEvent.objects.create(
        case=row, kind=kind, side=side, by=by.actor, by_name=by.person_name or by.organisation_name,
        text=told.text.strip(), facts=facts, key=told.key or None, at=at,
    )  # fmt: skip
    CaseFile.objects.bulk_create(CaseFile(event=made, document=one) for one in told.files)
    return made


def settle(row: Case, by: Viewer, at: datetime) -> None:
    """Freezes verdicts that are closed now, marks those whose promise goes on, and sets when to look again."""
    whole = queries.cases(Viewer.product("cases", at)).get(pk=row.pk)
    # A verdict stays with the case whose promise it was, so that merging never counts it twice.
    of_ref = {one.ref: one for one in (whole, *whole.merged.all())}
    found = replayed(whole, at)
    closed = {(v.case, v.promise, v.start): v for v in found.verdicts if v.closed}
    rows = CaseVerdict.objects.filter(case__in=of_ref.values(), reopened_at=None)
    standing = {(v.case.ref, v.promise, v.started_at): v for v in rows.select_related("case")}
    for key in standing.keys() - closed.keys():
        CaseVerdict.objects.filter(pk=standing[key].pk).update(reopened_at=at)
    new = [verdict for key, verdict in closed.items() if key not in standing]
    inputs = kept_inputs(whole.contract, *inputs_of(whole, at), at=at) if new else None
    CaseVerdict.objects.bulk_create(
        CaseVerdict(
            case=of_ref[str(verdict.case)],
            promise=verdict.promise,
            started_at=verdict.start,
            due=verdict.due,
            ended_at=verdict.ended,
            state=verdict.state,
            overrun_seconds=verdict.overrun_seconds,
            hash=verdict.hash,
            kept_at=at,
            inputs=inputs,
        )
        for verdict in new
    )
    Case.objects.filter(pk=row.pk).update(
        wake_at=next_word(whole, at) if row.state in states.LIVE else None
    )


def noted(
    row: Case, action: str, *, by: Viewer, at: datetime, before: str = "", **after: Any
) -> None:
    """The event in the seller's chain; of words only their hash."""
    said.noted(
        row.contract, f"case:{row.ref}", action, by=by, at=at, before=before,
        basis=row.version.hash, state=str(row.state), **after,
    )  # fmt: skip
