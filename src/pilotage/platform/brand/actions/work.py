"""A register is imported; the worker reads it, screens a name, holds a partner's report beside it, watches the portfolio."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from pilotage.kernel.errors import Invalid, PilotageError, WrongState
from pilotage.kernel.text import Text
from pilotage.platform import ports
from pilotage.platform.access import queries as access
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.brand import queries
from pilotage.platform.brand.actions.alerts import raised
from pilotage.platform.brand.actions.marks import nice
from pilotage.platform.brand.models import (
    UNFINISHED,
    BrandWork,
    Kind,
    RegisterFile,
    State,
)
from pilotage.platform.brand.readiness import offices
from pilotage.platform.documents.models import Document
from pilotage.platform.notices.actions import tell

LONGEST_NAME = 100
_TITLES = {
    Kind.READ: Text("注册簿已读取：{rows} 条", "The register was read: {rows} rows"),
    Kind.SCREEN: Text("查重完成：{name}", "Clearance is done: {name}"),
    Kind.COMPARE: Text("报告对照完成：{name}", "The report is compared: {name}"),
    Kind.WATCH: Text("商标监测：{new} 条新提醒", "Watch: {new} new alerts"),
}
_FAILED = Text("注册簿的处理没有完成", "Work on a register did not finish")


@transaction.atomic
def import_register(
    *, by: Viewer, at: datetime, document: Document, office: str = ""
) -> RegisterFile:
    """A file that the worker will read; the very same file again is the same register. Raises `Invalid`."""
    check_may(by, "brand.keep")
    seller = access.own_organisation(by)
    if office and office not in offices():
        raise Invalid("NO_SUCH_OFFICE", Text("请选择商标局。", "Choose the office."))
    before = RegisterFile.objects.filter(organisation=seller, document__sha256=document.sha256, office=office)  # fmt: skip
    row = before.first() or RegisterFile.objects.create(
        organisation=seller, document=document, office=office, added_by=by.actor, added_at=at
    )
    if row.rows is None and not row.work.filter(kind=Kind.READ, state__in=UNFINISHED).exists():
        _queue(row, Kind.READ, {}, by, at)
    return row


@transaction.atomic
def screen(*, by: Viewer, at: datetime, register: str, name: str, classes: str) -> BrandWork:
    """Look for earlier marks near a name. Raises `Invalid`, `WrongState` while the register is not read."""
    row = _ready(by, register)
    said = " ".join(name.split())
    if not said or len(said) > LONGEST_NAME or "\0" in said:
        raise Invalid(
            "NO_NAME",
            Text("请填写要查的名称，最多 {most} 字。", "Write the name to clear, at most {most} characters."),
            most=LONGEST_NAME,
        )  # fmt: skip
    return _queue(row, Kind.SCREEN, {"name": said, "classes": nice(classes, "NO_CLASS")}, by, at)


@transaction.atomic
def compare(*, by: Viewer, at: datetime, ref: str, document: Document) -> BrandWork:
    """A partner's clearance report beside ours: what it missed, what we missed. `ref` is the clearance."""
    found = queries.work(by, ref)
    if found.kind != Kind.SCREEN or found.state != State.DONE:
        raise WrongState(
            "NO_CLEARANCE",
            Text("查重完成后才能对照报告。", "A report is compared once the clearance is done."),
        )
    return _queue(found.register, Kind.COMPARE, found.asked, by, at, screening=found, document=document)  # fmt: skip


@transaction.atomic
def start_watch(*, by: Viewer, at: datetime, register: str) -> BrandWork:
    """The portfolio against new filings; the one under way if there is one. Raises `Invalid` without marks."""
    row = _ready(by, register)
    going_on = row.work.filter(kind=Kind.WATCH, state__in=UNFINISHED).first()
    if going_on is not None:
        return going_on
    if not queries.marks(by).exists():
        raise Invalid(
            "NO_MARKS",
            Text("还没有登记商标。", "There is no mark yet."),
            Text("请先登记要监测的商标。", "Add the marks to be watched first."),
        )
    return _queue(row, Kind.WATCH, {}, by, at)


