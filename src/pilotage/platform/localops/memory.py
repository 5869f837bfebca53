"""A seller's translation memory: its languages, what is near a text, and the whole of it; a partner by grant only.

A memory is of no one site, so only a grant for every site opens it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from pilotage.engines.memory import Unit, matches
from pilotage.engines.memory.unit import LONGEST_TEXT
from pilotage.kernel.errors import Invalid, NotFound
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.reading import first
from pilotage.platform.access.scopes import EVERYTHING
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.grants import reach
from pilotage.platform.localops.models import TmUnit
from pilotage.platform.localops.queries import CHECK, READ
from pilotage.platform.parties.models import Organisation

_AT_A_TIME = 2000


@dataclass(frozen=True, slots=True)
class Near:
    """A kept unit near a text; `percent` is 100 for the very same text only."""

    percent: int
    unit: TmUnit


def seller(viewer: Viewer, ref: str, scope: str = READ) -> Organisation:
    """Whose memory is meant (blank: the only one) where the viewer may see it; else `NotAllowed`, `Invalid`."""
    check_may(viewer, "listings.check")
    return reach.seller_meant(viewer, ref, EVERYTHING, scope)


def sellers(viewer: Viewer) -> QuerySet[Organisation]:
    """Whose memory may be open to the viewer."""
    check_may(viewer, "listings.check")
    return reach.sellers(viewer, READ)


def units(viewer: Viewer, of: Organisation, source: str = "", target: str = "") -> QuerySet[TmUnit]:
    """Of a pair of languages (blank: any), in the order in which they came."""
    reach.ground(viewer, of, EVERYTHING, READ)
    rows = TmUnit.objects.filter(organisation=of).order_by("pk")
    if source:
        rows = rows.filter(source_language=source)
    return rows.filter(target_language=target) if target else rows


def unit(viewer: Viewer, ref: str) -> TmUnit:
    """One of those of a seller whose memory the viewer may change, or `NotFound`."""
    check_may(viewer, "listings.check")
    rows = TmUnit.objects.select_related("organisation")
    none = NotFound(
        "NO_SUCH_UNIT",
        Text("没有这条翻译记忆。", "There is no such unit."),
        Text("请从翻译记忆重新打开。", "Open it again from the memory."),
    )
    found = first(rows.filter(ref=ref, organisation__in=reach.sellers(viewer, CHECK)), none)
    reach.ground(viewer, found.organisation, EVERYTHING, CHECK)
    return found


def languages(viewer: Viewer, of: Organisation) -> list[tuple[str, str, int]]:
    """Source and target language, and how many units."""
    rows = units(viewer, of).order_by("source_language", "target_language")
    counted = rows.values_list("source_language", "target_language").annotate(n=Count("pk"))
    return [(source, target, n) for source, target, n in counted]


def near(viewer: Viewer, of: Organisation, text: str, source: str = "", target: str = "") -> list[Near]:  # fmt: skip
    """The five nearest, the nearest first. Raises `Invalid` for no text or a far too long one."""
    text = text.replace("\r\n", "\n").strip()
    if not text or len(text) > LONGEST_TEXT:
        raise Invalid(
            "BAD_TEXT",
            Text(f"要查的文本须为 1 到 {LONGEST_TEXT} 字。", f"The text has 1 to {LONGEST_TEXT} characters."),
            Text("请写一段文本再查。", "Write one text and look again."),
        )  # fmt: skip
    kept = units(viewer, of, source, target).values_list("pk", "source")
    found = matches(text, kept.iterator(_AT_A_TIME))
    rows = TmUnit.objects.in_bulk([one.key for one in found])
    return [Near(one.percent, rows[one.key]) for one in found if one.key in rows]


def whole(viewer: Viewer, of: Organisation, source: str = "", target: str = "") -> Iterator[Unit]:
    """Every unit as the engine has it, to be written out."""
    for row in units(viewer, of, source, target).iterator(_AT_A_TIME):
        yield Unit(
            row.source_language, row.target_language, row.source, row.target, row.origin,
            row.created, row.changed,
        )  # fmt: skip
