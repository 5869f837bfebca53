"""Files of a form, kept and named by what they are for."""

from __future__ import annotations

from django.http import HttpRequest

from pilotage.platform.access import queries as access
from pilotage.platform.access.permissions import check_may
from pilotage.platform.compliance.models import Role
from pilotage.platform.documents.actions import receive
from pilotage.platform.documents.models import Document
from pilotage.web.viewer import viewer

KINDS = {Role.REPORT: "avtr", Role.COSTS: "tax_costs", Role.RATES: "tax_rates"}


def arrived(request: HttpRequest, roles: tuple[Role, ...]) -> list[tuple[Role, Document]]:
    """Every file of the fields named as the roles, in that order."""
    who = viewer(request)
    check_may(who, "report.upload")
    owner = access.own_organisation(who)
    return [
        (
            role,
            receive(
                by=who,
                at=who.at,
                owner=owner,
                kind=KINDS[role],
                name=file.name or "",
                chunks=file.chunks(),
            ),
        )
        for role in roles
        for file in request.FILES.getlist(role.value)
    ]


def numbered(text: str | None) -> int:
    """A page number as typed in an address; anything else is the first."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 1
