"""The people on whom evidence rests: who they are is checked by the programme; with whoever leaves, it falls."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from pilotage.kernel.errors import Invalid, NotFound, WrongState
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may, check_own
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.certification import changes, states
from pilotage.platform.certification.models import Credential, StaffMember
from pilotage.platform.certification.requirements import credential_kinds
from pilotage.platform.certification.resting import Pair, rests_on
from pilotage.platform.certification.services import in_words
from pilotage.platform.notices.actions import tell

LONGEST = 200
_GONE = Text("{name} 已离职：依托其资格的证明不再计入", "{name} has left: evidence that rests on them counts no longer")  # fmt: skip
_LOST = Text(
    "从现在起不再在列：{services}。请改由他人持有并重新提交。",
    "Listed no more from now: {services}. File evidence held by somebody else.",
)
_NOTHING_LOST = Text("没有服务因此下架。", "No service left the list.")


@transaction.atomic
def identify_staff(*, by: Viewer, at: datetime, ref: str, how: str) -> StaffMember:
    """The programme saw who it is: `how` says by which paper or call. Raises `Invalid`, `WrongState`, `NotFound`."""
    check_may(by, "application.review")
    said = how.strip()
    if not said or len(said) > LONGEST or "\0" in said:
        raise Invalid(
            "HOW_MISSING",
            Text("请写明如何核验身份（证件、视频等）。", "Say how the identity was checked (paper, call)."),
            Text("不要写证件号码。", "Leave the number of the paper out."),
        )  # fmt: skip
    member = _locked(by, ref)
    member.identified_at, member.identified_by, member.identified_how = at, by.actor, said
    member.save()
    _changed(member, by, at, "staff.identified")
    return member


@transaction.atomic
def staff_left(*, by: Viewer, at: datetime, ref: str) -> frozenset[Pair]:
    """The person is with the firm no longer. Returns the services that were listed by their evidence and by nothing else."""
    check_may(by, "application.review" if by.is_operator else "profile.edit")
    member = _locked(by, ref)
    if not by.is_operator:
        check_own(by, member.partner.organisation_id)
    rows = list(member.credential_set.exclude(state=states.Credential.WITHDRAWN))
    lost = rests_on(member.partner, rows, at) if rows else frozenset()
    member.left_at = at
    member.save(update_fields=["left_at"])
    _changed(member, by, at, "staff.left")
    if rows:
        _tell(member, rows, lost, by, at)
    return lost


def _locked(by: Viewer, ref: str) -> StaffMember:
    rows = StaffMember.objects.select_for_update(of=("self",))
    member = rows.select_related("partner__organisation").filter(ref=ref).first()
    if member is None or not (
        by.is_operator or by.job or member.partner.organisation_id == by.organisation_id
    ):
        raise NotFound(
            "NO_SUCH_PERSON",
            Text("没有这位人员。", "There is no such person."),
            Text("请从人员列表重新选择。", "Choose them again from the list."),
        )
    if member.left_at is not None:
        raise WrongState("HAS_LEFT", Text("该人员已离职。", "This person has left."))
    return member


def _changed(member: StaffMember, by: Viewer, at: datetime, action: str) -> None:
    changes.note(member.partner_id)
    record(
        by=by.actor, at=at, action=action, object=f"partner:{member.partner.ref}",
        after={"staff": member.ref, "how": member.identified_how},
    )  # fmt: skip


def _tell(
    member: StaffMember, rows: list[Credential], lost: frozenset[Pair], by: Viewer, at: datetime
) -> None:
    papers = "、".join(sorted({credential_kinds()[row.kind].zh for row in rows}))
    body = _LOST.with_(services=in_words(lost)) if lost else _NOTHING_LOST
    tell(
        by=by, at=at, organisation=member.partner.organisation, kind="staff.left",
        about=f"partner:{member.partner.ref}", title=_GONE.with_(name=member.name),
        body=Text(f"{papers}。{body.zh}", body.en), link=reverse("certification:mine"),
    )  # fmt: skip
