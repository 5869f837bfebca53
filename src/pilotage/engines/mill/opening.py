"""Opening a file: refuse what is not the report, learn its spelling, make its text readable."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pilotage.engines.mill.layout import Layout, layout
from pilotage.engines.mill.recoding import needs_recoding, recoded
from pilotage.engines.mill.recognition import check_format, check_header
from pilotage.engines.mill.spelling import HEAD, Spelling, spelling
from pilotage.engines.mill.survey import Progress, Survey, survey


@dataclass(frozen=True, slots=True)
class Opened:
    """A report that can be read: `text` is UTF-8 with line feeds (the report itself, or a copy)."""

    text: Path
    lines: int  # of `text`, with the header
    has_nul: bool
    raw: Survey
    written: Spelling
    encoding: str
    layout: Layout


def opened(report: Path, scratch: Path, progress: Progress | None = None) -> Opened:
    """Open `report`; copies go to `scratch`. Raises `Invalid` for anything but the report."""
    with report.open("rb") as file:
        head = file.read(HEAD)
    check_format(head, report.stat().st_size)
    written = spelling(head)
    check_header(written.header)
    columns = layout(written.header)
    raw = survey(report, progress)
    if not needs_recoding(written, raw.is_utf8):
        return Opened(report, raw.lines, raw.has_nul, raw, written, written.encoding, columns)
    text = scratch / "text.csv"
    encoding = recoded(report, written, raw.is_utf8, text)
    copy = survey(text)
    return Opened(text, copy.lines, copy.has_nul, raw, written, encoding, columns)
