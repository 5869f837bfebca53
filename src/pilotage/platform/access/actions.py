"""Memberships and keys: joining, inviting, leaving, API tokens."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from pilotage.kernel.canonical import sha256
from pilotage.kernel.errors import Invalid, NotFound
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may, check_own
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.parties.models import (
    ApiToken,
    Invitation,
    Kind,
    Membership,
    Organisation,
    Person,
    Role,
)

INVITATION_DAYS = 7
TOKEN_DAYS = 365


@transaction.atomic
def found_organisation(
    *,
    by: Viewer,
    at: datetime,
    person: Person,
    kind: str,
    name_zh: str,
    name_en: str = "",
    **fields: str,
) -> Organisation:
    """A new seller or partner with `person` as its owner; only the product founds operators."""
    if kind == Kind.OPERATOR and not by.job:
        raise Invalid(
            "KIND_NOT_OPEN",
            Text("不能自行注册为平台。", "A programme organisation cannot be registered here."),
        )
    if not name_zh.strip():
        raise Invalid("NAME_MISSING", Text("请填写公司名称。", "Give the company's name."))
    firm = Organisation.objects.create(
        kind=kind, name_zh=name_zh.strip(), name_en=name_en.strip(), created_at=at, **fields
    )
    Membership.objects.create(person=person, organisation=firm, role=Role.OWNER, since=at)
    record(
        by=by.actor,
        at=at,
        tenant=tenant_of(firm),
        action="organisation.founded",
        object=f"organisation:{firm.ref}",
        after={"kind": kind, "name_zh": firm.name_zh, "owner": person.ref},
    )
    return firm


@transaction.atomic
def join(
    *, by: Viewer, at: datetime, person: Person, organisation: Organisation, role: str
) -> Membership:
    """Add a person to an organisation (seeds and accepted invitations)."""
    if not by.job:
        check_may(by, "members.manage")
        check_own(by, organisation.pk)
    membership = Membership.objects.create(
        person=person, organisation=organisation, role=role, since=at
    )
    record(
        by=by.actor,
        at=at,
        tenant=tenant_of(organisation),
        action="member.joined",
        object=f"person:{person.ref}",
        after={"role": role},
    )
    return membership


@transaction.atomic
def invite(*, by: Viewer, at: datetime, email: str, role: str) -> str:
    """Invite an address to the viewer's organisation; returns the secret of the link, shown once."""
    check_may(by, "members.manage")
    secret = secrets.token_urlsafe(24)
    firm = Organisation.objects.get(pk=by.organisation_id)
    Invitation.objects.create(
        organisation=firm,
        email=email.strip().lower(),
        role=role,
        digest=sha256(secret.encode()),
        invited_at=at,
        expires_at=at + timedelta(days=INVITATION_DAYS),
    )
    record(
        by=by.actor,
        at=at,
        tenant=tenant_of(firm),
        action="member.invited",
        object=f"organisation:{firm.ref}",
        after={"email": email.strip().lower(), "role": role},
    )
    return secret


@transaction.atomic
def accept_invitation(*, by: Viewer, at: datetime, person: Person, secret: str) -> Membership:
    """Join by a link: once, in time, and only with the invited address."""
    found = (
        Invitation.objects.select_for_update()
        .filter(digest=sha256(secret.encode()), used_at__isnull=True, expires_at__gt=at)
        .select_related("organisation")
        .first()
    )
    if found is None or found.email != person.email:
        raise NotFound(
            "NO_SUCH_INVITATION",
            Text(
                "邀请不存在、已使用或已过期。",
                "The invitation does not exist, was used, or has expired.",
            ),
            Text("请让对方重新发送邀请。", "Ask for a new invitation."),
        )
    found.used_at = at
    found.save(update_fields=["used_at"])
    inviting = Viewer.product("invitation", at)
    return join(by=inviting, at=at, person=person, organisation=found.organisation, role=found.role)


@transaction.atomic
def leave(*, by: Viewer, at: datetime, membership: Membership) -> None:
    """End a membership and its keys at once; the last owner stays."""
    check_may(by, "members.manage")
    check_own(by, membership.organisation_id)
    others = Membership.objects.filter(
        organisation_id=membership.organisation_id, role=Role.OWNER, until__isnull=True
    ).exclude(pk=membership.pk)
    if membership.role == Role.OWNER and not others.exists():
        raise Invalid(
            "LAST_OWNER",
            Text("组织至少要有一名负责人。", "An organisation keeps at least one owner."),
            Text("请先指定另一名负责人。", "Name another owner first."),
        )
    membership.until = at
    membership.save(update_fields=["until"])
    membership.tokens.filter(revoked_at__isnull=True).update(revoked_at=at)
    record(
        by=by.actor,
        at=at,
        tenant=tenant_of(membership.organisation),
        action="member.left",
        object=f"person:{membership.person.ref}",
    )


@transaction.atomic
def issue_token(*, by: Viewer, at: datetime, label: str) -> str:
    """A key for the API, shown once; it can do what its holder can."""
    check_may(by, "tokens.manage")
    membership = Membership.objects.get(
        person_id=by.person_id, organisation_id=by.organisation_id, until__isnull=True
    )
    secret = "plt_" + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        membership=membership,
        label=label.strip()[:60] or "API",
        digest=sha256(secret.encode()),
        created_at=at,
        expires_at=at + timedelta(days=TOKEN_DAYS),
    )
    record(
        by=by.actor,
        at=at,
        tenant=tenant_of(membership.organisation),
        action="token.issued",
        object=f"token:{token.pk}",
        after={"label": token.label},
    )
    return secret


@transaction.atomic
def revoke_token(*, by: Viewer, at: datetime, token: ApiToken) -> None:
    """End a key at once."""
    check_may(by, "tokens.manage")
    check_own(by, token.membership.organisation_id)
    token.revoked_at = at
    token.save(update_fields=["revoked_at"])
    record(
        by=by.actor,
        at=at,
        tenant=tenant_of(token.membership.organisation),
        action="token.revoked",
        object=f"token:{token.pk}",
    )


@transaction.atomic
def rename(*, by: Viewer, at: datetime, person: Person, name: str) -> None:
    """How colleagues and pages name a person; everybody names themselves."""
    before, person.name = person.name, name.strip()
    person.save(update_fields=["name"])
    record(
        by=by.actor,
        at=at,
        action="person.renamed",
        object=f"person:{person.ref}",
        before={"name": before},
        after={"name": person.name},
    )


def tenant_of(organisation: Organisation) -> str:
    """Whose chain an event about this organisation belongs to: each seller's own, else the platform's."""
    return organisation.ref if organisation.kind == Kind.SELLER else "platform"
