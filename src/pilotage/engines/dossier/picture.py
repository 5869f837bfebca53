"""What the pictures themselves show: how they were taken, their language, one picture handed in twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pilotage.engines import law
from pilotage.engines.dossier.findings import Finding, finding
from pilotage.engines.dossier.values import PLATFORM, Document
from pilotage.kernel.text import Text

_UNCLEAR = {
    "small": Text("字太小，分辨率不足", "print too small, low resolution"),
    "blurred": Text("模糊", "blurred"),
    "glare": Text("反光", "glare"),
}


def check(documents: Mapping[str, Document], rules: law.DossierRules) -> Iterator[Finding]:
    """One finding of a kind for a page. Platform statements are screens by nature: they are not asked for colour."""
    for document in documents.values():
        if document.state == "wrong_kind":
            continue
        if document.grey and document.kind != PLATFORM:
            yield finding("DOCUMENT_BLACK_AND_WHITE", document.name)
        yield from _flaws(document)
        if document.language and document.language not in rules.languages:
            yield finding("LANGUAGE_UNSUPPORTED", document.name, read=document.language)


def _flaws(document: Document) -> Iterator[Finding]:
    told: set[str] = set()
    for flaw in document.flaws:
        if flaw.kind in told or (flaw.kind == "screenshot" and document.kind == PLATFORM):
            continue
        told.add(flaw.kind)
        if flaw.kind in _UNCLEAR:
            why = _UNCLEAR[flaw.kind]
            yield finding("DOCUMENT_UNCLEAR", document.name, why=why, box=flaw.box)
        else:
            code = {"screenshot": "DOCUMENT_SCREENSHOT", "edited": "EDIT_TRACES"}[flaw.kind]
            yield finding(code, document.name, box=flaw.box)
