"""Somebody looks evidence up: where, when, what was to be seen. What the register says counts from this commit on."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from pilotage.kernel.errors import Invalid, WrongState
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.certification import changes, queries, states
from pilotage.platform.certification.models import Credential, RegisterCheck
from pilotage.platform.certification.requirements import credential_kinds
from pilotage.platform.notices.actions import tell

LONGEST_REGISTER, LONGEST_SEEN = 200, 500
_ENDED = (states.Register.WITHDRAWN, states.Register.ENDED)
_TITLE = Text("登记核对：{kind} 显示“{status}”", "Register: {kind} reads “{status}”")


@transaction.atomic
def note_register_check(
    *, by: Viewer, at: datetime, ref: str, register: str, status: str, seen: str
) -> RegisterCheck:
    """`status` is what the register says. Active: the look is fresh again. Suspended: it counts no longer until it is
    active. Withdrawn or ended: it is refused, with what was seen as the reason. Not found: nothing changes, and the
    last look grows older.

    Raises `Invalid`, `WrongState`, `NotFound`, `NotAllowed`.
    """
    check_may(by, "application.review")
    said = _check(register, status, seen)
    credential = _locked(by, ref)
    if credential.state in (states.Credential.WITHDRAWN, states.Credential.REFUSED):
        raise WrongState(
            "NOT_IN_USE",
            Text("这份资质已不采信。", "This evidence counts no longer."),
            Text("如已恢复，请先重新采信。", "Accept it again first if it stands."),
        )
    kept = RegisterCheck.objects.create(
        credential=credential, register=register.strip(), status=said, seen=seen.strip(),
        by=by.actor, at=at,
    )  # fmt: skip
    before = credential.state, credential.register_status
    _apply(credential, said, seen.strip(), by, at)
    credential.save()
    changes.note(credential.partner_id)
    record(
        by=by.actor, at=at, action="credential.looked_up", object=f"credential:{credential.ref}",
        before={"state": before[0], "register": before[1]},
        after={
            "partner": credential.partner.ref, "register": kept.register, "status": str(said),
            "seen": kept.seen, "state": credential.state,
        },
    )  # fmt: skip
    if said in (states.Register.SUSPENDED, *_ENDED) or before[1]:
        _tell(credential, said, kept.seen, by, at)
    return kept


def _apply(credential: Credential, said: states.Register, seen: str, by: Viewer, at: datetime) -> None:  # fmt: skip
    if said is states.Register.ACTIVE:
        credential.last_checked, credential.checked_by = at, by.actor
        credential.register_status = ""
    elif said is states.Register.SUSPENDED:
        credential.register_status = said
    elif said in _ENDED:
        now = states.Credential(credential.state)
        credential.state = states.after(states.CREDENTIAL, now, "refuse")
        credential.note_zh, credential.note_en = seen[:300], ""


def _locked(by: Viewer, ref: str) -> Credential:
    seen = queries.credential(by, ref)
    rows = Credential.objects.select_for_update(of=("self",))
    return rows.select_related("partner__organisation").get(pk=seen.pk)


def _check(register: str, status: str, seen: str) -> states.Register:
    long = len(register) > LONGEST_REGISTER or len(seen) > LONGEST_SEEN
    if not register.strip() or not seen.strip() or long or "\0" in register + seen:
        raise Invalid(
            "WHERE_AND_WHAT",
            Text("请写明在哪里核对、看到了什么。", "Say where you looked and what was to be seen."),
            Text("各不超过 {where}、{what} 字。", "At most {where} and {what} characters."),
            where=LONGEST_REGISTER,
            what=LONGEST_SEEN,
        )
    try:
        return states.Register(status)
    except ValueError:
        raise Invalid(
            "NO_SUCH_STATUS", Text("没有这种登记状态。", "A register does not say that.")
        ) from None


def _tell(credential: Credential, said: states.Register, seen: str, by: Viewer, at: datetime) -> None:  # fmt: skip
    title = _TITLE.with_(kind=credential_kinds()[credential.kind], status=states.NAMES[said])
    tell(
        by=by, at=at, organisation=credential.partner.organisation, kind="credential.looked_up",
        about=f"credential:{credential.ref}", title=title, body=Text(seen, seen),
        link=reverse("certification:mine"),
    )  # fmt: skip
