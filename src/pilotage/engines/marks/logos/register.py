"""A register of logos, and the nearest of them to a picture."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pilotage.engines.marks.keeping import word_for
from pilotage.engines.marks.logos.picture import opened
from pilotage.engines.marks.logos.views import BITS, WAYS, WORDS, prints, questions
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text

# Of two pictures that have nothing in common half the bits agree.
_CHANCE = 0.5
# How many of a large register are compared to the last bit.
_LIKELY = 5_000


@cache
def made_as() -> str:
    """A word for the ways of looking that make a print."""
    here = Path(__file__).parent
    libraries = ("numpy", "opencv-python-headless", "pillow")
    return word_for((here / name for name in ("picture.py", "views.py")), libraries)


@dataclass(frozen=True, slots=True)
class Match:
    """`score` is 1 for the same print, 0 for no more agreement than chance; `way` of looking, `done` to the question."""

    id: str
    score: float
    way: str
    done: tuple[str, ...]


class Logos:
    """Prints of many logos, 96 bytes each: `ids` (n), `prints` (n, 4 ways, 3 words), and who could not be read."""

    def __init__(self, pictures: Iterable[tuple[str, bytes]]) -> None:
        """Files that are no pictures are left aside with their reason, by name in `rejected`."""
        self.ids: list[str] = []
        self.rejected: dict[str, Text] = {}
        found: list[NDArray[np.uint64]] = []
        for name, content in pictures:
            try:
                found.append(prints(opened(content, name)))
                self.ids.append(name)
            except Invalid as refused:
                self.rejected[name] = refused.says
        self.prints = np.array(found, np.uint64).reshape(len(found), len(WAYS), WORDS)

    def nearest(self, content: bytes, top: int = 5, name: str = "") -> list[Match]:
        """The nearest `top`, best first; each with the way and the change under which it was nearest.

        Raises `Invalid` NO_PICTURE.
        """
        asked = list(questions(opened(content, name)))
        views = np.stack([one for _, one in asked])
        likely = self._likely(views, top)
        best, how = _nearest(self.prints[likely], views)
        order = np.argsort(best, kind="stable")[:top]
        return [
            Match(
                self.ids[likely[one]],
                round(max(0.0, 1 - float(best[one]) / BITS / _CHANCE), 4),
                WAYS[how[one] % len(WAYS)],
                asked[how[one] // len(WAYS)][0],
            )
            for one in order
        ]

    def save(self, path: Path, made_of: str) -> None:
        """Keep the prints beside a word for what they were made of."""
        rejected = [f"{name}\n{said.zh}\n{said.en}" for name, said in self.rejected.items()]
        with path.open("wb") as file:
            np.savez(
                file, ids=np.array(self.ids, str), prints=self.prints, rejected=np.array(rejected, str),
                made_of=np.array(made_of), made_as=np.array(made_as()),
            )  # fmt: skip

    @staticmethod
    def kept(path: Path, made_of: str) -> Logos | None:
        """What was kept there of exactly this, in exactly this way; else None."""
        try:
            with np.load(path, allow_pickle=False) as held:
                if str(held["made_of"]) != made_of or str(held["made_as"]) != made_as():
                    return None
                made = Logos(())
                made.ids, made.prints = [str(one) for one in held["ids"]], held["prints"]
                for one in held["rejected"]:
                    name, zh, en = str(one).split("\n")
                    made.rejected[name] = Text(zh, en)
                return made
        except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile):
            return None

    def _likely(self, views: NDArray[np.uint64], top: int) -> NDArray[np.int64]:
        """The logos whose coarse halves are near: all of a small register."""
        most = max(_LIKELY, 20 * top)
        if len(self.ids) <= most:
            return np.arange(len(self.ids))
        coarse, _ = _nearest(self.prints[:, :, :1], views[:, :, :1])
        return np.sort(np.argpartition(coarse, most)[:most])


def _nearest(
    prints: NDArray[np.uint64], views: NDArray[np.uint64]
) -> tuple[NDArray[np.uint16], NDArray[np.int64]]:
    """Per logo the fewest bits that differ, and in which question and way: question * ways + way.

    A negative has the opposite bits; of the whole picture it counts as the same.
    """
    bits = 64 * prints.shape[2]
    best = np.full(len(prints), bits + 1, np.uint16)
    how = np.zeros(len(prints), np.int64)
    for way, called in enumerate(WAYS):
        column = np.ascontiguousarray(prints[:, way])
        for number, view in enumerate(views[:, way]):
            apart = np.bitwise_count(column ^ view).sum(axis=1, dtype=np.uint16)
            if called == "whole":
                apart = np.minimum(apart, bits - apart)
            nearer = apart < best
            best[nearer] = apart[nearer]
            how[nearer] = number * len(WAYS) + way
    return best, how
