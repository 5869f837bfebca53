"""A month is collected over a connection: begun by the seller or by the day, answered file by file, ended with a notice.

Each step is whole before the next: a worker killed between two of them goes on from the rows.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from pilotage.engines import sp_api
from pilotage.kernel.errors import Invalid, PilotageError
from pilotage.kernel.periods import Month, parse_period
from pilotage.kernel.text import Text
from pilotage.platform import ports
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.connections import queries as connections
from pilotage.platform.connections.application import application
from pilotage.platform.connections.models import Connection
from pilotage.platform.connections.standing import check_good
from pilotage.platform.documents.actions import receive
from pilotage.platform.documents.models import Document
from pilotage.platform.notices.actions import tell
from pilotage.platform.reports.models import Answer, Collection, Fetched, State

# From this day of the following month on: Amazon makes the figures of a month on its first days.
FROM_DAY = 4
# Turns of 1, 2, 4 … 60 minutes: somewhat over half a day, then what has no answer is told.
MOST_TURNS = 18
_LONGEST = timedelta(minutes=60)
_UNFINISHED = (State.WAITING, State.RUNNING)


@transaction.atomic
def collect(*, by: Viewer, at: datetime, connection: str, month: str) -> Collection:
    """Queue the collection of a month, or go on with the one there is: what was collected is not asked for again.

    Raises `NotAllowed`, `NotFound`, `Invalid` for a month that is none or not over, `WrongState` where the
    connection or the application is not good.
    """
    check_may(by, "report.make")
    whole = _over(month, timezone.localdate(at))
    seen = connections.connection(by, connection)
    application().check_set()
    check_good(seen, at)
    Connection.objects.select_for_update().get(pk=seen.pk)
    run, is_new = Collection.objects.get_or_create(
        connection=seen, month=str(whole),
        defaults={"organisation": seen.organisation, "started_by": by.actor, "started_at": at},
    )  # fmt: skip
    if not is_new and run.state in _UNFINISHED:
        return run
    _lay_out(run, whole, at)
    run.state, run.turns, run.error, run.ended_at = State.WAITING, 0, None, None
    run.save()
    _count(run)
    _queue(run, at, at)
    _note(run, "started", by, at, connection=seen.ref, month=run.month)
    return run


def due(*, by: Viewer, at: datetime) -> int:
    """Begins last month's collection over every good connection that has none; the count of them."""
    check_may(by, "report.make")
    today = timezone.localdate(at)
    if today.day < FROM_DAY or application().missing:
        return 0
    month = str(_last_month(today))
    refs = list(
        connections.good(by).exclude(collections__month=month).values_list("ref", flat=True)
    )
    for ref in refs:
        collect(by=by, at=at, connection=ref, month=month)
    return len(refs)


@transaction.atomic
def open_files(*, by: Viewer, at: datetime, ref: str) -> list[Fetched]:
    """What has no answer yet; the collection runs from now on. Empty once it has ended."""
    check_may(by, "report.make")
    run = _locked(ref)
    if run.state not in _UNFINISHED:
        return []
    run.state = State.RUNNING
    run.save(update_fields=["state"])
    return list(run.files.filter(state=Answer.OPEN).order_by("pk"))


def remember(*, by: Viewer, at: datetime, file: Fetched, number: str | None) -> None:
    """Amazon's number of the report asked for, before it is waited for; not an event worth auditing."""
    check_may(by, "report.make")
    Fetched.objects.filter(pk=file.pk, state=Answer.OPEN).update(number=number or "")


@transaction.atomic
def note_opening(*, by: Viewer, at: datetime, file: Fetched, document: str) -> None:
    """A restricted token is about to be asked for: for this document of Amazon's alone."""
    check_may(by, "report.make")
    run = _locked(file.collection.ref)
    _note(run, "token_asked", by, at, type=file.type, document=document)


@transaction.atomic
def keep(*, by: Viewer, at: datetime, file: Fetched, number: str, content: bytes) -> None:
    """The file goes where an uploaded one goes, once: the same bytes of the same seller are one document."""
    run, row = _locked(file.collection.ref), Fetched.objects.select_for_update().get(pk=file.pk)
    if row.state != Answer.OPEN:
        return
    kind = {one.type: one for one in sp_api.month_files()}[row.type]
    where = run.connection.region if kind.is_of_region else run.connection.site
    name = f"{row.type}-{where}-{run.month}.{kind.ending}"
    digest = hashlib.sha256(content).hexdigest()
    same = Document.objects.filter(owner=run.organisation, kind=kind.kept_as, sha256=digest)
    row.document = same.order_by("pk").first() or receive(
        by=by, at=at, owner=run.organisation, kind=kind.kept_as, name=name, chunks=[content]
    )
    row.state, row.number, row.ended_at, row.why = Answer.KEPT, number, at, None
    row.save()
    _count(run)
    _note(run, "kept", by, at, type=row.type, number=number, document=row.document.ref, sha256=row.document.sha256)  # fmt: skip


