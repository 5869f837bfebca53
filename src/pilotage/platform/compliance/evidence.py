"""Receipts that may be one paper (凭证重复使用): who bears the same signs, and which pages to look at.

Only the programme sees what is found. Sellers and partners are never told of another seller's paper.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict

from django.db.models import F, QuerySet

from pilotage.engines.tax.evidence import MOST_HOLDERS, Print, Why, nearest, why_same
from pilotage.kernel.errors import NotFound
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.reading import first
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.compliance.models import EvidenceMark, EvidencePrint, EvidenceReuse

MOST_PAGES = 60  # papers of the country that are looked at as pictures, the likest first
MOST_HELD = 5_000  # the latest papers of the country whose hashes are compared
FIGURE = "figure"


def as_content(print_: Print) -> dict[str, object]:
    """As kept in the table."""
    return asdict(print_)


def as_print(row: EvidencePrint) -> Print:
    """The way back."""
    kept = row.content
    return Print(
        kept["sha256"],
        kept["text"],
        tuple(kept["numbers"]),
        tuple(kept["figures"]),
        tuple(tuple(page) for page in kept["pages"]),
    )


def marks_of(print_: Print) -> list[tuple[str, str]]:
    """(kind, value) of every sign that another paper can be found by."""
    signs = [(Why.BYTES.value, print_.sha256)]
    signs += [(Why.TEXT.value, print_.text)] if print_.text else []
    signs += [(Why.NUMBER.value, number[:64]) for number in print_.numbers]
    return signs + [(FIGURE, figure[:64]) for figure in print_.figures]


def alike(row: EvidencePrint) -> list[tuple[EvidencePrint, Why]]:
    """Papers of other sellers that are the same by bytes, text, number or figures."""
    mine = as_print(row)
    holders: dict[str, set[int]] = defaultdict(set)
    met: set[int] = set()
    for kind, value in marks_of(mine):
        same = EvidenceMark.objects.filter(kind=kind, value=value)
        others = same.exclude(mark_of__filing__organisation_id=row.filing.organisation_id)
        for pk, seller in others.values_list("mark_of_id", "mark_of__filing__organisation_id")[:50]:
            holders[value].add(seller)
            met.add(pk)
    common = {value for value, sellers in holders.items() if len(sellers) >= MOST_HOLDERS}
    found = []
    for other in EvidencePrint.objects.filter(pk__in=met).select_related("filing"):
        if why := why_same(mine, as_print(other), common):
            found.append((other, why))
    return found


def to_look_at(row: EvidencePrint) -> list[EvidencePrint]:
    """Papers of other sellers in the same country whose pages look most alike."""
    others = list(
        EvidencePrint.objects.filter(filing__jurisdiction=row.filing.jurisdiction)
        .exclude(filing__organisation_id=row.filing.organisation_id)
        .select_related("filing", "document")
        .order_by("-pk")[:MOST_HELD]
    )
    prints = [as_print(other) for other in others]
    return [others[at] for at in nearest(as_print(row), prints, MOST_PAGES)]


def findings(viewer: Viewer) -> QuerySet[EvidenceReuse]:
    """For the programme: those nobody judged first, then the newest."""
    check_may(viewer, "evidence.oversee")
    sides = [f"{side}__filing__{who}" for side in ("first", "second") for who in ("organisation", "filed_by")]  # fmt: skip
    every = EvidenceReuse.objects.select_related(*sides, "first__document", "second__document")
    return every.order_by(F("judged_at").asc(nulls_first=True), "-found_at", "-pk")


def finding(viewer: Viewer, ref: str) -> EvidenceReuse:
    """One of them, or `NotFound`."""
    return first(
        findings(viewer).filter(ref=ref),
        NotFound(
            "NO_SUCH_FINDING",
            Text("没有这条比对结果。", "There is no such finding."),
            Text("请从重复凭证列表重新打开。", "Open it again from the list."),
        ),
    )
