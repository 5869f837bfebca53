"""Any encoding and any line end, streamed into a UTF-8 file with line feeds."""

from __future__ import annotations

import codecs
from pathlib import Path

from pilotage.engines.mill.spelling import Spelling
from pilotage.engines.mill.survey import BLOCK


def needs_recoding(written: Spelling, is_utf8: bool) -> bool:
    """Whether the embedded engine cannot read the bytes as they are."""
    return not written.encoding.startswith("utf-8") or not is_utf8 or written.newline == "\r"


def recoded(report: Path, written: Spelling, is_utf8: bool, target: Path) -> str:
    """Write `report` to `target` as UTF-8 with line feeds; returns the encoding it was read in.

    Text that claims no encoding and is not UTF-8 is windows-1252; the five bytes that
    windows-1252 leaves open become U+FFFD rather than stop the run.
    """
    name = written.encoding
    if name.startswith("utf-8") and not is_utf8:
        name = "cp1252"
    decoder = codecs.getincrementaldecoder(name)(errors="replace")
    with report.open("rb") as source, target.open("wb") as out:
        while block := source.read(BLOCK):
            out.write(_lines(decoder.decode(block), written.newline))
        out.write(_lines(decoder.decode(b"", True), written.newline))
    return name


def _lines(text: str, newline: str) -> bytes:
    if newline == "\r":
        text = text.replace("\r", "\n")
    return text.encode("utf-8", "replace")
