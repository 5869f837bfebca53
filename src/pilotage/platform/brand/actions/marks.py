"""A mark comes into the portfolio, is changed, gets its picture, goes out of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from pilotage.engines.marks.classes import classes_of
from pilotage.kernel.errors import Invalid, WrongState
from pilotage.kernel.text import Text
from pilotage.platform import ports
from pilotage.platform.access import queries as access
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.brand import queries
from pilotage.platform.brand.models import Form, Mark, Status
from pilotage.platform.brand.numbers import bare
from pilotage.platform.brand.portfolio_file import MOST_BYTES, Fault, marks_of
from pilotage.platform.brand.readiness import offices
from pilotage.platform.documents.models import Document
from pilotage.platform.parties.models import Organisation

MOST_MARKS = 5000
_WORDS = {
    "sign": 200, "application_number": 40, "registration_number": 40, "owner": 200,
    "attorney": 200, "attorney_number": 60,
}  # fmt: skip
_DAYS = ("filed_on", "registered_on")
FIELDS = (*_WORDS, *_DAYS, "classes", "form", "office", "status", "is_supplemental")
_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


@transaction.atomic
def add_mark(*, by: Viewer, at: datetime, given: Mapping[str, Any]) -> Mark:
    """`given` has the words of `FIELDS`; what is left out is empty. Raises `Invalid`, `NotAllowed`."""
    check_may(by, "brand.keep")
    seller, wanted = access.own_organisation(by), _checked(given)
    _check_room(seller, 1)
    return _added(seller, wanted, by, at)


class Faults(Invalid):
    """A portfolio with lines that cannot be used: every one of them in `faults`; nothing was kept."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(
            "PORTFOLIO_FAULTS",
            Text("第 {line} 行：{says}", "Line {line}: {says}").with_(line=faults[0].line, says=faults[0].says),
            Text("改正后重新上传；没有保存任何一行。", "Correct it and upload again; no line was kept."),
        )  # fmt: skip
        self.faults = tuple(faults)


@transaction.atomic
def import_marks(*, by: Viewer, at: datetime, document: Document) -> tuple[int, int]:
    """Marks of a table, all or none: (how many are new, how many were there already). Raises `Faults`, `Invalid`."""
    check_may(by, "brand.keep")
    if document.size > MOST_BYTES:
        raise Invalid("FILE_TOO_LARGE", Text("商标清单最大 {most} MB。", "A list of marks has at most {most} MB."), Text("请分成几份。", "Split it."), most=MOST_BYTES >> 20)  # fmt: skip
    rows, faults = marks_of(ports.files().path(document.sha256), document.name)
    told = {_told(one) for one in queries.marks(by)}
    new: list[dict[str, Any]] = []
    for line, given in rows:
        try:
            wanted = _checked(given)
        except Invalid as error:
            faults.append(Fault(line, error.says))
            continue
        if (word := _told_of(wanted)) not in told:
            told.add(word)
            new.append(wanted)
    if faults:
        raise Faults(sorted(faults, key=lambda one: one.line))
    if not rows:
        raise Invalid("NO_MARKS_IN_FILE", Text("文件里没有商标。", "There is no mark in the file."))
    seller = access.own_organisation(by)
    _check_room(seller, len(new))
    for wanted in new:
        _added(seller, wanted, by, at)
    return len(new), len(rows) - len(new)


@transaction.atomic
def change_mark(*, by: Viewer, at: datetime, ref: str, given: Mapping[str, Any]) -> Mark:
    """Its facts anew; its events stay. The office cannot change once something is dated by it."""
    row = locked(by, ref)
    wanted = _checked(given)
    if wanted["office"] != row.office and row.events.filter(gone_at=None).exists():
        raise WrongState(
            "OFFICE_HAS_EVENTS",
            Text("已有按该局计算的事件，不能换商标局。", "Events are dated by this office; it cannot change."),
            Text("请先删除事件，或另登记一件商标。", "Take the events away, or add another mark."),
        )  # fmt: skip
    _put(row, wanted)
    row.changed_at = at
    row.save()
    noted(row, "changed", by, at, status=row.status)
    return row


@transaction.atomic
def keep_picture(*, by: Viewer, at: datetime, ref: str, document: Document) -> Mark:
    """The picture of the product with the mark. Raises `Invalid` where the file is no picture."""
    row = locked(by, ref)
    with ports.files().path(document.sha256).open("rb") as file:
        start = file.read(16)
    if not start.startswith(_STARTS):
        raise Invalid(
            "NO_PICTURE",
            Text("{name} 不是图片。", "{name} is no picture."),
            Text("请上传 JPG 或 PNG 照片。", "Upload a photograph as JPG or PNG."),
            name=document.name,
        )
    row.picture, row.changed_at = document, at
    row.save()
    noted(row, "pictured", by, at, document=document.ref)
    return row


