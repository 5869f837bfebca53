"""Applications: the firm submits items, the programme decides each with its reason, and closes the round."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from pilotage.engines.law import service_categories
from pilotage.kernel import places
from pilotage.kernel.errors import Invalid, NotFound, WrongState
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may, check_own
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.certification import changes, gate, queries, rules, states
from pilotage.platform.certification.models import Application, Decision, Item, Partner
from pilotage.platform.certification.reasons import DECISION, check_code
from pilotage.platform.certification.requirements import book
from pilotage.platform.notices.actions import tell

MOST_ITEMS = 400
_NO_REASON = Text("", "")


@transaction.atomic
def submit_application(
    *,
    by: Viewer,
    at: datetime,
    partner: Partner,
    items: Iterable[tuple[str, str]],
    message: str = "",
) -> Application:
    """One round of (category, country) items. What was approved before stays approved and is not asked again."""
    check_may(by, "application.submit")
    check_own(by, partner.organisation_id)
    wanted = sorted(set(items))
    _check_items(wanted)
    Partner.objects.select_for_update().get(pk=partner.pk)
    if partner.applications.filter(state=states.Application.SUBMITTED).exists():
        raise WrongState(
            "APPLICATION_OPEN",
            Text("上一份申请还在审核。", "Your last application is still under review."),
            Text("请等它办结后再提交。", "Wait until it is closed."),
        )
    known = {(item.category, item.country): item for item in partner.items.all()}
    asked = [pair for pair in wanted if not _kept(known.get(pair))]
    if not asked:
        raise Invalid(
            "NOTHING_NEW", Text("所选项目都已通过。", "All of these are approved already.")
        )
    application = Application.objects.create(
        partner=partner,
        state=states.Application.SUBMITTED,
        message=message.strip(),
        submitted_by=by.actor,
        submitted_at=at,
    )
    for pair in asked:
        _put(application, pair, known.get(pair), at)
    record(
        by=by.actor,
        at=at,
        action="application.submitted",
        object=f"application:{application.ref}",
        after={"partner": partner.ref, "items": [list(pair) for pair in asked]},
    )
    return application


@transaction.atomic
def decide_item(
    *,
    by: Viewer,
    at: datetime,
    ref: str,
    outcome: str,
    code: str = "",
    reason: Text = _NO_REASON,
) -> Item:
    """`outcome` is approve, ask_revision or reject. Approving needs the evidence; the others need a reason."""
    check_may(by, "application.review")
    check_code(DECISION, code)
    item = _locked(ref)
    if outcome not in ("approve", "ask_revision", "reject"):
        raise Invalid("NO_SUCH_OUTCOME", Text("没有这种结论。", "There is no such outcome."))
    if outcome == "approve":
        _check_evidence(item, at)
        _check_no_board(item)
    elif not reason.zh.strip():
        raise Invalid("REASON_MISSING", Text("请写明原因。", "Give the reason."))
    _decide(item, outcome, code, reason, by, at)
    return item


@transaction.atomic
def revoke_item(*, by: Viewer, at: datetime, ref: str, reason: Text) -> Item:
    """The programme takes an approval back; the firm may apply again."""
    check_may(by, "standing.set")
    if not reason.zh.strip():
        raise Invalid("REASON_MISSING", Text("请写明原因。", "Give the reason."))
    item = _locked(ref)
    _decide(item, "revoke", "", reason, by, at)
    return item


@transaction.atomic
def close_review(*, by: Viewer, at: datetime, ref: str) -> Application:
    """End the round once every item is decided, and tell the firm."""
    check_may(by, "application.review")
    seen = queries.application(by, ref)
    application = (
        Application.objects.select_for_update(of=("self",))
        .select_related("partner__organisation")
        .get(pk=seen.pk)
    )
    now = states.Application(application.state)
    application.state = states.after(states.APPLICATION, now, "close")
    if application.items.filter(state=states.Item.PENDING).exists():
        raise WrongState(
            "ITEMS_UNDECIDED",
            Text("还有未作结论的项目。", "Some items are not decided yet."),
            Text("请逐项给出结论后再办结。", "Decide every item first."),
        )
    application.closed_by, application.closed_at = by.actor, at
    application.save(update_fields=["state", "closed_by", "closed_at"])
    record(by=by.actor, at=at, action="application.closed", object=f"application:{application.ref}")
    tell(
        by=by,
        at=at,
        organisation=application.partner.organisation,
        kind="application.closed",
        about=f"application:{application.ref}",
        title=Text("认证申请已办结，请查看逐项结论", "Your application is decided, item by item"),
        link=reverse("certification:mine"),
    )
    return application


def _decide(item: Item, outcome: str, code: str, reason: Text, by: Viewer, at: datetime) -> None:
    before = states.Item(item.state)
    item.state = states.after(states.ITEM, before, outcome)
    item.save(update_fields=["state"])
    Decision.objects.create(
        item=item,
        application=item.application,
        state=item.state,
        code=code,
        reason_zh=reason.zh.strip(),
        reason_en=reason.en.strip(),
        rules_version=book().in_force(at).name,
        by=by.actor,
        at=at,
    )
    changes.note(item.partner_id)
    record(
        by=by.actor,
        at=at,
        action=f"item.{item.state}",
        object=f"item:{item.ref}",
        before={"state": before},
        after={
            "partner": item.partner.ref,
            "category": item.category,
            "country": item.country,
            "code": code,
            "reason": reason.zh,
        },
    )


def _locked(ref: str) -> Item:
    item = (
        Item.objects.select_for_update(of=("self",))
        .select_related("partner", "application")
        .filter(ref=ref)
        .first()
    )
    if item is None:
        raise NotFound("NO_SUCH_ITEM", Text("没有这个申请项目。", "There is no such item."))
    return item


def _check_evidence(item: Item, at: datetime) -> None:
    facts = gate.facts_of([item.partner_id])[item.partner_id]
    gaps = rules.unmet(facts.evidence, item.category, item.country, at, book())
    if gaps:
        raise WrongState(
            "EVIDENCE_MISSING",
            Text("还不能通过：{why}", "It cannot be approved yet: {why}"),
            Text("请先核验资质，或要求补充。", "Check the evidence first, or ask for more."),
            why=gaps[0].says,
        )


def _check_no_board(item: Item) -> None:
    if item.partner.boards.filter(decided_at__isnull=True).exists():
        raise WrongState(
            "BOARD_SITS",
            Text("该服务商记录在案超限，正在复议。", "The firm has too many marks and is before the board."),
            Text("请等复议有结论后再通过新项目。", "Approve nothing new before the board has decided."),
        )  # fmt: skip


def _check_items(wanted: list[tuple[str, str]]) -> None:
    if not wanted or len(wanted) > MOST_ITEMS:
        raise Invalid(
            "ITEMS_MISSING",
            Text("请选择 1 到 {most} 个项目。", "Choose 1 to {most} items."),
            most=MOST_ITEMS,
        )
    for category, country in wanted:
        if category not in service_categories() or country not in places.NAMES:
            raise Invalid(
                "NO_SUCH_SERVICE",
                Text("没有这项服务：{what}。", "There is no such service: {what}."),
                what=f"{category} {country}",
            )


def _kept(item: Item | None) -> bool:
    return item is not None and item.state == states.Item.APPROVED


def _put(application: Application, pair: tuple[str, str], item: Item | None, at: datetime) -> None:
    if item is None:
        Item.objects.create(
            partner=application.partner,
            application=application,
            category=pair[0],
            country=pair[1],
            state=states.Item.PENDING,
            submitted_at=at,
        )
        return
    item.state = states.after(states.ITEM, states.Item(item.state), "submit")
    item.application, item.submitted_at = application, at
    item.save(update_fields=["state", "application", "submitted_at"])
