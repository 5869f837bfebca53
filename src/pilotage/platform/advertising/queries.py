"""Advertising plans, their changes a page at a time, and proofs, as each side may see them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from django.db.models import QuerySet
from numpy.typing import NDArray

from pilotage.engines.ads.kept_plan import KINDS, KeptPlan, Only
from pilotage.kernel.errors import NotAllowed, NotFound
from pilotage.kernel.text import Text
from pilotage.platform import ports
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.reading import first
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.advertising import granted
from pilotage.platform.advertising.models import AdDecision, AdPlan, AdProof
from pilotage.platform.advertising.states import OPEN as UNDER_REVIEW
from pilotage.platform.advertising.states import State, can
from pilotage.platform.advertising.verdicts import CODES, Verdicts, verdicts
from pilotage.platform.grants import reach
from pilotage.platform.parties.models import Organisation

PER_PAGE = 50
# What a plan's files are called when they are downloaded.
_FILES = {"json": "plan.json", "book": "plan.xlsx", "sheet": "upload.xlsx"}


@dataclass(frozen=True, slots=True)
class Decided:
    """A change as `ads plan --json` says it, with its `position`, and the last decision about it."""

    change: dict[str, Any]
    verdict: str
    decision: AdDecision | None


@dataclass(frozen=True, slots=True)
class Changes:
    """Page `number` (from 1) of the `count` changes asked for; `state`: how all of the plan's stand."""

    rows: list[Decided]
    count: int
    number: int
    state: Verdicts

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // PER_PAGE))


def plans(viewer: Viewer) -> QuerySet[AdPlan]:
    """The seller's own, or those granted to a partner's person, the newest first."""
    check_may(viewer, "ads.plan")
    rows = AdPlan.objects.select_related("organisation", "firm").order_by("-started_at", "-pk")
    return reach.reached(viewer, rows, granted.READ)


def plan(viewer: Viewer, ref: str) -> AdPlan:
    """One of them, or `NotFound`."""
    found = first(plans(viewer).filter(ref=ref), _none())
    granted.acting(viewer, found.organisation, found.site, granted.READ)
    return found


def waiting(viewer: Viewer) -> QuerySet[AdPlan]:
    """Those that wait for the seller's approval."""
    return plans(viewer).filter(state__in=UNDER_REVIEW)


def sellers(viewer: Viewer) -> QuerySet[Organisation]:
    """For whom the viewer may prepare plans and proofs."""
    check_may(viewer, "ads.plan")
    return reach.sellers(viewer, granted.PLAN)


def seller(viewer: Viewer, ref: str, site: str) -> Organisation:
    """The one that is meant (blank: the only one) where the viewer may prepare a plan for the site; else refused."""
    check_may(viewer, "ads.plan")
    return reach.seller_meant(viewer, ref, site, granted.PLAN)


