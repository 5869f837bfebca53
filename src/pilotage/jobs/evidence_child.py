"""The child's side of evidence: files in by path, prints and which sheets are the same out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pilotage.engines.tax.evidence import one_sheet, print_of, read_evidence

Progress = Callable[[int, int], None]


def read(*, path: str, progress: Progress) -> dict[str, Any]:
    """The print of a file."""
    content = Path(path).read_bytes()
    return asdict(print_of(content, read_evidence(content)))


def same_sheets(*, path: str, others: Sequence[str], progress: Progress) -> dict[str, list[int]]:
    """Which of the others show a page of the file."""
    mine = read_evidence(Path(path).read_bytes()).pages
    same = []
    for at, other in enumerate(others):
        progress(at, len(others))
        theirs = read_evidence(Path(other).read_bytes()).pages
        if any(one_sheet(page, sheet) for page in mine for sheet in theirs):
            same.append(at)
    return {"same": same}
