"""Original files, by the hashes that a seller's rows hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from pilotage.engines.exits import Bag
from pilotage.kernel.errors import NotFound
from pilotage.platform import ports
from pilotage.platform.exits.belonging import belongings

_CHUNK = 1 << 20


def add_files(bag: Bag, originals: list[str], progress: Callable[[int], None]) -> list[str]:
    """Put every original into the bag; in order, the hashes of those that the store does not have."""
    missing = []
    for done, sha256 in enumerate(originals):
        progress(done)
        try:
            path = ports.files().path(sha256)
        except NotFound:
            missing.append(sha256)
        else:
            bag.add_file(sha256, pieces(path))
    return missing


def pieces(path: Path) -> Iterator[bytes]:
    """A file's bytes, a megabyte at a time."""
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            yield piece


def hashes(seller: int) -> list[str]:
    """The SHA-256 of every file that a row of the seller holds, each once, in order."""
    found: set[str] = set()
    for one in belongings():
        for column in one.tag.files:
            rows = one.rows(seller).exclude(**{column: ""}).order_by()
            found.update(rows.values_list(column, flat=True).distinct().iterator())
    return sorted(found)
