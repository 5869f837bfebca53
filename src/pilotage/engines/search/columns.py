"""Columns that grow at the end, and postings that take additions without being rebuilt."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

Scalar = TypeVar("Scalar", bound=np.generic)
Rows = NDArray[np.int32]
Bytes = NDArray[np.uint8]

_FEW_ADDED = 200_000


class Column(Generic[Scalar]):
    """A NumPy array with room at its end; `view` is what has been filled."""

    __slots__ = ("_data", "size")

    def __init__(self, kind: type[Scalar], data: NDArray[Scalar] | None = None) -> None:
        self._data: NDArray[Scalar] = np.zeros(16, dtype=kind) if data is None else data
        self.size = 0 if data is None else len(data)

    def append(self, value: Any) -> None:
        """One more value."""
        if self.size == len(self._data):
            self._data = np.concatenate([self._data, np.zeros_like(self._data[: self.size or 1])])
        self._data[self.size] = value
        self.size += 1

    def extend(self, values: NDArray[Scalar]) -> None:
        """Many more values at once."""
        self._data = np.concatenate([self.view, values.astype(self._data.dtype)])
        self.size = len(self._data)

    @property
    def view(self) -> NDArray[Scalar]:
        """The values so far, not copied."""
        return self._data[: self.size]


class Postings:
    """Term → (rows, impact 0 … 255), rows ascending. New rows must be higher than all before."""

    def __init__(self) -> None:
        self.terms: dict[str, int] = {}
        self._starts: NDArray[np.int64] = np.zeros(1, dtype=np.int64)
        self._rows: Rows = np.zeros(0, dtype=np.int32)
        self._impacts: Bytes = np.zeros(0, dtype=np.uint8)
        self._new: dict[int, tuple[array[int], array[int]]] = {}
        self._added = 0

    def add(self, row: int, impacts: Mapping[str, int]) -> None:
        """The terms of one document."""
        for term, impact in impacts.items():
            number = self.terms.setdefault(term, len(self.terms))
            held = self._new.get(number)
            if held is None:
                held = self._new[number] = (array("i"), array("B"))
            held[0].append(row)
            held[1].append(impact)
        self._added += len(impacts)
        if self._added > max(_FEW_ADDED, len(self._rows) // 4):
            self.compact()

    def of(self, term: str) -> tuple[Rows, Bytes]:
        """Rows and impacts of a term; empty when nobody has it."""
        number = self.terms.get(term)
        if number is None:
            return self._rows[:0], self._impacts[:0]
        old = slice(0, 0)
        if number + 1 < len(self._starts):
            old = slice(self._starts[number], self._starts[number + 1])
        new = self._new.get(number)
        if new is None:
            return self._rows[old], self._impacts[old]
        rows, impacts = (np.array(part) for part in new)
        return (
            np.concatenate([self._rows[old], rows.astype(np.int32)]),
            np.concatenate([self._impacts[old], impacts.astype(np.uint8)]),
        )

    def compact(self) -> None:
        """Moves additions into the flat arrays."""
        counts = np.zeros(len(self.terms), dtype=np.int64)
        counts[: len(self._starts) - 1] = np.diff(self._starts)
        old_counts = counts.copy()
        for number, (rows, _) in self._new.items():
            counts[number] += len(rows)
        starts = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(counts)])
        merged_rows = np.empty(starts[-1], dtype=np.int32)
        merged_impacts = np.empty(starts[-1], dtype=np.uint8)
        place = np.repeat(starts[:-1] - (np.cumsum(old_counts) - old_counts), old_counts)
        place += np.arange(len(self._rows))
        merged_rows[place], merged_impacts[place] = self._rows, self._impacts
        for number, (rows, impacts) in self._new.items():
            begin = starts[number] + old_counts[number]
            merged_rows[begin : begin + len(rows)] = rows
            merged_impacts[begin : begin + len(rows)] = impacts
        self._starts, self._rows, self._impacts = starts, merged_rows, merged_impacts
        self._new, self._added = {}, 0

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The flat arrays, for a snapshot."""
        self.compact()
        terms = "\n".join(self.terms).encode()
        return {
            "terms": np.frombuffer(terms, dtype=np.uint8),
            "starts": self._starts,
            "rows": self._rows,
            "impacts": self._impacts,
        }

    @classmethod
    def of_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Postings:
        """Postings from `arrays()`."""
        postings = cls()
        text = arrays["terms"].tobytes().decode()
        postings.terms = {t: i for i, t in enumerate(text.split("\n"))} if text else {}
        postings._starts = arrays["starts"]
        postings._rows, postings._impacts = arrays["rows"], arrays["impacts"]
        return postings


def bits(codes: Iterable[str], numbers: Mapping[str, int]) -> int:
    """A mask with the bit of each code set; codes without a number are left out."""
    mask = 0
    for code in codes:
        if code in numbers:
            mask |= 1 << numbers[code]
    return mask
