"""Giving, handing on and revoking. Each is one transaction with its audit event in the seller's chain."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from pilotage.kernel.errors import Invalid, NotFound, WrongState
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.engagements.contracts import second_factor
from pilotage.platform.engagements.models import ContractVersion
from pilotage.platform.grants import queries
from pilotage.platform.grants.models import Grant, GrantPart
from pilotage.platform.grants.rules import Wish, check, check_narrower
from pilotage.platform.notices.actions import tell
from pilotage.platform.parties.models import Membership, Organisation


@transaction.atomic
def give(*, by: Viewer, at: datetime, to: str, firm: str, wish: Wish) -> Grant:
    """The seller's owner opens data to one named person (`to`) of one firm; both by reference.

    Raises `NotAllowed` for stock and money, `Invalid` for what makes no grant, `NotFound` for a stranger.
    """
    check_may(by, "grant.give")
    check(wish)
    place = queries.candidates(by).filter(person__ref=to, organisation__ref=firm).first()
    if place is None:
        raise _no_such_person()
    contract = _contract(by, wish.contract, place)
    seller = Organisation.objects.get(pk=by.organisation_id)
    grant = _made(by, at, wish, place, seller, contract)
    _tell(
        by,
        at,
        grant,
        "given",
        grant.firm,
        Text("{seller} 向 {person} 授权了数据", "{seller} has granted data to {person}"),
    )
    return grant


def give_with_code(*, by: Viewer, at: datetime, to: str, firm: str, wish: Wish, code: str) -> Grant:
    """The same for whoever comes with a key: a key alone opens no data, the person's code comes with it."""
    check_may(by, "grant.give")
    second_factor.note_attempt(by=by, at=at)
    with transaction.atomic():
        second_factor.spend(by=by, at=at, code=code)
        return give(by=by, at=at, to=to, firm=firm, wish=wish)


@transaction.atomic
def delegate(*, by: Viewer, at: datetime, ref: str, to: str, wish: Wish) -> Grant:
    """The named person hands on part of a live grant to a colleague; never more, never longer."""
    parent = Grant.objects.select_for_update().get(pk=queries.grant_to_hand_on(by, ref).pk)
    if parent.revoked_at is not None or parent.expires_at <= at:
        raise WrongState("GRANT_ENDED", Text("这份授权已结束。", "This grant has ended."))
    wish = replace(wish, nda_signed_on=parent.nda_signed_on, may_delegate=False)
    check(wish)
    check_narrower(wish, parent)
    place = queries.colleagues(by).filter(person__ref=to).first()
    if place is None:
        raise _no_such_person()
    grant = _made(by, at, wish, place, parent.seller, parent.contract, parent)
    _tell(
        by,
        at,
        grant,
        "handed_on",
        grant.seller,
        Text("{firm} 把授权转给了 {person}", "{firm} handed a grant on to {person}"),
    )
    return grant


@transaction.atomic
def revoke(*, by: Viewer, at: datetime, ref: str) -> Grant:
    """End it at once, with all that was handed on from it. Said twice it stays ended."""
    check_may(by, "grant.revoke")
    grant = Grant.objects.select_for_update().get(pk=queries.grant(by, ref).pk)
    if grant.revoked_at is not None:
        return grant
    ended = [grant, *grant.delegations.select_for_update().filter(revoked_at__isnull=True)]
    for one in ended:
        one.revoked_at, one.revoked_by = at, by.actor
        one.save(update_fields=["revoked_at", "revoked_by"])
        _note(by, at, one, "revoked")
    _tell_once_revoked(by, at, grant)
    return grant


def _contract(by: Viewer, ref: str, place: Membership) -> ContractVersion | None:
    """The version in force of a contract with that very firm; none is asked for without a reference."""
    if not ref:
        return None
    found = queries.contracts(by).filter(ref=ref, partner=place.organisation).first()
    if found is None:
        raise Invalid(
            "NO_SUCH_CONTRACT",
            Text(
                "与这家服务商没有这份生效的合同。",
                "There is no such contract in force with this partner.",
            ),
            Text("请选择已双方签署的合同，或不填。", "Choose one that both signed, or none."),
        )
    return found.versions.get(number=found.current)


def _made(
    by: Viewer,
    at: datetime,
    wish: Wish,
    place: Membership,
    seller: Organisation,
    contract: ContractVersion | None,
    parent: Grant | None = None,
) -> Grant:
    grant = Grant.objects.create(
        seller=seller,
        firm=place.organisation,
        person=place.person,
        purpose=wish.purpose.strip()[:200],
        contract=contract,
        nda_signed_on=wish.nda_signed_on,
        # Whole seconds: the policies count in them, and lists in SQL must agree with the policies.
        not_before=wish.not_before.replace(microsecond=0),
        expires_at=wish.expires_at.replace(microsecond=0),
        may_delegate=wish.may_delegate,
        parent=parent,
        given_by=by.actor,
        given_at=at,
    )
    GrantPart.objects.bulk_create(
        GrantPart(grant=grant, kind=kind, value=value)
        for kind, named in wish.named().items()
        for value in sorted(named)
    )
    _note(by, at, grant, "handed_on" if parent else "given")
    return grant


def _note(by: Viewer, at: datetime, grant: Grant, what: str) -> None:
    terms = grant.terms
    after = {
        "person": terms.person,
        "firm": terms.firm,
        "scopes": terms.scopes,
        "datasets": terms.datasets,
        "stores": terms.stores,
        "sites": terms.sites,
        "not_before": terms.not_before.isoformat(),
        "expires_at": terms.expires_at.isoformat(),
        "nda": terms.nda,
        "parent": grant.parent.ref if grant.parent else "",
    }
    record(
        by=by.actor,
        at=at,
        tenant=terms.seller,
        action=f"grant.{what}",
        object=f"grant:{grant.ref}",
        after={} if what == "revoked" else after,
        basis=f"{grant.contract.contract.ref} {grant.contract.hash}" if grant.contract else "",
    )


def _tell_once_revoked(by: Viewer, at: datetime, grant: Grant) -> None:
    says = Text("{seller} 收回了对 {person} 的授权", "{seller} has revoked its grant to {person}")
    _tell(by, at, grant, "revoked", grant.firm, says)


def _tell(
    by: Viewer, at: datetime, grant: Grant, what: str, whom: Organisation, says: Text
) -> None:
    """The firm (or the seller) hears it, with the page to look at."""
    tell(
        by=by,
        at=at,
        organisation=whom,
        kind=f"grant.{what}",
        about=f"grant:{grant.ref}",
        title=says.with_(seller=grant.seller.name, firm=grant.firm.name, person=str(grant.person)),
        link=reverse("grants:list"),
    )


def _no_such_person() -> NotFound:
    return NotFound(
        "NO_SUCH_PERSON",
        Text("没有可以授权的这个人。", "There is nobody of that name to grant to."),
        Text(
            "只能授权给接受了您请求的服务商的成员。",
            "Only members of a firm that accepted your request can be named.",
        ),
    )
