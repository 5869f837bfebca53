"""The pre-audit of a shop application: documents read on this machine, checked, compared with what was typed.

`check` works on values and is pure; `reading` turns files into those values and is imported only when files
are to be read, because it loads the models.
"""

from __future__ import annotations

from pilotage.engines.dossier.checks import check
from pilotage.engines.dossier.findings import Finding, codes, verdict
from pilotage.engines.dossier.fingerprint import PAGE, Mark, among, marks_of, reused, same_page
from pilotage.engines.dossier.values import Document, Field, Typed

__all__ = [
    "PAGE",
    "Document",
    "Field",
    "Finding",
    "Mark",
    "Typed",
    "among",
    "check",
    "codes",
    "marks_of",
    "reused",
    "same_page",
    "verdict",
]
