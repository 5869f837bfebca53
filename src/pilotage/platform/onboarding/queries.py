"""Shop applications as their seller sees them. Nobody else sees one; the programme counts verdicts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from pilotage.engines.dossier.values import NEEDED, PASSPORT, PLATFORM, REGISTRATION
from pilotage.kernel.errors import NotFound
from pilotage.kernel.text import Text
from pilotage.platform import ports
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.reading import first, own
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.onboarding import sealing
from pilotage.platform.onboarding.models import Dossier, Paper, PreAudit, State

MOST_STATEMENTS = 12
NAMES = (
    *NEEDED,
    PASSPORT,
    REGISTRATION,
    *(f"{PLATFORM}_{number}" for number in range(1, MOST_STATEMENTS + 1)),
)
"""Every name that a paper can have."""

UNSURE = frozenset({"READING_UNSURE", "FIELD_NOT_READ"})
"""Codes that a person can settle by looking."""
MOST_APPLICATIONS = 50


@dataclass(frozen=True, slots=True)
class Unsure:
    """A field of a paper that a person should look at."""

    application: Dossier
    paper: Paper
    field: str

    @property
    def _read(self) -> dict[str, Any]:
        found: dict[str, Any] = (self.paper.read or {}).get("fields", {}).get(self.field, {})
        return found

    @property
    def read(self) -> str:
        """What the reader told; blank where it told nothing."""
        return str(self._read.get("value", ""))

    @property
    def box(self) -> tuple[int, int, int, int] | None:
        """Where it stands on the upright page; None where nobody knows."""
        box = self._read.get("box")
        return (box[0], box[1], box[2], box[3]) if box else None

    @property
    def is_settled(self) -> bool:
        return any(word.field == self.field for word in self.paper.words.all())


def applications(viewer: Viewer) -> QuerySet[Dossier]:
    """The viewer's own, the newest first."""
    check_may(viewer, "dossier.keep")
    return own(viewer, Dossier.objects.order_by("-opened_at", "-pk"))


def application(viewer: Viewer, ref: str) -> Dossier:
    """One of them, or `NotFound`."""
    return first(applications(viewer).filter(ref=ref), _none())


def papers(viewer: Viewer, found: Dossier) -> QuerySet[Paper]:
    """Those that count now, in the order in which they are asked for."""
    rows = Paper.objects.filter(application=application(viewer, found.ref), removed_at=None)
    return rows.order_by("name")


def paper(viewer: Viewer, ref: str) -> Paper:
    """One paper of the viewer's own that still counts, or `NotFound`."""
    mine = applications(viewer).order_by()
    rows = Paper.objects.filter(ref=ref, removed_at=None, application__in=mine)
    return first(rows.select_related("application__organisation"), _none())


def last_audit(viewer: Viewer, found: Dossier) -> PreAudit | None:
    """The newest pre-audit."""
    rows = PreAudit.objects.filter(application=application(viewer, found.ref))
    return rows.order_by("-started_at", "-pk").first()


def bytes_of(viewer: Viewer, row: Paper, *, page: bool = False) -> Iterator[bytes]:
    """The paper as it came, or its page upright. Raises `NotFound` once its time is over."""
    owner = row.application
    sha256 = row.page_sha256 if page else row.sha256
    if not sha256:
        raise _none()
    return sealing.opened(owner.sealed_key, owner.ref, ports.files().path(sha256))


def unsure(viewer: Viewer, ref: str = "") -> list[Unsure]:
    """What the reader is unsure of or could not read, in the last pre-audits of the viewer's own, and nobody has settled.

    `ref` names one application; else the newest 50.
    """
    rows = applications(viewer).filter(gone_at__isnull=True)
    rows = rows.filter(ref=ref) if ref else rows[:MOST_APPLICATIONS]
    found = []
    for row in rows:
        audit = last_audit(viewer, row)
        if audit is None or audit.state != State.DONE:
            continue
        here = {one.name: one for one in papers(viewer, row).prefetch_related("words")}
        for told in (audit.result or {}).get("findings", ()):
            paper = here.get(told["document"])
            if told["code"] in UNSURE and told["field"] and paper is not None and paper.read:
                found.append(Unsure(row, paper, told["field"]))
    return [one for one in dict.fromkeys(found) if not one.is_settled]


def question(viewer: Viewer, paper_ref: str, field: str) -> Unsure:
    """One of them, or `NotFound`."""
    for one in unsure(viewer, paper(viewer, paper_ref).application.ref):
        if (one.paper.ref, one.field) == (paper_ref, field):
            return one
    raise NotFound(
        "NOT_UNSURE",
        Text("这一处没有待核对的内容。", "Nothing here waits to be looked at."),
        Text("请从待核对列表重新打开。", "Open it again from the list of what waits."),
    )


def used_elsewhere(viewer: Viewer, row: Paper) -> bool:
    """Whether a paper of another seller that still counts is the very same file: an association risk. No more is said."""
    check_may(viewer, "dossier.keep")
    if not row.print:
        return False
    others = Paper.objects.filter(print=row.print, removed_at=None).exclude(
        application__organisation=row.application.organisation_id
    )
    return others.exists()


def _none() -> NotFound:
    return NotFound(
        "NO_SUCH_APPLICATION",
        Text("没有这份开店申请或资料。", "There is no such application or paper."),
        Text("请从开店预审列表重新打开。", "Open it again from the list."),
    )
