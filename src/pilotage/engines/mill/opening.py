"""Opening a file: refuse what is not the report, learn its spelling, make its text readable."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pilotage.engines.mill.layout import Layout, layout
from pilotage.engines.mill.recoding import needs_recoding, recoded
from pilotage.engines.mill.recognition import check_format, check_header
from pilotage.engines.mill.spelling import HEAD, Spelling, spelling
from pilotage.engines.mill.survey import check_size, is_utf8


@dataclass(frozen=True, slots=True)
class Opened:
    """A report that can be read: `text` is UTF-8 with line feeds (the report itself, or a copy)."""

    text: Path
    size: int  # bytes of the report
    written: Spelling
    encoding: str
    layout: Layout


def opened(report: Path, scratch: Path, *, as_utf8: bool = True) -> Opened:
    """Open `report`; copies go to `scratch`. Raises `Invalid` for anything but the report.

    Text that claims no encoding is taken for UTF-8 until a reader meets a byte that says otherwise (`as_utf8`).
    """
    with report.open("rb") as file:
        head = file.read(HEAD)
    size = check_size(report)
    check_format(head, size)
    written = spelling(head)
    check_header(written.header)
    columns = layout(written.header)
    if not needs_recoding(written, as_utf8):
        return Opened(report, size, written, written.encoding, columns)
    text = scratch / "text.csv"
    encoding = recoded(report, written, as_utf8 and is_utf8(report), text)
    return Opened(text, size, written, encoding, columns)
