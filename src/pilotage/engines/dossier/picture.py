"""What the pictures themselves show: how they were taken, their language, one picture handed in twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pilotage.engines import law
from pilotage.engines.dossier.findings import Finding, finding
from pilotage.engines.dossier.values import PLATFORM, Document, Flaw
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
    told: set[tuple[str, str]] = set()
    for flaw in document.flaws:
        sign = (flaw.kind, flaw.editor)
        if sign in told or (flaw.kind == "screenshot" and document.kind == PLATFORM):
            continue
        told.add(sign)
        if flaw.kind in _UNCLEAR:
            why = _UNCLEAR[flaw.kind]
            yield finding("DOCUMENT_UNCLEAR", document.name, why=why, box=flaw.box)
        elif flaw.kind == "edited":
            yield finding("EDIT_TRACES", document.name, why=_edited(flaw), box=flaw.box)
        else:
            yield finding("DOCUMENT_SCREENSHOT", document.name, box=flaw.box)


def _edited(flaw: Flaw) -> Text:
    if flaw.editor:
        return Text(f"文件自带信息写明经 {flaw.editor} 处理", f"the file itself says that it was worked on with {flaw.editor}")  # fmt: skip
    return Text("有一处的颗粒与整页不同，可能被改动过", "the grain of one place is not that of the page; it may have been worked on")  # fmt: skip
