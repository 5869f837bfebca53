"""Sellers, partners who accepted their request, and grants by the real actions."""

from __future__ import annotations

from datetime import timedelta

from tests.platform.directory import making

from pilotage.platform.access.scopes import DATASETS, EVERYTHING, SCOPES
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.engagements.models import Referral, Request
from pilotage.platform.grants import actions
from pilotage.platform.grants.models import Grant
from pilotage.platform.grants.rules import Wish

NOW = making.NOW


def engaged(seller: Viewer, firm: making.Firm) -> None:
    """The firm accepted a request of the seller."""
    asked = Request.objects.create(
        seller_id=seller.organisation_id, state="accepted", needs=[], languages=[], seed=1,
        opened_by="test", opened_at=NOW, match_by=NOW,
    )  # fmt: skip
    Referral.objects.create(
        request=asked, partner_id=firm.owner.organisation_id, partner_ref=firm.ref, position=1,
        state="accepted", named=False, sent_at=NOW, accept_by=NOW, checked_at=NOW,
    )  # fmt: skip


def wish(**fields) -> Wish:
    """Everything that can be granted, everywhere, for thirty days; change what matters."""
    usual = {
        "scopes": frozenset(SCOPES), "datasets": frozenset(DATASETS),
        "stores": frozenset({EVERYTHING}), "sites": frozenset({EVERYTHING}),
        "not_before": NOW, "expires_at": NOW + timedelta(days=30), "purpose": "税务申报",
        "nda_signed_on": NOW.date(), "may_delegate": True,
    }  # fmt: skip
    return Wish(**{**usual, **fields})


def granted(seller: Viewer, to: Viewer, **fields) -> Grant:
    """A grant from the seller to a person of a firm."""
    return actions.give(
        by=seller, at=NOW, to=to.person_ref, firm=to.organisation_ref, wish=wish(**fields)
    )


def handed_on(by: Viewer, grant: Grant, to: Viewer, **fields) -> Grant:
    """The same grant handed on by its holder."""
    return actions.delegate(by=by, at=NOW, ref=grant.ref, to=to.person_ref, wish=wish(**fields))
