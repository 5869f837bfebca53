"""Stages of a run (计算阶段) as one number per thousand, so that a reader of the number knows the stage."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

WHOLE = 1000

# Told (done, WHOLE) as a run goes on; never less than before.
Progress = Callable[[int, int], None]


class Stage(Enum):
    """In the order they come; the value is where a stage begins, of `WHOLE`, as measured on large reports."""

    READ = 0
    DETERMINE = 360
    RETURNS = 880
    FILES = 890
    PACK = 900

    @classmethod
    def at(cls, done: int) -> Stage:
        """The stage that a run which has come so far is in."""
        return next(stage for stage in reversed(cls) if stage.value <= done)


class Stages:
    """Turns what the stages say of themselves into one count for `progress`."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress

    def begin(self, stage: Stage) -> None:
        """A stage has begun."""
        self._tell(stage.value)

    def reading(self, before: int, total: int, done: int, size: int) -> None:
        """`done` of the `size` bytes of a report are read, `before` of `total` before it."""
        self._tell((Stage.DETERMINE.value - 1) * (before + done) // max(total, 1))

    def _tell(self, done: int) -> None:
        if self._progress:
            self._progress(done, WHOLE)
