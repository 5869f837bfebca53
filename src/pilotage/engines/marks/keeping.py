"""A register with its index in one file, mapped into memory where it is asked; no pickle.

Layout: eight bytes of name and format; the SHA-256 of all after it; the length of the head (8 bytes, little endian);
the head in JSON; then the arrays, each at a multiple of 64 bytes. A file that is of another register, was made by other
rules, was cut short or has one byte changed is none: whoever asked builds the index anew.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from pilotage.engines.marks.register import Entry, Register

_MAGIC = b"MARKS\x00\x00\x01"
_HEAD_AT = len(_MAGIC) + 32
_STEP = 64
_PIECE = 1 << 24
_HERE = Path(__file__).parent
# What decides how a file is read into entries, and an entry into the index.
_RULES = (
    "files.py", "grams.py", "keeping.py", "meanings.py", "meanings.txt", "postings.py", "register.py", "signs.py", "uspto.py",
)  # fmt: skip
_LIBRARIES = ("numpy", "opencc", "pypinyin")


@cache
def made_by() -> str:
    """A word for the rules that make an index."""
    return word_for((_HERE / name for name in _RULES), _LIBRARIES)


def word_for(rules: Iterable[Path], libraries: Iterable[str]) -> str:
    """Of the files in which rules stand and the libraries that they call: other rules, another word."""
    digest = hashlib.sha256()
    for path in rules:
        digest.update(path.read_bytes())
    digest.update(" ".join(f"{name} {version(name)}" for name in libraries).encode())
    return digest.hexdigest()


def keep(register: Register, path: Path, made_of: str) -> None:
    """Write it to `path`, whole or not at all; `made_of` is the SHA-256 of the file that it was read from.

    Raises `OSError` where the disk does.
    """
    arrays = dict(register.arrays()) | _columns(register.entries)
    places, end = {}, 0
    for name, one in arrays.items():
        places[name] = [one.dtype.str, len(one), end]
        end += -(-one.nbytes // _STEP) * _STEP
    head = json.dumps({"made_of": made_of, "made_by": made_by(), "arrays": places})
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(_MAGIC + bytes(32))
            digest = hashlib.sha256()
            for piece in _pieces(head.encode(), arrays):
                digest.update(piece)
                file.write(piece)
            file.seek(len(_MAGIC))
            file.write(digest.digest())
            file.flush()
            os.fsync(file.fileno())
        Path(part).chmod(0o440)
        Path(part).replace(path)
    finally:
        Path(part).unlink(missing_ok=True)


def kept(path: Path, made_of: str) -> Register | None:
    """What was kept there of exactly this file by exactly these rules; else None."""
    try:
        with path.open("rb") as file:
            held = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError):  # none there, or an empty one
        return None
    content = memoryview(held)
    if len(content) < _HEAD_AT + 8 or content[: len(_MAGIC)] != _MAGIC:
        return None
    digest = hashlib.sha256()
    for start in range(_HEAD_AT, len(content), _PIECE):
        digest.update(content[start : start + _PIECE])
    if digest.digest() != content[len(_MAGIC) : _HEAD_AT]:
        return None
    # From here on it is what we wrote: a hash that fits is no accident.
    ends = _HEAD_AT + 8 + int.from_bytes(content[_HEAD_AT : _HEAD_AT + 8], "little")
    head = json.loads(bytes(content[_HEAD_AT + 8 : ends]))
    if head["made_of"] != made_of or head["made_by"] != made_by():
        return None
    begins = -(-ends // _STEP) * _STEP
    arrays = {
        name: np.frombuffer(content, np.dtype(kind), many, begins + place)
        for name, (kind, many, place) in head["arrays"].items()
    }
    return Register.of_arrays(_Kept(arrays), arrays)


def _pieces(head: bytes, arrays: Mapping[str, NDArray[Any]]) -> Iterator[bytes | memoryview]:
    yield len(head).to_bytes(8, "little") + head
    yield bytes(-(_HEAD_AT + 8 + len(head)) % _STEP)
    for one in arrays.values():
        content = np.ascontiguousarray(one).data.cast("B") if len(one) else memoryview(b"")
        for start in range(0, len(content), _PIECE):
            yield content[start : start + _PIECE]
        yield bytes(-one.nbytes % _STEP)


def _columns(entries: Sequence[Entry]) -> dict[str, NDArray[Any]]:
    """Every entry a line of JSON: the values of its row behind the number of its names of columns."""
    shapes: dict[tuple[str, ...], int] = {}
    lines, ends = bytearray(), np.empty(len(entries) + 1, dtype=np.int64)
    ends[0] = 0
    for n, one in enumerate(entries, 1):
        shape = shapes.setdefault(tuple([name for name, _ in one.more]), len(shapes))
        values = [value for _, value in one.more]
        row = [one.id, one.mark, one.classes, one.status, shape, *values]
        lines += json.dumps(row, ensure_ascii=False).encode("utf-8", "surrogatepass")
        ends[n] = len(lines)
    names = json.dumps([list(shape) for shape in shapes]).encode()
    return {
        "entries/lines": np.frombuffer(lines, np.uint8),
        "entries/ends": ends,
        "entries/shapes": np.frombuffer(names, np.uint8),
    }


class _Kept(Sequence[Entry]):
    """Entries as they were kept; each is made when it is asked for."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._lines, self._ends = arrays["entries/lines"], arrays["entries/ends"]
        self._shapes: list[list[str]] = json.loads(arrays["entries/shapes"].tobytes())
        # A watch meets the same filings for many marks.
        self._at = lru_cache(maxsize=1 << 14)(self._made)

    def __len__(self) -> int:
        return len(self._ends) - 1

    @overload
    def __getitem__(self, n: int) -> Entry: ...

    @overload
    def __getitem__(self, n: slice) -> list[Entry]: ...

    def __getitem__(self, n: int | slice) -> Entry | list[Entry]:
        if isinstance(n, slice):
            return [self[one] for one in range(*n.indices(len(self)))]
        if not -len(self) <= n < len(self):
            raise IndexError(n)
        return self._at(n % len(self))

    def _made(self, at: int) -> Entry:
        line = self._lines[self._ends[at] : self._ends[at + 1]].tobytes()
        number, mark, classes, status, shape, *values = json.loads(line.decode("utf-8", "surrogatepass"))  # fmt: skip
        return Entry(
            number, mark, classes, status, tuple(zip(self._shapes[shape], values, strict=True))
        )