def changes(viewer: Viewer, plan: AdPlan, only: Only, verdict: str = "", number: int = 1) -> Changes:  # fmt: skip
    """A page of the changes asked for, what costs most first within its kind."""
    state = verdicts(plan)
    places = chosen(viewer, plan, only, verdict, state)
    number = min(max(number, 1), max(1, -(-len(places) // PER_PAGE)))
    shown = places[PER_PAGE * (number - 1) : PER_PAGE * number]
    rows = [
        Decided(row, CODES[state.codes[row["position"]]], state.of(row["position"]))
        for row in rows_of(viewer, plan).rows(shown.tolist())
    ]
    return Changes(rows, len(places), number, state)


def chosen(viewer: Viewer, plan: AdPlan, only: Only, verdict: str, state: Verdicts) -> NDArray[np.int64]:  # fmt: skip
    """The positions of the changes asked for; `verdict` blank is all, one that there is not is none."""
    places = rows_of(viewer, plan).places(only)
    if not verdict:
        return places
    return places[np.asarray(CODES)[state.codes[places]] == verdict]


def advice(viewer: Viewer, plan: AdPlan, most: int) -> list[dict[str, Any]]:
    """The first pieces of advice, which no sheet can make."""
    held = rows_of(viewer, plan)
    return held.rows(held.places(Only(), advice=True)[:most].tolist())


def counts(viewer: Viewer, plan: AdPlan, state: Verdicts) -> list[tuple[str, dict[str, int]]]:
    """Kind → how many of its changes stand how; kinds without changes left out."""
    kinds = rows_of(viewer, plan).kinds()
    table = np.zeros((len(KINDS), len(CODES)), np.int64)
    np.add.at(table, (kinds, state.codes[: len(kinds)]), 1)
    return [
        (kind, dict(zip(CODES, map(int, row), strict=True)))
        for kind, row in zip(KINDS, table, strict=True)
        if row.sum()
    ]


def guards(viewer: Viewer, plan: AdPlan) -> list[tuple[str, int]]:
    """The guards that shaped changes, each with how many."""
    return rows_of(viewer, plan).guards()


def campaigns(viewer: Viewer, plan: AdPlan, most: int) -> list[tuple[str, int]]:
    """The campaigns with changes, each with how many, most first."""
    return rows_of(viewer, plan).campaigns(most)


def rows_of(viewer: Viewer, plan: AdPlan) -> KeptPlan:
    """The changes of a plan that the viewer has seen; `NotFound` while there are none."""
    return KeptPlan(_path(plan.rows_sha256))


def file(viewer: Viewer, ref: str, what: str) -> tuple[Path, str]:
    """Where the plan's `json`, `book` or `sheet` lies, and its name; `NotFound` before there is one.

    The sheet of a plan that was dropped is there no more: nobody is to upload it.
    """
    found = plan(viewer, ref)
    if what not in _FILES or (what == "sheet" and found.state == State.DROPPED):
        raise _none()
    return _path(getattr(found, f"{what}_sha256")), f"{ref}-{_FILES[what]}"


def steps(viewer: Viewer, plan: AdPlan) -> set[str]:
    """What the viewer can do to the plan as it stands: `decide`, `propose`, `return`, `approve`, `apply`, `drop`."""
    found: set[str] = set()
    for scope, verb in ((granted.PLAN, "ads.plan"), (granted.APPROVE, "ads.approve")):
        try:
            check_may(viewer, verb)
            who, _ = granted.acting(viewer, plan.organisation, plan.site, scope)
        except NotAllowed:
            continue
        found |= {event for event in EVENTS[scope] if can(plan.state, event, who)}
    return found


# Which scope (for the seller: which verb) lets one take a step.
EVENTS = {
    granted.PLAN: ("decide", "propose", "apply"),
    granted.APPROVE: ("return", "approve", "drop"),
}


def proofs(viewer: Viewer) -> QuerySet[AdProof]:
    """Proofs of what changes did, the newest first."""
    check_may(viewer, "ads.plan")
    rows = AdProof.objects.select_related("organisation", "firm").order_by("-started_at", "-pk")
    return reach.reached(viewer, rows, granted.READ)


def proof(viewer: Viewer, ref: str) -> AdProof:
    """One of them, or `NotFound`."""
    none = NotFound(
        "NO_SUCH_PROOF",
        Text("没有这次效果核验。", "There is no such proof."),
        Text("请从广告列表重新打开。", "Open it again from the list."),
    )
    found = first(proofs(viewer).filter(ref=ref), none)
    granted.acting(viewer, found.organisation, found.site, granted.READ)
    return found


def _path(sha256: str) -> Path:
    if not sha256:
        raise _none()
    return Path(ports.files().path(sha256))


def _none() -> NotFound:
    return NotFound(
        "NO_SUCH_AD_PLAN",
        Text("没有这份广告计划或文件。", "There is no such plan or file."),
        Text("请从广告列表重新打开。", "Open it again from the list."),
    )
