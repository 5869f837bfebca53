"""Requests made by the real actions, in the directory's small worlds."""

from __future__ import annotations

from datetime import datetime

from tests.platform.directory.making import DE_VAT

from pilotage.platform.access.viewer import Viewer
from pilotage.platform.engagements import actions
from pilotage.platform.engagements.brief import Brief, Contact
from pilotage.platform.engagements.models import Referral, Request

CANARY = "13812345678"


def brief(**fields) -> Brief:
    """Needs VAT filing in Germany; the contact and the message carry a canary."""
    contact = Contact("王小姐", "wang@seller-canary.example", CANARY)
    usual = {"needs": (DE_VAT,), "contact": contact, "message": f"请打 {CANARY} 或加微信 canary888"}
    return Brief(**{**usual, **fields})


def sent(seller: Viewer, at: datetime, **fields) -> Request:
    """A request as it stands after the action that sent it."""
    return Request.objects.get(pk=actions.send(by=seller, at=at, brief=brief(**fields)).pk)


def held(request: Request) -> Referral:
    """The referral that waits for an answer."""
    return Referral.objects.get(request=request, state__in=["sent", "viewed"])