@transaction.atomic
def retire(*, by: Viewer, at: datetime, ref: str) -> Mark:
    """Out of the portfolio: no deadline, no watch; what happened stays on record."""
    row = locked(by, ref)
    row.retired_at = row.changed_at = at
    row.save()
    noted(row, "retired", by, at)
    return row


def locked(by: Viewer, ref: str) -> Mark:
    """The viewer's own, locked."""
    seen = queries.mark(by, ref)
    return Mark.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=seen.pk)  # fmt: skip


def noted(row: Mark, what: str, by: Viewer, at: datetime, **after: object) -> None:
    """One event on the seller's chain."""
    record(
        by=by.actor, at=at, tenant=row.organisation.ref, action=f"mark.{what}",
        object=f"mark:{row.ref}", after=after,
    )  # fmt: skip


def _told(row: Mark) -> tuple[str, ...]:
    return _told_of({name: getattr(row, name) for name in FIELDS})


def _told_of(given: Mapping[str, Any]) -> tuple[str, ...]:
    """What tells a mark from others: its number at the office, or the sign with its classes."""
    number = bare(given["registration_number"] or given["application_number"])
    return (
        (given["office"], number) if number else (given["office"], given["sign"], given["classes"])
    )


def _check_room(seller: Organisation, more: int) -> None:
    kept = Mark.objects.filter(organisation=seller, retired_at=None).count()
    if kept + more > MOST_MARKS:
        raise Invalid(
            "TOO_MANY_MARKS",
            Text("最多保存 {most} 件商标。", "At most {most} marks are kept."),
            Text("请先移出不再使用的商标。", "Take those out that you no longer use."),
            most=MOST_MARKS,
        )


def _added(seller: Organisation, wanted: Mapping[str, Any], by: Viewer, at: datetime) -> Mark:
    row = Mark(organisation=seller, added_by=by.actor, added_at=at, changed_at=at)
    _put(row, wanted)
    row.save()
    noted(row, "added", by, at, office=row.office)
    return row


def _put(row: Mark, given: Mapping[str, Any]) -> None:
    for name, value in given.items():
        setattr(row, name, value)
    row.attorney_bare = bare(row.attorney_number)[:60]


def _checked(given: Mapping[str, Any]) -> dict[str, Any]:
    words = {name: str(given.get(name) or "").strip() for name in _WORDS}
    for name, most in _WORDS.items():
        if len(words[name]) > most or "\0" in words[name]:
            raise _wrong(Text("文字过长或含空字符（最多 {most} 字）。", "Too long, or with NUL (at most {most} characters).").with_(most=most))  # fmt: skip
    if not words["sign"]:
        raise _wrong(
            Text(
                "请填写商标文字；纯图形商标写一个称呼。",
                "Write the sign; for an image without words, a name.",
            )
        )
    found: dict[str, Any] = {
        **words,
        "office": _one_of(given.get("office"), offices(), Text("请选择商标局。", "Choose the office.")),
        "status": _one_of(given.get("status"), Status.values, Text("请选择状态。", "Choose the status.")),
        "form": _one_of(given.get("form") or Form.WORD, Form.values, Text("请选择形式。", "Choose the form.")),
        "classes": nice(str(given.get("classes") or ""), "MARK_INVALID"),
        "is_supplemental": bool(given.get("is_supplemental")),
        **{name: given.get(name) or None for name in _DAYS},
    }  # fmt: skip
    _check_days(found["filed_on"], found["registered_on"])
    return found


def _one_of(given: Any, among: Any, says: Text) -> str:
    if given not in among:
        raise _wrong(says)
    return str(given)


def nice(written: str, code: str) -> str:
    """`第9类、35` → `9,35`; a number that is no Nice class is refused, not dropped."""
    classes = classes_of(written)
    numbers = "".join(c if c.isascii() and c.isdigit() else " " for c in written).split()
    if any(len(n) > 3 or int(n) not in classes for n in numbers) or (
        written.strip() and not numbers
    ):
        raise Invalid(code, Text("尼斯分类是 1 到 45 的数字，例如 9,35。", "Nice classes are numbers from 1 to 45, such as 9,35."))  # fmt: skip
    return ",".join(map(str, sorted(classes)))


def _check_days(filed: date | None, registered: date | None) -> None:
    if filed and registered and registered < filed:
        raise _wrong(Text("注册日早于申请日。", "The registration is before the filing."))


def _wrong(says: Text) -> Invalid:
    return Invalid("MARK_INVALID", says)
