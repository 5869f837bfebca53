"""Listing checks and their findings a page at a time, as each side may see them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from django.db.models import QuerySet
from numpy.typing import NDArray

from pilotage.engines.listings.kept_findings import Chosen, KeptFindings
from pilotage.engines.mill.spans import Places
from pilotage.kernel.errors import NotAllowed, NotFound
from pilotage.kernel.text import Text
from pilotage.platform import ports
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.reading import first
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.grants import reach
from pilotage.platform.localops import choices
from pilotage.platform.localops.models import ListingCheck
from pilotage.platform.parties.models import Organisation

READ, CHECK = "listings.read", "listings.check"  # what a seller grants
# What the files of a check are called when they are downloaded.
_FILES = {"json": "findings.json", "sheet": "corrected.xlsx", "plain": "corrected.json"}


@dataclass(frozen=True, slots=True)
class Findings:
    """The findings asked for, in the order of the file, read a slice at a time, each with whether it is `accepted`.

    `places` are their positions, `accepted` that of every finding of the check.
    """

    kept: KeptFindings
    places: Places
    accepted: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.places)

    def __getitem__(self, part: slice) -> list[dict[str, Any]]:
        return [
            one | {"accepted": bool(self.accepted[one["position"]])}
            for one in self.kept.rows(self.places[part])
        ]


def checks(viewer: Viewer) -> QuerySet[ListingCheck]:
    """The seller's own, or those granted to a partner's person, the newest first."""
    check_may(viewer, "listings.check")
    rows = ListingCheck.objects.select_related("organisation", "firm", "document")
    return reach.reached(viewer, rows.order_by("-started_at", "-pk"), READ)


def check(viewer: Viewer, ref: str) -> ListingCheck:
    """One of them, or `NotFound`."""
    found = first(checks(viewer).filter(ref=ref), _none())
    reach.ground(viewer, found.organisation, found.site, READ)
    return found


def sellers(viewer: Viewer) -> QuerySet[Organisation]:
    """Whose listings the viewer may check."""
    check_may(viewer, "listings.check")
    return reach.sellers(viewer, CHECK)


def seller(viewer: Viewer, ref: str, site: str) -> Organisation:
    """The one that is meant (blank: the only one) where the viewer may check listings for the site; else refused."""
    check_may(viewer, "listings.check")
    return reach.seller_meant(viewer, ref, site, CHECK)


def findings(viewer: Viewer, made: ListingCheck, only: Chosen, verdict: str = "") -> Findings:
    """Those asked for; `verdict` (blank is all) narrows to suggestions that stand so. `NotFound` while there are none."""
    kept, accepted = _kept(made), choices.accepted(made)
    places = kept.places(replace(only, suggested=True) if verdict else only)
    if verdict:
        standing = {choices.ACCEPTED: accepted, choices.LEFT: ~accepted}
        places = places[standing[verdict][places]] if verdict in standing else places[:0]
    return Findings(kept, places, accepted)


def may_choose(viewer: Viewer, made: ListingCheck) -> bool:
    """Whether the viewer can accept suggestions of the check as it stands, and ask for the corrected listings."""
    if not choices.is_open(made):
        return False
    try:
        reach.ground(viewer, made.organisation, made.site, CHECK)
    except NotAllowed:
        return False
    return True


def fields(viewer: Viewer, made: ListingCheck) -> list[tuple[str, int]]:
    """The fields with findings, each with how many."""
    return _kept(made).fields()


def file(viewer: Viewer, ref: str, what: str) -> tuple[Path, str]:
    """Where the check's `json`, `sheet` or `plain` lies, and its name; `NotFound` before there is one."""
    found = check(viewer, ref)
    if what not in _FILES:
        raise _none()
    return _path(getattr(found, f"{what}_sha256")), f"{ref}-{_FILES[what]}"


def _kept(made: ListingCheck) -> KeptFindings:
    return KeptFindings(_path(made.rows_sha256))


def _path(sha256: str) -> Path:
    if not sha256:
        raise _none()
    return Path(ports.files().path(sha256))


def _none() -> NotFound:
    return NotFound(
        "NO_SUCH_CHECK",
        Text("没有这次商品检查或文件。", "There is no such check or file."),
        Text("请从商品检查列表重新打开。", "Open it again from the list."),
    )
