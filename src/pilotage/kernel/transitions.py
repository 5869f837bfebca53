"""A step of a transition table: where an event leads, and what follows for the reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from pilotage.kernel.text import Text

S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Transition(Generic[S]):
    """To the state `to` of a room's own states."""

    to: S
    follows: Text
