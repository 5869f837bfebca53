"""What is due under contracts, as a calendar shows it: the promises of open cases, and duties with their date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pilotage.engines import sla
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.cases import duties, queries
from pilotage.platform.cases.clocks import clocks
from pilotage.platform.cases.states import LIVE
from pilotage.platform.cases.telling import PROMISES
from pilotage.platform.engagements.models import Contract
from pilotage.platform.parties.models import Organisation


@dataclass(frozen=True, slots=True)
class Due:
    """Something the partner of `contract` owes by `at`; `key` stays the same when the instant moves.

    `about` is `case` or `duty`, `ref` which; a case has a `title`. Not `firm` while paused, or past the published holidays.
    """

    at: datetime
    key: str
    promise: Text
    title: str
    contract: Contract
    about: str
    ref: str
    firm: bool


def dues(viewer: Viewer) -> list[Due]:
    """The viewer's own side's, the nearest first."""
    found = [*_of_cases(viewer, viewer.organisation_id), *_duties(viewer, viewer.organisation_id)]
    return sorted(found, key=lambda due: (due.at, due.key))


def dues_of(viewer: Viewer, owner: Organisation) -> list[Due]:
    """Those of a firm whose calendar the viewer may read: the product, for who holds its address."""
    found = [*_of_cases(viewer, owner.pk), *_duties(viewer, owner.pk)]
    return sorted(found, key=lambda due: (due.at, due.key))


def _of_cases(viewer: Viewer, party: int | None) -> list[Due]:
    live = queries.cases(viewer).filter(state__in=LIVE)
    return [
        Due(
            clock.due,
            f"{one.ref}-{clock.promise}",
            PROMISES[clock.promise],
            one.title,
            one.contract,
            "case",
            one.ref,
            clock.state in (sla.State.RUNNING, sla.State.BREACHED),
        )
        for one in live
        if party in (one.contract.seller_id, one.contract.partner_id)
        for clock in clocks(one, viewer.at)
    ]


def _duties(viewer: Viewer, party: int | None) -> list[Due]:
    return [
        Due(
            one.due,
            one.ref,
            Text(one.about_zh, one.about_en),
            "",
            one.contract,
            "duty",
            one.ref,
            not one.provisional,
        )
        for one in duties.duties(viewer).filter(ended_at__isnull=True)
        if party in (one.contract.seller_id, one.contract.partner_id)
    ]
