"""Marks on a firm's record, and the board that sits once there are too many."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from pilotage.kernel.errors import Invalid, NotFound, WrongState
from pilotage.kernel.periods import add_months
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.certification import changes, queries, scorecard, states
from pilotage.platform.certification.actions.standing import set_standing
from pilotage.platform.certification.models import Board, Mark, Partner
from pilotage.platform.certification.reasons import MARK, check_code
from pilotage.platform.notices.actions import tell

LONGEST = 300
_MARKED = Text("平台记录一次：{what}", "A mark on your record: {what}")
_UNTIL = Text("{reason}（记录至 {day}）", "{reason} (stands until {day})")
_BEFORE_BOARD = Text("记录超过 {most} 次，已提交复议", "More than {most} marks: before the board")
_MEANWHILE = Text(
    "复议期间不再转来新请求，也不通过新项目；在手合同不受影响。",
    "Meanwhile no new requests and no new approvals; contracts in hand go on.",
)
_DECIDED = Text("复议结论：{outcome}", "The board decided: {outcome}")


@transaction.atomic
def put_mark(
    *, by: Viewer, at: datetime, partner_ref: str, code: str, reason: Text, about: str = ""
) -> Mark:
    """A mark with its reason; the board sits with the first beyond `scorecard.marks_stand`. The firm is told.

    Raises `Invalid`, `NotFound`, `NotAllowed`.
    """
    check_may(by, "standing.set")
    check_code(MARK, code)
    if not code:
        raise Invalid("CODE_MISSING", Text("请选择原因。", "Choose a reason."))
    _check_words(reason)
    firm = _locked(by, partner_ref)
    months, most = scorecard.marks_stand()
    mark = Mark.objects.create(
        partner=firm, code=code, reason_zh=reason.zh.strip(), reason_en=reason.en.strip(),
        about=about[:40], by=by.actor, at=at, until=at.replace(**_day(at, months)),
    )  # fmt: skip
    _noted(firm, "mark.put", by, at, mark=mark.ref, code=code, reason=mark.reason_zh)
    words = _UNTIL.with_(reason=_said(reason), day=mark.until.date())
    _tell(firm, "mark.put", _MARKED.with_(what=MARK[code]), words, by, at)
    standing_marks = standing(firm, at)
    if standing_marks.count() > most and not firm.boards.filter(decided_at__isnull=True).exists():
        _open_board(firm, standing_marks, most, by, at)
    changes.note(firm.pk)
    return mark


@transaction.atomic
def lift_mark(*, by: Viewer, at: datetime, ref: str, why: str) -> Mark:
    """The mark was wrong, or was heard; it stays to be read and counts no longer."""
    check_may(by, "standing.set")
    _check_words(Text(why, ""))
    rows = Mark.objects.select_for_update(of=("self",)).select_related("partner__organisation")
    mark = rows.filter(ref=ref).first()
    if mark is None:
        raise NotFound("NO_SUCH_MARK", Text("没有这条记录。", "There is no such mark."))
    if mark.lifted_at is not None:
        raise WrongState("LIFTED_ALREADY", Text("这条记录已撤销。", "This mark is lifted already."))
    mark.lifted_by, mark.lifted_at, mark.lifted_why = by.actor, at, why.strip()
    mark.save()
    _noted(mark.partner, "mark.lifted", by, at, mark=mark.ref, why=mark.lifted_why)
    title = Text("平台撤销一次记录：{what}", "A mark was lifted: {what}").with_(
        what=MARK[mark.code]
    )
    _tell(mark.partner, "mark.lifted", title, Text(why.strip(), why.strip()), by, at)
    changes.note(mark.partner_id)
    return mark


@transaction.atomic
def decide_board(*, by: Viewer, at: datetime, ref: str, outcome: str, reason: Text) -> Board:
    """The board keeps the firm (its marks are spent) or suspends it. Raises `Invalid`, `WrongState`, `NotFound`."""
    check_may(by, "standing.set")
    if outcome not in list(states.Outcome):
        raise Invalid("NO_SUCH_OUTCOME", Text("没有这种结论。", "There is no such outcome."))
    _check_words(reason)
    rows = Board.objects.select_for_update(of=("self",)).select_related("partner__organisation")
    board = rows.filter(ref=ref).first()
    if board is None:
        raise NotFound("NO_SUCH_BOARD", Text("没有这次复议。", "There is no such board."))
    if board.decided_at is not None:
        raise WrongState("DECIDED_ALREADY", Text("复议已有结论。", "The board has decided already."))  # fmt: skip
    board.outcome, board.decided_by, board.decided_at = outcome, by.actor, at
    board.reason_zh, board.reason_en = reason.zh.strip(), reason.en.strip()
    board.save()
    firm = board.partner
    # What was judged once is not judged again.
    for mark in standing(firm, at):
        mark.lifted_by, mark.lifted_at, mark.lifted_why = by.actor, at, f"{board.ref} {outcome}"
        mark.save()
    _noted(firm, "board.decided", by, at, board=board.ref, outcome=outcome, reason=board.reason_zh)
    title = _DECIDED.with_(outcome=states.NAMES[states.Outcome(outcome)])
    _tell(firm, "board.decided", title, _said(reason), by, at)
    changes.note(firm.pk)
    if outcome == states.Outcome.SUSPEND and firm.standing != states.Standing.SUSPENDED:
        set_standing(
            by=by, at=at, partner_ref=firm.ref, standing=states.Standing.SUSPENDED, reason=reason
        )
    return board


def standing(firm: Partner, at: datetime) -> QuerySet[Mark]:
    """The marks that count at `at`, the first first."""
    rows = firm.marks.filter(lifted_at__isnull=True, at__lte=at, until__gt=at)
    return rows.order_by("at", "pk")


def _open_board(firm: Partner, marks: QuerySet[Mark], most: int, by: Viewer, at: datetime) -> None:
    board = Board.objects.create(
        partner=firm, opened_at=at, marks=list(marks.values_list("ref", flat=True))
    )
    _noted(firm, "board.opened", by, at, board=board.ref, marks=board.marks)
    _tell(firm, "board.opened", _BEFORE_BOARD.with_(most=most), _MEANWHILE, by, at)


def _locked(by: Viewer, ref: str) -> Partner:
    seen = queries.partner(by, ref)
    rows = Partner.objects.select_for_update(of=("self",)).select_related("organisation")
    return rows.get(pk=seen.pk)


def _day(at: datetime, months: int) -> dict[str, int]:
    later = add_months(at.date(), months)
    return {"year": later.year, "month": later.month, "day": later.day}


def _said(reason: Text) -> Text:
    return Text(reason.zh.strip(), reason.en.strip() or reason.zh.strip())


def _check_words(reason: Text) -> None:
    words = reason.zh.strip()
    if not words or max(len(reason.zh), len(reason.en)) > LONGEST or "\0" in reason.zh + reason.en:
        raise Invalid(
            "REASON_MISSING",
            Text("请写明原因，最多 {most} 字。", "Say why, in at most {most} characters."),
            Text("对方会读到它。", "The firm will read it."),
            most=LONGEST,
        )


def _noted(firm: Partner, what: str, by: Viewer, at: datetime, **after: object) -> None:
    record(by=by.actor, at=at, action=what, object=f"partner:{firm.ref}", after=after)


def _tell(firm: Partner, kind: str, title: Text, body: Text, by: Viewer, at: datetime) -> None:
    tell(
        by=by, at=at, organisation=firm.organisation, kind=kind, about=f"partner:{firm.ref}",
        title=title, body=body, link=reverse("certification:mine"),
    )  # fmt: skip
