"""Credentials: filed or withdrawn by the firm, checked by the programme."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from pilotage.engines.law import service_categories
from pilotage.kernel import places
from pilotage.kernel.errors import Invalid, WrongState
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may, check_own
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.certification import changes, queries, states
from pilotage.platform.certification.models import (
    Credential,
    LegalEntity,
    Partner,
    StaffMember,
)
from pilotage.platform.certification.requirements import credential_kinds, kinds
from pilotage.platform.certification.requirements import details as known_details
from pilotage.platform.certification.zones import check_zone, zone_of
from pilotage.platform.notices.actions import tell

_NO_NOTE = Text("", "")
_NO_DETAILS: Mapping[str, str] = {}
LONGEST_DETAIL = 200


@transaction.atomic
def file_credential(
    *,
    by: Viewer,
    at: datetime,
    partner: Partner,
    kind: str,
    issuer: str,
    number: str = "",
    issued_in: str = "CN",
    zone: str = "",
    categories: Iterable[str] = (),
    countries: Iterable[str] = (),
    valid_from: date | None = None,
    valid_until: date | None = None,
    legal_entity: LegalEntity | None = None,
    holder: StaffMember | None = None,
    document: str = "",
    details: Mapping[str, str] = _NO_DETAILS,
    surveillance_due: date | None = None,
) -> Credential:
    """New evidence, waiting to be checked. Days are the issuer's; empty scopes are unlimited ones.

    `details` are those of its kind (`requirements.kinds()`). A `business_registration` takes over the verdict on its
    legal entity's number.
    """
    check_may(by, "credential.file")
    check_own(by, partner.organisation_id)
    there = zone or zone_of(issued_in)
    check_zone(there)
    scope = sorted(set(categories)), sorted(set(countries))
    _check(kind, issuer, scope, valid_from, valid_until)
    _check_belongs(partner, legal_entity, holder)
    _check_here(holder, at)
    credential = Credential.objects.create(
        partner=partner,
        legal_entity=legal_entity,
        holder=holder,
        kind=kind,
        issuer=issuer.strip(),
        number=number.strip(),
        zone=there,
        categories=scope[0],
        countries=scope[1],
        valid_from=valid_from,
        valid_until=valid_until,
        document=document,
        details=_details(kind, details),
        surveillance_due=surveillance_due,
        well_formed=legal_entity.well_formed
        if legal_entity and kind == "business_registration"
        else None,
        state=states.Credential.FILED,
        filed_at=at,
    )
    changes.note(partner.pk)
    record(
        by=by.actor,
        at=at,
        action="credential.filed",
        object=f"credential:{credential.ref}",
        after={"partner": partner.ref, "kind": kind, "valid_until": valid_until},
    )
    return credential


@transaction.atomic
def mark_checked(
    *, by: Viewer, at: datetime, ref: str, accepted: bool, note: Text = _NO_NOTE
) -> Credential:
    """The programme looked at the original or the register: accepted, or refused with a reason."""
    check_may(by, "application.review")
    if not accepted and not note.zh.strip():
        raise Invalid("REASON_MISSING", Text("不予采信请写明原因。", "A refusal needs its reason."))
    credential = _moved(by, ref, "accept" if accepted else "refuse")
    credential.last_checked, credential.checked_by = at, by.actor
    credential.register_status = ""
    credential.note_zh, credential.note_en = note.zh.strip(), note.en.strip()
    credential.save()
    _changed(credential, by, at, f"credential.{credential.state}")
    if not accepted:
        _tell(credential, by, at, note)
    return credential


@transaction.atomic
def withdraw_credential(*, by: Viewer, at: datetime, ref: str) -> Credential:
    """The firm takes evidence back, or the programme learns that the issuer has; it counts no longer."""
    if not by.is_operator:
        check_may(by, "credential.file")
        check_own(by, queries.credential(by, ref).partner.organisation_id)
    else:
        check_may(by, "application.review")
    credential = _moved(by, ref, "withdraw")
    credential.save(update_fields=["state"])
    _changed(credential, by, at, "credential.withdrawn")
    return credential


@transaction.atomic
def complete_details(
    *,
    by: Viewer,
    at: datetime,
    ref: str,
    details: Mapping[str, str],
    surveillance_due: date | None = None,
    holder: StaffMember | None = None,
) -> Credential:
    """What the paper says and was not typed, added; one that was refused waits to be checked again.

    Details left empty stay as they were. What the programme accepted is not typed over: `WrongState`.
    Raises `Invalid`, `NotFound` too.
    """
    check_may(by, "credential.file")
    check_own(by, queries.credential(by, ref).partner.organisation_id)
    credential = _moved(by, ref, "complete")
    _check_belongs(credential.partner, None, holder)
    _check_here(holder, at)
    filled = {name: value for name, value in _details(credential.kind, details).items() if value}
    if credential.state == states.Credential.ACCEPTED:
        _check_only_added(credential, filled, surveillance_due, holder)
    credential.details = {**credential.details, **filled}
    credential.surveillance_due = surveillance_due or credential.surveillance_due
    credential.holder = holder or credential.holder
    credential.save()
    _changed(credential, by, at, "credential.completed")
    return credential


def _check_only_added(
    credential: Credential, filled: Mapping[str, str], due: date | None, holder: StaffMember | None
) -> None:
    seen = credential.details
    over = any(seen.get(name) not in (None, "", value) for name, value in filled.items())
    moved = due is not None and credential.surveillance_due not in (None, due)
    other = holder is not None and credential.holder_id not in (None, holder.pk)
    if over or moved or other:
        raise WrongState(
            "CHECKED_ALREADY",
            Text("已采信的资质只能补充未填的内容。", "What was accepted can only be added to."),
            Text("内容有变，请作为新资质提交。", "File a paper that changed as new evidence."),
        )


def _moved(by: Viewer, ref: str, event: str) -> Credential:
    seen = queries.credential(by, ref)
    credential = (
        Credential.objects.select_for_update(of=("self",))
        .select_related("partner__organisation")
        .get(pk=seen.pk)
    )
    now = states.Credential(credential.state)
    credential.state = states.after(states.CREDENTIAL, now, event)
    return credential


def _changed(credential: Credential, by: Viewer, at: datetime, action: str) -> None:
    changes.note(credential.partner_id)
    record(
        by=by.actor,
        at=at,
        action=action,
        object=f"credential:{credential.ref}",
        after={
            "partner": credential.partner.ref,
            "kind": credential.kind,
            "note": credential.note_zh,
        },
    )


def _tell(credential: Credential, by: Viewer, at: datetime, note: Text) -> None:
    tell(
        by=by,
        at=at,
        organisation=credential.partner.organisation,
        kind="credential.refused",
        about=f"credential:{credential.ref}",
        title=Text("资质未获采信：{kind}", "Evidence not accepted: {kind}").with_(
            kind=credential_kinds()[credential.kind]
        ),
        body=note,
        link=reverse("certification:mine"),
    )


def _check(
    kind: str,
    issuer: str,
    scope: tuple[list[str], list[str]],
    valid_from: date | None,
    valid_until: date | None,
) -> None:
    if kind not in credential_kinds():
        raise Invalid("NO_SUCH_KIND", Text("没有这种资质。", "There is no such kind of evidence."))
    if not issuer.strip():
        raise Invalid("ISSUER_MISSING", Text("请填写签发机构。", "Name the issuer."))
    if valid_from and valid_until and valid_until < valid_from:
        raise Invalid(
            "ENDS_BEFORE_IT_BEGINS",
            Text("有效期的结束早于开始。", "It would end before it begins."),
        )
    unknown = [c for c in scope[0] if c not in service_categories()]
    unknown += [c for c in scope[1] if c not in places.NAMES]
    if unknown:
        raise Invalid(
            "NO_SUCH_SCOPE",
            Text("范围中有不认识的代码：{code}。", "The scope has an unknown code: {code}."),
            code=unknown[0],
        )


def _details(kind: str, given: Mapping[str, str]) -> dict[str, str]:
    """Those of the kind, trimmed; another one is refused by name."""
    known = kinds()[kind].fields
    told = {name: value.strip() for name, value in given.items() if value.strip()}
    wrong = [name for name, value in told.items() if name not in known or not fits(value)]
    if wrong:
        raise Invalid(
            "NO_SUCH_DETAIL",
            Text("这种资质没有“{name}”一项，或内容过长。", "This kind has no “{name}”, or it is too long."),
            Text("请查看该资质需要填写的要素。", "See which details this kind has."),
            name=known_details()[wrong[0]][0] if wrong[0] in known_details() else wrong[0][:40],
        )  # fmt: skip
    return told


def fits(text: str) -> bool:
    """Whether a detail can be kept: short enough, without NUL."""
    return len(text) <= LONGEST_DETAIL and "\0" not in text


def _check_here(holder: StaffMember | None, at: datetime) -> None:
    if holder is not None and holder.left_at is not None and holder.left_at <= at:
        raise Invalid("HOLDER_LEFT", Text("该人员已离职。", "This person has left."))


def _check_belongs(
    partner: Partner, legal_entity: LegalEntity | None, holder: StaffMember | None
) -> None:
    for thing in (legal_entity, holder):
        if thing is not None and thing.partner_id != partner.pk:
            raise Invalid(
                "OTHER_FIRMS",
                Text("主体或人员不属于贵司。", "The company or person is not of your firm."),
            )
