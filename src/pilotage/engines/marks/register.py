"""A register of marks in memory: what stands in the file, and indexes by letters, sound, characters and meaning."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import heappop, heappush
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from pilotage.engines.marks.classes import classes_of
from pilotage.engines.marks.days import day_of
from pilotage.engines.marks.grams import Grams
from pilotage.engines.marks.likeness import Likeness, at_most, likeness
from pilotage.engines.marks.meanings import concepts
from pilotage.engines.marks.postings import Postings
from pilotage.engines.marks.signs import Sign, sign

_BY_HAN, _BY_MEANING = 600, 400
_TOLD_EVERY = 10_000
# As registers write it, in whatever longer phrase; a refusal may still be appealed and is not among them.
_DEAD = re.compile(
    r"dead|expired|cancel|abandon|withdrawn|lapsed|surrender|removed|invalidat|失效|无效|注销|撤销|撤回|过期|终止",
    re.I,
)
_FILED = frozenset({"filed", "filing_date", "filed_on", "application_date", "申请日", "申请日期"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A mark of the register; `more` are the other columns of its row as they stand."""

    id: str
    mark: str
    classes: str = ""
    status: str = ""
    more: tuple[tuple[str, str], ...] = ()

    @property
    def alive(self) -> bool:
        """Unless its status says that it has ended; an unknown status counts as alive."""
        return not _DEAD.search(self.status)

    @property
    def filed(self) -> str:
        """The day of filing as it stands; empty where the register has none."""
        return next((value for name, value in self.more if name.strip().lower() in _FILED), "")

    @property
    def filed_on(self) -> date | None:
        """The day of filing; None where what stands there is no day that one can tell."""
        return day_of(self.filed)


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry with how near it is."""

    entry: Entry
    likeness: Likeness


class Register:
    """Built once, asked often. Entries keep their order; the order of the file changes no answer."""

    def __init__(
        self,
        entries: Sequence[Entry],
        progress: Callable[[int, int], None] = lambda done, total: None,
    ) -> None:
        """`progress` hears now and then how many entries are in."""
        self.entries = entries
        latin, sounds = [], []
        han, of_han, means, of_means = array("i"), array("i"), array("i"), array("i")
        self.alive: NDArray[np.bool_] = np.zeros(len(entries), dtype=np.bool_)
        for n, entry in enumerate(entries):
            if n % _TOLD_EVERY == 0:
                progress(n, len(entries))
            one = sign(entry.mark)
            latin.append(one.latin)
            sounds.append(one.sound)
            self.alive[n] = entry.alive
            for character in set(one.han):
                han.append(ord(character))
                of_han.append(n)
            for number in _meanings(one):
                means.append(number)
                of_means.append(n)
        self._han, self._means = Postings(han, of_han), Postings(means, of_means)
        self._latin, self._sounds = Grams(latin), Grams(sounds)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The index without the entries, to be kept."""
        return {"alive": self.alive} | {
            f"{part}/{name}": one
            for part in _PARTS
            for name, one in getattr(self, f"_{part}").arrays().items()
        }

    @classmethod
    def of_arrays(cls, entries: Sequence[Entry], kept: Mapping[str, NDArray[Any]]) -> Self:
        """As it was when `arrays` gave these."""
        one = cls.__new__(cls)
        one.entries, one.alive = entries, kept["alive"]
        for part, kind in _PARTS.items():
            own = {name[len(part) + 1 :]: a for name, a in kept.items() if name.startswith(f"{part}/")}  # fmt: skip
            setattr(one, f"_{part}", kind.of_arrays(own))
        return one

    def __len__(self) -> int:
        return len(self.entries)

    def screen(
        self,
        name: str,
        classes: str = "",
        top: int = 50,
        pool: int = 400,
        among: NDArray[np.bool_] | None = None,
        at_least: float = 0,
    ) -> list[Hit]:
        """The nearest entries, best first, of those `among` it (`alive`, say). Nothing alike, or below `at_least`: nothing.

        Status and age move no score: of equals the living come before the ended, the older before the younger, then by id.

        At least `pool` by letters are candidates, more where `top` is more. Looked at closely are those that still
        can come among the `top`.
        """
        one, wanted = sign(name), classes_of(classes)
        candidates = [self.entries[n] for n in self._candidates(one, max(pool, top), among)]
        bounds = at_most(one, [sign(entry.mark) for entry in candidates])
        found: list[Hit] = []
        best: list[float] = []
        for at in np.argsort(-bounds, kind="stable"):
            if bounds[at] < at_least:
                break
            entry = candidates[at]
            near = likeness(name, entry.mark, wanted, classes_of(entry.classes))
            if near.score > 0 and near.score >= at_least:
                found.append(Hit(entry, near))
                heappush(best, near.score)
                if len(best) > top:
                    at_least = heappop(best)
        found.sort(key=_best_first)
        return found[:top]

    def _candidates(self, one: Sign, most: int, among: NDArray[np.bool_] | None) -> NDArray[np.int64]:  # fmt: skip
        if not one.words:
            return np.empty(0, dtype=np.int64)
        parts = [
            self._latin.near(one.latin, most, most // 3, among),
            self._sounds.near(one.sound, most // 2, most // 6, among),
            self._han.sharing(map(ord, set(one.han)), _BY_HAN, among),
            self._means.sharing(_meanings(one), _BY_MEANING, among),
        ]
        if one.core_latin != one.latin:
            parts.append(self._latin.near(one.core_latin, most // 2, most // 6, among))
            parts.append(self._sounds.near(one.core_sound, most // 3, 0, among))
        return np.unique(np.concatenate(parts))


_PARTS: dict[str, type[Grams | Postings]] = {
    "latin": Grams,
    "sounds": Grams,
    "han": Postings,
    "means": Postings,
}


def _meanings(one: Sign) -> set[int]:
    known, _ = concepts(one.core)
    return {number for can_mean in known for number in can_mean}


def _best_first(hit: Hit) -> tuple[float, bool, date, str, str]:
    entry = hit.entry
    return -hit.likeness.score, not entry.alive, entry.filed_on or date.max, entry.id, entry.mark
