"""The parts of a contract's workspace: each room shows its own, this page only puts them in order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.engagements.models import Contract


@dataclass(frozen=True, slots=True)
class Section:
    """One part as the page draws it: a heading, a template beside its room's Python, and what it is given.

    `waiting` says what waits for the viewer there, empty when nothing does.
    """

    heading: Text
    template: str
    context: Mapping[str, object]
    waiting: tuple[Text, ...] = ()


Show = Callable[[Viewer, Contract], Section | None]
"""A room's part for a contract that the viewer is a party of; `None` when there is nothing to show."""

SECTIONS: tuple[Show, ...] = ()
"""In the order of the page. A room adds its `section` here."""