@transaction.atomic
def unavailable(*, by: Viewer, at: datetime, file: Fetched, why: Text) -> None:
    """Amazon has no such file for us; it can be asked again by beginning anew."""
    run = _locked(file.collection.ref)
    there = Fetched.objects.filter(pk=file.pk, state=Answer.OPEN)
    if there.update(state=Answer.UNAVAILABLE, number="", why=why.both(), ended_at=at):  # fmt: skip
        _count(run)
        _note(run, "unavailable", by, at, type=file.type, why=why.en)


@transaction.atomic
def end_turn(*, by: Viewer, at: datetime, ref: str) -> None:
    """Everything answered: done, and told. Otherwise another turn later, until there were enough."""
    run = _locked(ref)
    if run.state not in _UNFINISHED:
        return
    run.turns += 1
    left = list(run.files.filter(state=Answer.OPEN))
    if left and run.turns < MOST_TURNS:
        run.state = State.WAITING
        run.save()
        _queue(run, at, at + min(_LONGEST, timedelta(minutes=2 ** (run.turns - 1))))
        return
    run.save(update_fields=["turns"])
    for one in left:
        unavailable(by=by, at=at, file=one, why=_NO_ANSWER)
    run.refresh_from_db(fields=["done", "total"])
    run.state, run.ended_at = State.DONE, at
    run.save()
    _note(run, "finished", by, at, turns=run.turns)
    _tell(run, _TITLE, by, at)


@transaction.atomic
def stop(*, by: Viewer, at: datetime, ref: str, error: PilotageError) -> None:
    """Nothing can be read: no further turn. What was collected stays, and a new begin goes on from it."""
    run = _locked(ref)
    if run.state not in _UNFINISHED:
        return
    run.state, run.ended_at = State.FAILED, at
    run.error = error.told()
    run.save()
    _note(run, "stopped", by, at, code=error.code)
    _tell(run, _STOPPED, by, at)


def _over(month: str, today: date) -> Month:
    whole = parse_period(month)
    if not isinstance(whole, Month):
        raise Invalid("NO_SUCH_MONTH", Text("月份应如 2026-09。", "A month is like 2026-09."))
    if whole.last >= today:
        raise Invalid("MONTH_NOT_OVER", Text("{month} 还没有结束。", "{month} is not over yet."), Text("请选已经结束的月份。", "Choose a month that is over."), month=month)  # fmt: skip
    return whole


def _last_month(today: date) -> Month:
    last = today.replace(day=1) - timedelta(days=1)
    return Month(last.year, last.month)


def _lay_out(run: Collection, month: Month, at: datetime) -> None:
    """A row for each file of the table; what is kept stays as it is."""
    day = at.astimezone(UTC).date()
    for one in sp_api.month_files():
        row, _ = Fetched.objects.get_or_create(collection=run, type=one.type)
        if row.state == Answer.KEPT:
            continue
        why = sp_api.by_hand(one, run.connection.roles, region=run.connection.region, month=month, day=day)  # fmt: skip
        row.state, row.ended_at = (Answer.BY_HAND, at) if why else (Answer.OPEN, None)
        row.why = why and why.both()
        row.save()


def _count(run: Collection) -> None:
    asked = run.files.exclude(state=Answer.BY_HAND)
    run.total, run.done = asked.count(), asked.exclude(state=Answer.OPEN).count()
    run.save(update_fields=["total", "done"])


def _queue(run: Collection, at: datetime, not_before: datetime) -> None:
    # The turn is in the key: a turn that runs may put the next one.
    key = f"collect:{run.ref}:{run.turns}"
    ports.queue().put("reports.collect", {"ref": run.ref}, at=at, key=key, not_before=not_before)


def _locked(ref: str) -> Collection:
    rows = Collection.objects.select_for_update(of=("self",)).select_related("organisation", "connection")  # fmt: skip
    return rows.defer("connection__sealed").get(ref=ref)


def _note(run: Collection, what: str, by: Viewer, at: datetime, **after: object) -> None:
    record(by=by.actor, at=at, tenant=run.organisation.ref, action=f"collection.{what}", object=f"collection:{run.ref}", after=after)  # fmt: skip


def _tell(run: Collection, title: Text, by: Viewer, at: datetime) -> None:
    kept = run.files.filter(state=Answer.KEPT).count()
    rest = run.files.exclude(state=Answer.KEPT).count()
    tell(
        by=by, at=at, organisation=run.organisation, kind="month_report.collected", about=f"collection:{run.ref}",
        title=title.with_(month=run.month), body=_BODY.with_(kept=kept, rest=rest), link=reverse("reports:collected", args=[run.ref]),
    )  # fmt: skip


_TITLE = Text("{month} 的文件已收取，请补齐其余", "Files of {month} are collected: add the rest")
_STOPPED = Text("{month} 的文件没有收取完", "The files of {month} could not all be collected")
_BODY = Text(
    "收到 {kept} 种，另有 {rest} 种请自己上传或写明了原因；然后生成月报。",
    "{kept} kinds are here; {rest} are yours to upload or say why they are missing. Then make the report.",
)
_NO_ANSWER = Text(
    "亚马逊多次没有给出文件，可以稍后再收取一次，或自己上传。",
    "Amazon did not give the file in many tries: collect again later, or upload it.",
)
