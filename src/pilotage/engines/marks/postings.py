"""Which entries have a key, in columns: a register of a million costs no object for each."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray


class Postings:
    """Keys are whole numbers; positions of a key stand in the order in which they came."""

    def __init__(self, keys: array[int], docs: array[int]) -> None:
        """`docs[n]` has the key `keys[n]`."""
        every = np.frombuffer(keys, dtype=np.int32) if keys else np.empty(0, dtype=np.int32)
        found = np.frombuffer(docs, dtype=np.int32) if docs else np.empty(0, dtype=np.int32)
        self._keys, counts = np.unique(every, return_counts=True)
        self._starts = np.concatenate(([0], np.cumsum(counts)))
        self._docs: NDArray[np.int32] = found[np.argsort(every, kind="stable")]

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Everything that it knows, to be kept."""
        return {"keys": self._keys, "starts": self._starts, "docs": self._docs}

    @classmethod
    def of_arrays(cls, kept: Mapping[str, NDArray[Any]]) -> Self:
        """As it was when `arrays` gave these."""
        one = cls.__new__(cls)
        one._keys, one._starts, one._docs = kept["keys"], kept["starts"], kept["docs"]
        return one

    def sharing(
        self, keys: Iterable[int], most: int, among: NDArray[np.bool_] | None = None
    ) -> NDArray[np.int64]:
        """At most `most` of those `among` it that have any of the keys; those that have most of them first."""
        every = [part for key in keys if len(part := self._of(key))]
        if not every:
            return np.empty(0, dtype=np.int64)
        docs = np.concatenate(every)
        found, times = np.unique(docs if among is None else docs[among[docs]], return_counts=True)
        return found[np.argsort(-times, kind="stable")[:most]].astype(np.int64)

    def _of(self, key: int) -> NDArray[np.int32]:
        at = int(np.searchsorted(self._keys, key))
        if at == len(self._keys) or self._keys[at] != key:
            return self._docs[:0]
        return self._docs[self._starts[at] : self._starts[at + 1]]
