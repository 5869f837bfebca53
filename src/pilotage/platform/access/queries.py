"""Who is looking: from a session or a key to a `Viewer`; members, keys and audit as a viewer may see them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from pilotage.kernel.canonical import sha256
from pilotage.kernel.errors import NotFound
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit import queries as audit
from pilotage.platform.audit.chain import Break
from pilotage.platform.audit.models import PLATFORM, Checkpoint, Event
from pilotage.platform.parties.models import (
    ApiToken,
    Invitation,
    Kind,
    Membership,
    Organisation,
    Person,
)


def viewer_of(person: Person | None, at: datetime, organisation_ref: str | None = None) -> Viewer:
    """The person acting for the named organisation, else for the one they joined first."""
    if person is None:
        return Viewer.nobody(at)
    places = (
        Membership.objects.filter(person=person, until__isnull=True)
        .select_related("person", "organisation")
        .order_by("pk")
    )
    by_ref = {m.organisation.ref: m for m in places}
    chosen = by_ref.get(organisation_ref or "") or next(iter(by_ref.values()), None)
    if chosen is None:
        return Viewer(at=at, person_id=person.pk, person_ref=person.ref, person_name=str(person))
    return Viewer.member(chosen, at)


def viewer_by_token(secret: str, at: datetime) -> Viewer | None:
    """The holder of a key that is still good, else None."""
    token = (
        ApiToken.objects.filter(
            digest=sha256(secret.encode()),
            revoked_at__isnull=True,
            expires_at__gt=at,
            membership__until__isnull=True,
            membership__person__is_active=True,
        )
        .select_related("membership__person", "membership__organisation")
        .first()
    )
    return Viewer.member(token.membership, at) if token else None


def called(viewer: Viewer, actors: Iterable[str]) -> dict[str, str]:
    """What people are called, by actor (`per_…@org_…`), for a person who reads what they did.

    An actor without a name is as written, and so is every one for a stranger.
    """
    actors = list(actors)
    people = {one: one.partition("@")[0] for one in actors if viewer.organisation_id}
    names = dict(Person.objects.filter(ref__in=set(people.values())).values_list("ref", "name"))
    return {actor: names.get(people.get(actor, "")) or actor for actor in actors}


def organisations(viewer: Viewer) -> QuerySet[Organisation]:
    """The organisations the viewer may act for."""
    return Organisation.objects.filter(
        memberships__person_id=viewer.person_id, memberships__until__isnull=True
    ).order_by("pk")


def own_organisation(viewer: Viewer) -> Organisation:
    """The organisation the viewer acts for."""
    found = Organisation.objects.filter(pk=viewer.organisation_id or -1).first()
    if found is None:
        raise NotFound(
            "NO_ORGANISATION",
            Text("您还没有加入任何组织。", "You do not belong to an organisation yet."),
            Text("请先创建组织或接受邀请。", "Create one, or accept an invitation."),
        )
    return found


def members(viewer: Viewer) -> QuerySet[Membership]:
    """Members of the viewer's organisation, earliest first."""
    return (
        Membership.objects.filter(organisation_id=viewer.organisation_id or -1, until__isnull=True)
        .select_related("person")
        .order_by("pk")
    )


def invitations(viewer: Viewer) -> QuerySet[Invitation]:
    """Invitations of the viewer's organisation that wait to be used."""
    return Invitation.objects.filter(
        organisation_id=viewer.organisation_id or -1, used_at__isnull=True, expires_at__gt=viewer.at
    ).order_by("-pk")


def tokens(viewer: Viewer) -> QuerySet[ApiToken]:
    """Keys of the viewer's organisation that still work."""
    return (
        ApiToken.objects.filter(
            membership__organisation_id=viewer.organisation_id or -1, revoked_at__isnull=True
        )
        .filter(Q(expires_at__gt=viewer.at))
        .select_related("membership__person")
        .order_by("-pk")
    )


def audit_events(viewer: Viewer, tenant: str | None = None) -> QuerySet[Event]:
    """A seller reads its own chain; an operator the platform's, or the seller's it names."""
    check_may(viewer, "audit.read")
    return audit.events(_chain(viewer, tenant))


def audit_tenants(viewer: Viewer) -> QuerySet[Organisation]:
    """The sellers whose chains the viewer may name: all for an operator, none for others."""
    check_may(viewer, "audit.read")
    sellers = Organisation.objects.filter(kind=Kind.SELLER).order_by("name_zh", "pk")
    return sellers if viewer.is_operator else sellers.none()


def audit_verdict(viewer: Viewer, tenant: str | None = None) -> tuple[int, Break | None]:
    """(number of events, first break or None) of the same chain."""
    check_may(viewer, "audit.read")
    return audit.verify(_chain(viewer, tenant))


def audit_checkpoint(viewer: Viewer, tenant: str | None) -> Checkpoint | None:
    """The last signed state of the same chain."""
    check_may(viewer, "audit.read")
    return audit.last_checkpoint(_chain(viewer, tenant))


def _chain(viewer: Viewer, tenant: str | None) -> str:
    if viewer.is_operator:
        return tenant or PLATFORM
    return viewer.organisation_ref
