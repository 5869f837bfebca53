"""A register of marks in memory: what stands in the file, and indexes by letters, sound, characters and meaning."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from pilotage.engines.marks.classes import classes_of
from pilotage.engines.marks.grams import Grams
from pilotage.engines.marks.likeness import Likeness, likeness
from pilotage.engines.marks.meanings import concepts
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
        self._entries = entries
        latin, sounds = [], []
        self._han: dict[str, list[int]] = defaultdict(list)
        self._means: dict[int, list[int]] = defaultdict(list)
        for n, entry in enumerate(entries):
            if n % _TOLD_EVERY == 0:
                progress(n, len(entries))
            one = sign(entry.mark)
            latin.append(one.latin)
            sounds.append(one.sound)
            for character in set(one.han):
                self._han[character].append(n)
            known, _ = concepts(one)
            for number in {number for can_mean in known for number in can_mean}:
                self._means[number].append(n)
        self._latin, self._sounds = Grams(latin), Grams(sounds)

    def __len__(self) -> int:
        return len(self._entries)

    def screen(self, name: str, classes: str = "", top: int = 50, pool: int = 400) -> list[Hit]:
        """The nearest entries, best first. Nothing alike: nothing.

        Status and age move no score: of equals the living come before the ended, the older before the younger, then by id.

        At least `pool` by letters are looked at closely, more where `top` is more.
        """
        wanted = classes_of(classes)
        found = []
        for n in self._candidates(sign(name), max(pool, top)):
            entry = self._entries[n]
            near = likeness(name, entry.mark, wanted, classes_of(entry.classes))
            if near.score > 0:
                found.append(Hit(entry, near))
        found.sort(key=_best_first)
        return found[:top]

    def _candidates(self, one: Sign, most: int) -> NDArray[np.int64]:
        if not one.words:
            return np.empty(0, dtype=np.int64)
        parts = [
            self._latin.near(one.latin, most, most // 3),
            self._sounds.near(one.sound, most // 2, most // 6),
            self._of_characters(one),
            self._of_meaning(one),
        ]
        if one.core_latin != one.latin:
            parts.append(self._latin.near(one.core_latin, most // 2, most // 6))
            parts.append(self._sounds.near(one.core_sound, most // 3, 0))
        return np.unique(np.concatenate(parts)).astype(np.int64)

    def _of_characters(self, one: Sign) -> NDArray[np.int64]:
        """Entries that share characters, those that share most first."""
        return _most_often([self._han.get(c, ()) for c in set(one.han)], _BY_HAN)

    def _of_meaning(self, one: Sign) -> NDArray[np.int64]:
        known, _ = concepts(one)
        if not known:
            return np.empty(0, dtype=np.int64)
        numbers = {number for can_mean in known for number in can_mean}
        return _most_often([self._means.get(number, ()) for number in numbers], _BY_MEANING)


def _best_first(hit: Hit) -> tuple[float, bool, str, str, str]:
    entry = hit.entry
    return -hit.likeness.score, not entry.alive, entry.filed or "9999", entry.id, entry.mark


def _most_often(lists: Iterable[Sequence[int]], most: int) -> NDArray[np.int64]:
    """Those that stand in most of the lists."""
    every = [np.asarray(one, dtype=np.int64) for one in lists if len(one)]
    if not every:
        return np.empty(0, dtype=np.int64)
    found, times = np.unique(np.concatenate(every), return_counts=True)
    order = np.argsort(-times, kind="stable")
    return np.asarray(list(islice(found[order], most)), dtype=np.int64)
