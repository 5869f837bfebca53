"""A firm joins the programme and says through which companies and people it works."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pilotage.kernel import places
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may, check_own
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.certification import changes, states
from pilotage.platform.certification.identifiers import well_formed
from pilotage.platform.certification.models import LegalEntity, Partner, StaffMember
from pilotage.platform.parties.models import Kind, Organisation


@transaction.atomic
def register_partner(*, by: Viewer, at: datetime, organisation: Organisation) -> Partner:
    """The organisation becomes a partner firm: active, and listed for nothing yet."""
    check_may(by, "profile.edit")
    check_own(by, organisation.pk)
    if organisation.kind != Kind.PARTNER:
        raise Invalid(
            "NOT_A_PARTNER_ORGANISATION",
            Text("只有服务商组织可以登记。", "Only a partner organisation can register."),
        )
    if Partner.objects.filter(organisation=organisation).exists():
        raise Invalid(
            "ALREADY_REGISTERED",
            Text("贵司已经登记。", "Your firm is registered already."),
            Text("请在“资质认证”里继续。", "Go on under Certification."),
        )
    partner = Partner.objects.create(
        organisation=organisation, standing=states.Standing.ACTIVE, registered_at=at
    )
    changes.note(partner.pk)
    record(
        by=by.actor,
        at=at,
        action="partner.registered",
        object=f"partner:{partner.ref}",
        after={"organisation": organisation.ref},
    )
    return partner


@transaction.atomic
def add_legal_entity(
    *, by: Viewer, at: datetime, partner: Partner, country: str, name: str, kind: str, number: str
) -> LegalEntity:
    """A company of the firm with its register number; its check digits are checked, not its existence."""
    check_may(by, "credential.file")
    check_own(by, partner.organisation_id)
    code = places.country(country)
    if code is None or not name.strip() or not number.strip():
        raise Invalid(
            "ENTITY_INCOMPLETE",
            Text("请填写国家、名称和登记号。", "Give the country, the name and the number."),
        )
    if partner.legal_entities.filter(country=code, number=number.strip()).exists():
        raise Invalid("ENTITY_TWICE", Text("该登记号已登记。", "This number is entered already."))
    entity = LegalEntity.objects.create(
        partner=partner,
        country=code,
        name=name.strip(),
        number_kind=kind,
        number=number.strip(),
        well_formed=well_formed(code, kind, number.strip()),
        added_at=at,
    )
    record(
        by=by.actor,
        at=at,
        action="legal_entity.added",
        object=f"partner:{partner.ref}",
        after={"entity": entity.ref, "country": code, "well_formed": entity.well_formed},
    )
    return entity


@transaction.atomic
def add_staff(*, by: Viewer, at: datetime, partner: Partner, name: str, role: str) -> StaffMember:
    """Somebody who works for the firm, or on whose admission it relies. Who that is, the programme checks later."""
    check_may(by, "profile.edit")
    check_own(by, partner.organisation_id)
    if not name.strip():
        raise Invalid("NAME_MISSING", Text("请填写姓名。", "Give the name."))
    member = StaffMember.objects.create(
        partner=partner, name=name.strip(), role=role.strip(), added_at=at
    )
    record(
        by=by.actor,
        at=at,
        action="staff.added",
        object=f"partner:{partner.ref}",
        after={"staff": member.ref, "role": member.role},
    )
    return member