def note_progress(*, by: Viewer, at: datetime, ref: str, done: int, total: int) -> None:
    """How far the worker is; not an event worth auditing."""
    running = BrandWork.objects.filter(ref=ref, state__in=UNFINISHED)
    running.update(state=State.RUNNING, done=done, total=total)


@transaction.atomic
def finish(*, by: Viewer, at: datetime, ref: str, answer: dict[str, Any]) -> BrandWork:
    """Keep the answer. Again after a crash: the same, and no alert twice."""
    row = _locked(ref)
    if row.state == State.DONE:
        return row
    if row.kind == Kind.READ:
        register = row.register
        register.rows, register.facts = answer["rows"], answer
        register.save(update_fields=["rows", "facts"])
    if row.kind == Kind.WATCH:
        new, later = raised(row, answer.pop("alerts"), at=at)
        answer = {**answer, "new": new, "left_out": answer.get("left_out", 0) + later}
    row.state, row.result, row.error, row.ended_at = State.DONE, answer, None, at
    row.save()
    _note(row, "done", by, at)
    facts = {**row.asked, "rows": answer.get("rows"), "new": answer.get("new")}
    if row.kind != Kind.WATCH or answer["new"]:
        _tell(row, _TITLES[Kind(row.kind)].with_(**facts), by, at)
    return row


@transaction.atomic
def fail(*, by: Viewer, at: datetime, ref: str, error: PilotageError) -> None:
    """Keep why it could not be done; the file stays."""
    row = _locked(ref)
    if row.state == State.DONE:
        return
    row.state, row.ended_at = State.FAILED, at
    row.error = error.told()
    row.save()
    _note(row, "failed", by, at, code=error.code)
    _tell(row, _FAILED, by, at)


def _ready(by: Viewer, ref: str) -> RegisterFile:
    check_may(by, "brand.keep")
    seen = queries.register(by, ref)
    rows = RegisterFile.objects.select_for_update(of=("self",)).select_related("organisation")
    row = rows.get(pk=seen.pk)
    if row.rows is None:
        raise WrongState(
            "REGISTER_NOT_READ",
            Text(
                "这份注册簿还没有读完，或无法读取。", "The register is not read yet, or cannot be."
            ),
            Text("请在注册簿页查看进度。", "See how far it is on the page of registers."),
        )
    return row


def _queue(
    register: RegisterFile, kind: Kind, asked: dict[str, Any], by: Viewer, at: datetime, **more: Any
) -> BrandWork:
    row = BrandWork.objects.create(
        organisation=register.organisation, kind=kind, register=register, asked=asked,
        started_by=by.actor, started_at=at, **more,
    )  # fmt: skip
    ports.queue().put("brand.work", {"ref": row.ref}, at=at, key=f"brand:{row.ref}")
    _note(row, "started", by, at, register=register.ref)
    return row


def _locked(ref: str) -> BrandWork:
    rows = BrandWork.objects.select_for_update(of=("self",))
    return rows.select_related("organisation", "register").get(ref=ref)


def _note(row: BrandWork, what: str, by: Viewer, at: datetime, **after: object) -> None:
    record(
        by=by.actor, at=at, tenant=row.organisation.ref, action=f"brand_{row.kind}.{what}",
        object=f"brand_work:{row.ref}", after=after,
    )  # fmt: skip


def _tell(row: BrandWork, title: Text, by: Viewer, at: datetime) -> None:
    link = (
        reverse("brand:alerts") if row.kind == Kind.WATCH else reverse("brand:work", args=[row.ref])
    )
    tell(
        by=by, at=at, organisation=row.organisation, kind=f"brand.{row.kind}",
        about=f"brand_work:{row.ref}", title=title, link=link,
    )  # fmt: skip
