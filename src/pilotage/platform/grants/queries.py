"""Grants as each side may see them: the seller's own, the named person's own, and for the programme only counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from pilotage.kernel.errors import NotAllowed, NotFound
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.reading import first, own
from pilotage.platform.access.scopes import EVERYTHING, SCOPES
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.engagements.contracts import queries as engagements
from pilotage.platform.engagements.contracts.states import State as ContractState
from pilotage.platform.engagements.models import Contract, Referral
from pilotage.platform.engagements.states import Referral as ReferralState
from pilotage.platform.grants.deciding import held
from pilotage.platform.grants.models import Grant, GrantPart, Part
from pilotage.platform.parties.models import Kind, Membership


@dataclass(frozen=True, slots=True)
class Counts:
    """What the programme may know: how many, never who or whose."""

    live: int
    ended: int
    revoked: int
    scopes: Mapping[str, int]


def grants(viewer: Viewer) -> QuerySet[Grant]:
    """The seller's own grants, or those that name the viewer; newest first."""
    if viewer.is_partner:
        return held(viewer).order_by("-given_at", "-pk")
    return (
        own(viewer, Grant.objects.all(), "seller")
        .select_related("seller", "firm", "person", "parent__person", "contract__contract")
        .prefetch_related("parts")
        .order_by("-given_at", "-pk")
    )


def grant(viewer: Viewer, ref: str) -> Grant:
    """One of them, or `NotFound`."""
    none = NotFound(
        "NO_SUCH_GRANT",
        Text("没有这份授权。", "There is no such grant."),
        Text("请从数据授权列表重新打开。", "Open it again from the list of grants."),
    )
    return first(grants(viewer).filter(ref=ref), none)


def grant_to_hand_on(viewer: Viewer, ref: str) -> Grant:
    """One that names the viewer and may be handed on, or `NotAllowed`."""
    found = grant(viewer, ref)
    if found.person_id != viewer.person_id or not found.may_delegate:
        raise NotAllowed(
            "NOT_YOURS_TO_HAND_ON",
            Text("卖家没有允许您转授。", "The seller has not allowed you to hand this on."),
            Text("请让卖家直接授权您的同事。", "Ask the seller to grant it to your colleague."),
        )
    return found


def opened(viewer: Viewer, scope: str) -> list[Grant]:
    """Live grants that open a scope of the platform to the viewer for all stores, with their sites.

    Lists are cut by these in SQL; the property test holds them equal to Cedar's decisions.
    """
    asked = SCOPES[scope]
    found = held(viewer).filter(live_at(viewer))
    for kind, value in (
        (Part.SCOPE, scope),
        (Part.DATASET, asked.platform),
        (Part.STORE, EVERYTHING),
    ):
        found = found.filter(
            pk__in=GrantPart.objects.filter(kind=kind, value=value).values("grant")
        )
    return list(found.filter(nda_signed_on__isnull=False) if asked.confidential else found)


def live_at(viewer: Viewer) -> Q:
    """Grants that have begun, have not ended and were not revoked at the viewer's instant."""
    return Q(not_before__lte=viewer.at, expires_at__gt=viewer.at, revoked_at__isnull=True)


def candidates(viewer: Viewer) -> QuerySet[Membership]:
    """People whom a seller may name: members of the firms that accepted a request of theirs."""
    firms = Referral.objects.filter(
        request__seller_id=viewer.organisation_id or -1, state=ReferralState.ACCEPTED
    ).values("partner")
    return _open_members().filter(organisation__in=firms, organisation__kind=Kind.PARTNER)


def contracts(viewer: Viewer) -> QuerySet[Contract]:
    """The seller's contracts in force: the ones a grant can rest on."""
    return engagements.contracts(viewer).filter(state=ContractState.IN_FORCE)


def colleagues(viewer: Viewer) -> QuerySet[Membership]:
    """People to whom a holder may hand a grant on: the others of the firm."""
    return own(viewer, _open_members()).exclude(person_id=viewer.person_id)


def counts(viewer: Viewer) -> Counts:
    """How many grants there are in each state, and how many live ones hold each scope."""
    check_may(viewer, "grant.oversee")
    live = Grant.objects.filter(live_at(viewer))
    by_scope = dict(
        GrantPart.objects.filter(grant__in=live, kind=Part.SCOPE)
        .values_list("value")
        .annotate(many=Count("pk"))
    )
    return Counts(
        live=live.count(),
        ended=Grant.objects.filter(revoked_at__isnull=True, expires_at__lte=viewer.at).count(),
        revoked=Grant.objects.filter(revoked_at__isnull=False).count(),
        scopes={scope: by_scope.get(scope, 0) for scope in SCOPES},
    )


def _open_members() -> QuerySet[Membership]:
    return (
        Membership.objects.filter(until__isnull=True, person__is_active=True)
        .select_related("person", "organisation")
        .order_by("organisation__name_zh", "pk")
    )
