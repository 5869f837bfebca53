"""Original files, by the hashes that a seller's rows hold."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pilotage.engines.exits import Bag
from pilotage.kernel.errors import NotFound
from pilotage.platform import ports
from pilotage.platform.exits.belonging import belongings

_CHUNK = 1 << 20


def add_files(bag: Bag, seller: int) -> list[str]:
    """Put every file of the seller into the bag; in order, the hashes of those that the store does not have."""
    missing = set()
    for sha256 in _hashes(seller):
        try:
            path = ports.files().path(sha256)
        except NotFound:
            missing.add(sha256)
        else:
            bag.add_file(sha256, pieces(path))
    return sorted(missing)


def pieces(path: Path) -> Iterator[bytes]:
    """A file's bytes, a megabyte at a time."""
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            yield piece


def _hashes(seller: int) -> Iterator[str]:
    for one in belongings():
        for column in one.tag.files:
            rows = one.rows(seller).exclude(**{column: ""}).order_by()
            yield from rows.values_list(column, flat=True).distinct().iterator()
