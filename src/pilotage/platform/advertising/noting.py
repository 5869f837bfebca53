"""The event on the seller's chain, the word to a side, and why work could not be done, as plans and proofs keep them."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.advertising.models import AdPlan, AdProof
from pilotage.platform.audit.actions import record
from pilotage.platform.notices.actions import tell
from pilotage.platform.parties.models import Organisation

_NAMES = {AdPlan: "ad_plan", AdProof: "ad_proof"}
_PAGES = {AdPlan: "advertising:detail", AdProof: "advertising:proof"}
Work = AdPlan | AdProof


def note(
    work: Work, what: str, by: Viewer, at: datetime, ground: str = "", **after: object
) -> None:
    """One event, within the transaction of the change."""
    name = _NAMES[type(work)]
    record(
        by=by.actor, at=at, tenant=work.organisation.ref, action=f"{name}.{what}",
        object=f"{name}:{work.ref}", after=after, basis=ground,
    )  # fmt: skip


def say_to(organisation: Organisation | None, work: Work, title: Text, by: Viewer, at: datetime) -> None:  # fmt: skip
    """A notice with the way to the page; to nobody where there is no organisation."""
    if organisation is None:
        return
    name = _NAMES[type(work)]
    tell(
        by=by, at=at, organisation=organisation, kind=f"{name}.moved", about=f"{name}:{work.ref}",
        title=title, link=reverse(_PAGES[type(work)], args=[work.ref]),
    )  # fmt: skip
