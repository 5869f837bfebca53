"""The navigation of each kind of reader, from `menu.yaml` beside this file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from django.urls import reverse

from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import may
from pilotage.platform.access.viewer import Viewer

_VISITOR = "visitor"  # nobody signed in: of no kind


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu below a heading, and what it is for; with a verb, only roles that hold it see the line."""

    under: Text
    says: Text
    hint: Text
    name: str
    icon: str
    seen_by: tuple[str, ...]
    verb: str


def _read() -> Iterator[Entry]:
    for part in yaml.safe_load((Path(__file__).parent / "menu.yaml").read_text("utf-8")):
        under = Text(**part["under"])
        for one in part["lines"]:
            seen_by = tuple("" if kind == _VISITOR else kind for kind in one["seen_by"])
            says, hint = Text(**one["says"]), Text(**one["hint"])
            yield Entry(under, says, hint, one["page"], one["icon"], seen_by, one.get("verb", ""))


ENTRIES = tuple(_read())


def entries(viewer: Viewer, path: str) -> list[dict[str, object]]:
    """The lines this viewer sees, the current one marked."""
    shown = [(entry, reverse(entry.name)) for entry in ENTRIES if sees(viewer, entry)]
    return [
        {
            "under": entry.under,
            "says": entry.says,
            "hint": entry.hint,
            "icon": entry.icon,
            "href": href,
            "active": _is_here(path, href),
        }
        for entry, href in shown
    ]


def sees(viewer: Viewer, entry: Entry) -> bool:
    """Whether the line is for this kind of reader and the reader's role holds its verb."""
    return viewer.kind in entry.seen_by and (not entry.verb or may(viewer, entry.verb))


def _is_here(path: str, href: str) -> bool:
    return path == href if href == "/" else path.startswith(href)
