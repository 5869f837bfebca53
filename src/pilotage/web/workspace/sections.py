"""A part of a contract's workspace, as the room that has it shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pilotage.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that waits for the viewer, and the page to do it on."""

    says: Text
    href: str


@dataclass(frozen=True, slots=True)
class Section:
    """One part as the page draws it: a heading, a template beside its room's Python, and what it is given.

    `waiting` says what waits for the viewer there, empty when nothing does.
    """

    heading: Text
    template: str
    context: Mapping[str, object]
    waiting: tuple[Line, ...] = ()
