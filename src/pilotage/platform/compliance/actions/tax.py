"""Starting a tax run, starting it again with more papers or on new law tables, and keeping what came out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from pilotage.kernel.errors import Invalid
from pilotage.kernel.periods import parse_period
from pilotage.kernel.text import Text
from pilotage.platform import ports
from pilotage.platform.access import queries as access
from pilotage.platform.access.permissions import check_may, check_own
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.compliance import comparing
from pilotage.platform.compliance.changes import changes
from pilotage.platform.compliance.models import (
    Role,
    State,
    TaxInput,
    TaxOutput,
    TaxReturn,
    TaxRun,
)
from pilotage.platform.compliance.work import check_reports, note, queue
from pilotage.platform.documents.models import Document

_MOST_OUTPUT_BYTES = 8 * 1024**3
_CHUNK = 1024 * 1024

Inputs = Sequence[tuple[Role, Document]]


@transaction.atomic
def start_run(
    *, by: Viewer, at: datetime, inputs: Inputs, profile: dict[str, Any], period: str = ""
) -> TaxRun:
    """Queue a run over the seller's own files; `period` is the one to be filed, or blank for all.

    Raises `Invalid`, `NotAllowed`.
    """
    check_may(by, "tax.run")
    _check_inputs(by, inputs)
    if period and parse_period(period) is None:
        raise Invalid(
            "NO_PERIOD",
            Text("{period!r} 不是申报期。", "{period!r} is no period."),
            Text("请写成 2026-01 或 2026-Q1。", "Write 2026-01 or 2026-Q1."),
            period=period,
        )
    run = TaxRun.objects.create(
        organisation=access.own_organisation(by),
        profile=profile,
        period=period,
        started_by=by.actor,
        started_at=at,
    )
    return _queued(run, inputs, by=by, at=at)


@transaction.atomic
def run_again(*, by: Viewer, at: datetime, of: TaxRun, added: Inputs = ()) -> TaxRun:
    """The same reports once more: with added costs or rates, or (nothing added) on today's law tables.

    Without `added` the profile stays as it was, so that only the tables can change the answer.
    """
    if not by.job:
        check_may(by, "tax.run")
    check_own(by, of.organisation_id)
    replaced = {role for role, _ in added if role is not Role.REPORT}
    kept = [(Role(i.role), i.document) for i in of.inputs.select_related("document")]
    inputs = [*(pair for pair in kept if pair[0] not in replaced), *added]
    _check_inputs(by, inputs)
    run = TaxRun.objects.create(
        organisation=of.organisation,
        profile=of.profile,
        period=of.period,
        started_by=by.actor,
        started_at=at,
        replay_of=None if added else of,
    )
    return _queued(run, inputs, by=by, at=at)


@transaction.atomic
def finish_run(
    *, by: Viewer, at: datetime, ref: str, answer: Mapping[str, Any], files: Mapping[str, Path]
) -> None:
    """Keep summary, returns and every file by its hash. Doing it again after a crash writes the same."""
    run = TaxRun.objects.select_for_update().get(ref=ref)
    if run.state == State.DONE:
        return
    TaxOutput.objects.bulk_create(_kept(run, name, path) for name, path in sorted(files.items()))
    TaxReturn.objects.bulk_create(_return(run, n, one) for n, one in enumerate(answer["returns"]))
    run.state, run.ended_at, run.error = State.DONE, at, None
    run.summary, run.blocked = answer["summary"], answer["blocked"]
    run.law_digest, run.version = answer["law_digest"], answer["version"]
    run.changes = _changes(run, answer["returns"])
    run.save()
    made = {"law_digest": run.law_digest, "version": run.version, "returns": len(answer["returns"])}
    note(run, "finished", by=by, at=at, after=made)
    comparing.ask_for(run, at)


def _check_inputs(by: Viewer, inputs: Inputs) -> None:
    reports = [document for role, document in inputs if role is Role.REPORT]
    check_reports(reports)
    for _, document in inputs:
        check_own(by, document.owner_id)


def _queued(run: TaxRun, inputs: Inputs, *, by: Viewer, at: datetime) -> TaxRun:
    TaxInput.objects.bulk_create(
        TaxInput(run=run, role=role, position=position, document=document)
        for position, (role, document) in enumerate(inputs)
    )
    after = {
        "files": [{"role": str(role), "sha256": d.sha256} for role, d in inputs],
        "profile": run.profile,
        "period": run.period,
        "replay_of": run.replay_of.ref if run.replay_of else None,
    }
    queue(run, by=by, at=at, after=after)
    return run


def _kept(run: TaxRun, name: str, path: Path) -> TaxOutput:
    sha256, size = ports.files().keep(_chunks(path), limit=_MOST_OUTPUT_BYTES)
    return TaxOutput(run=run, name=name, sha256=sha256, size=size)


def _chunks(path: Path) -> Iterable[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _return(run: TaxRun, position: int, one: Mapping[str, Any]) -> TaxReturn:
    return TaxReturn(
        run=run,
        position=position,
        kind=one["return"],
        form=one.get("form") or "",
        jurisdiction=one["jurisdiction"],
        period=one["period"],
        currency=one["currency"],
        due_date=one.get("due_date"),
        registration_needed=bool(one.get("registration_needed")),
        content=dict(one),
    )


def _changes(run: TaxRun, now: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]] | None:
    """What the new tables changed, for a replay."""
    if run.replay_of is None:
        return None
    return changes([one.content for one in run.replay_of.returns.all()], now)
