"""One paper, person or account in applications of two clients (关联风险): kept keyed, compared, never told whose.

Numbers are kept only as HMAC-SHA-256 under a key of the platform's own that lies apart from the database. What a page
looks like has to be compared by its bits and is kept as it is; it brings no word of the page back.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Callable, Iterable
from hashlib import sha256

from pilotage.engines.dossier import PAGE, Finding, Mark, marks_of, reused, same_page
from pilotage.engines.dossier.job import document_from, said_by_person
from pilotage.platform.audit.keys import kept
from pilotage.platform.onboarding.models import Dossier, Paper, PaperMark

MOST_PAGES = 20_000  # the latest of other clients that are looked at


def found(application: Dossier, papers: Iterable[Paper]) -> tuple[Finding, ...]:
    """Keep the marks of papers as they were read, and find those that another client's papers have now."""
    read = {paper.name: paper for paper in papers if paper.read}
    documents = {
        name: said_by_person(
            document_from(paper.read), {word.field: word.value for word in paper.words.all()}
        )
        for name, paper in read.items()
    }
    PaperMark.objects.filter(paper__application=application).delete()
    marks = [
        PaperMark(paper=read[one.document], kind=one.kind, value=_kept_as(one))
        for one in marks_of(documents)
    ]
    PaperMark.objects.bulk_create(marks)
    return reused(documents, _known(application))


def _known(application: Dossier) -> Callable[[Mark], bool]:
    others = PaperMark.objects.exclude(paper__application__organisation=application.organisation_id)

    def known(mark: Mark) -> bool:
        same = others.filter(kind=mark.kind)
        if mark.kind != PAGE:
            return same.filter(value=_kept_as(mark)).exists()
        pages = same.order_by("-pk").values_list("value", flat=True)[:MOST_PAGES]
        return any(same_page(mark.value, page) for page in pages.iterator())

    return known


def _kept_as(mark: Mark) -> str:
    if mark.kind == PAGE:
        return mark.value
    key = kept("onboarding-marks-1", lambda: os.urandom(32))
    return hmac.new(key, f"{mark.kind}\0{mark.value}".encode(), sha256).hexdigest()
