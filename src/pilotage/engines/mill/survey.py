"""One pass over the raw bytes: SHA-256, size, lines, and whether they are clean UTF-8."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pilotage.engines.mill.refusals import too_large

BLOCK = 4 * 1024 * 1024
LARGEST = 16 * 1024**3  # bytes; thirty times the largest month seen

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Survey:
    """What the bytes are; `lines` counts line feeds, plus one for an unfinished last line."""

    sha256: str
    size: int
    lines: int
    is_utf8: bool
    has_nul: bool
    ends_with_newline: bool


def survey(path: Path, progress: Progress | None = None) -> Survey:
    """Survey the file at `path`; `progress(done, size)` is told after each block."""
    size = path.stat().st_size
    if size > LARGEST:
        raise too_large(size, LARGEST)
    digest, decoder = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")()
    lines, done, is_utf8, has_nul, last = 0, 0, True, False, b"\n"
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
            lines += block.count(b"\n")
            has_nul = has_nul or b"\0" in block
            is_utf8 = is_utf8 and _decodes(decoder, block)
            last, done = block[-1:], done + len(block)
            if progress:
                progress(done, size)
    unfinished = last != b"\n"
    is_utf8 = is_utf8 and not decoder.getstate()[0]
    return Survey(digest.hexdigest(), done, lines + unfinished, is_utf8, has_nul, not unfinished)


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes) -> bool:
    if block.isascii() and not decoder.getstate()[0]:
        return True
    try:
        decoder.decode(block)
    except UnicodeDecodeError:
        return False
    return True


def keep(path: Path, folder: Path) -> Path:
    """Keep the raw bytes of `path` under their SHA-256 in `folder`; the same bytes are kept once.

    Written beside and renamed, so that a name that exists is always whole.
    """
    import shutil

    folder.mkdir(parents=True, exist_ok=True)
    with path.open("rb") as file:
        kept = folder / hashlib.file_digest(file, "sha256").hexdigest()
    if not kept.exists():
        part = kept.with_suffix(".part")
        shutil.copyfile(path, part)
        part.replace(kept)
    return kept
