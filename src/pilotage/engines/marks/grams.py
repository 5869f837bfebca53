"""Texts found by the runs of three letters that they share with a name; rare runs count more. Columns, no objects a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

# a-z, 0-9, the two ends, and one for whatever else.
_LETTERS = 39
_END_A, _END_B, _OTHER = 36, 37, 38
_FEATURES = _LETTERS**3
_CODES = np.full(256, _OTHER, dtype=np.uint8)
_CODES[np.frombuffer(b"abcdefghijklmnopqrstuvwxyz0123456789", dtype=np.uint8)] = range(36)
_CODES[ord("^")], _CODES[ord("$")] = _END_A, _END_B
# A run that so many texts have tells none of them apart; it is left out where the name has rarer ones.
_COMMON = 0.05


class Grams:
    """An index over texts by position: `near` gives those most alike, and those that hold most of a name."""

    def __init__(self, texts: Sequence[str]) -> None:
        features, docs = _runs(texts)
        self._many = len(texts)
        order = np.argsort(features, kind="stable")
        self._docs: NDArray[np.int32] = docs[order]
        counts = np.bincount(features, minlength=_FEATURES)
        self._starts = np.concatenate(([0], np.cumsum(counts)))
        self._idf = np.log1p(self._many / (1 + counts)).astype(np.float32)
        squares = (self._idf**2)[features]
        norms = np.bincount(docs, weights=squares, minlength=self._many)
        self._norms = np.sqrt(np.maximum(norms, 1e-9)).astype(np.float32)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Everything that it knows, to be kept."""
        return {"docs": self._docs, "starts": self._starts, "idf": self._idf, "norms": self._norms}

    @classmethod
    def of_arrays(cls, kept: Mapping[str, NDArray[Any]]) -> Self:
        """As it was when `arrays` gave these."""
        one = cls.__new__(cls)
        one._docs, one._starts = kept["docs"], kept["starts"]
        one._idf, one._norms = kept["idf"], kept["norms"]
        one._many = len(one._norms)
        return one

    def near(
        self, text: str, most: int, most_held: int, among: NDArray[np.bool_] | None = None
    ) -> NDArray[np.int64]:
        """The `most` texts nearest by cosine, then the `most_held` that hold most of it, each once; of those `among` it."""
        found, _ = _runs([text])
        wanted = np.unique(found)
        rare = wanted[
            self._starts[wanted + 1] - self._starts[wanted] <= max(50, _COMMON * self._many)
        ]
        wanted = rare if len(rare) >= 2 else wanted
        parts = [self._docs[self._starts[f] : self._starts[f + 1]] for f in wanted]
        sizes = [len(part) for part in parts]
        if not sum(sizes):
            return np.empty(0, dtype=np.int64)
        weights = np.repeat((self._idf[wanted] ** 2), sizes)
        hits = np.bincount(np.concatenate(parts), weights=weights, minlength=self._many)
        if among is not None:
            hits = np.where(among, hits, 0.0)
        best = _best(hits / self._norms, most)
        held = _best(hits, most_held)
        return np.unique(np.concatenate((best, held)))


def _best(scores: NDArray[Any], most: int) -> NDArray[np.int64]:
    if not most:
        return np.empty(0, dtype=np.int64)
    found = np.flatnonzero(scores)
    if len(found) <= most:
        return found
    return found[np.argpartition(-scores[found], most)[:most]]


def _runs(texts: Sequence[str]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """(run, position of its text) of every three letters in a row, the ends of a text included."""
    joined = "".join(f"^{text}$" for text in texts).encode("ascii", "replace")
    codes = _CODES[np.frombuffer(joined, dtype=np.uint8)].astype(np.int32)
    lengths = np.fromiter((len(text) + 2 for text in texts), dtype=np.int32, count=len(texts))
    owner = np.repeat(np.arange(len(texts), dtype=np.int32), lengths)
    if len(codes) < 3:
        return np.empty(0, dtype=np.int32), np.empty(0, dtype=np.int32)
    runs = codes[:-2] * (_LETTERS * _LETTERS) + codes[1:-1] * _LETTERS + codes[2:]
    inside = owner[:-2] == owner[2:]
    return runs[inside], owner[:-2][inside]
