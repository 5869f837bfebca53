"""The raw bytes of a report: how many, their SHA-256, whether they are clean UTF-8; kept under their hash."""

from __future__ import annotations

import codecs
import hashlib
from pathlib import Path

from pilotage.engines.mill.refusals import too_large

BLOCK = 4 * 1024 * 1024
LARGEST = 16 * 1024**3  # bytes; thirty times the largest month seen


def check_size(path: Path) -> int:
    """The bytes of `path`. Raises `Invalid` for more than `LARGEST`."""
    size = path.stat().st_size
    if size > LARGEST:
        raise too_large(size, LARGEST)
    return size


def is_utf8(path: Path) -> bool:
    """Whether the whole file is clean UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        clean = all(_decodes(decoder, block) for block in iter(lambda: file.read(BLOCK), b""))
    return clean and not decoder.getstate()[0]


def sha256(path: Path) -> str:
    """The file's SHA-256, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


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
    kept = folder / sha256(path)
    if not kept.exists():
        part = kept.with_suffix(".part")
        shutil.copyfile(path, part)
        part.replace(kept)
    return kept
