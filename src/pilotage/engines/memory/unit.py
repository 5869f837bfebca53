"""One pair of texts of a translation memory."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

LONGEST_TEXT, LONGEST_ORIGIN, LONGEST_LANGUAGE = 4000, 120, 12
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Unit:
    """`source` in `source_language` was translated as `target`; languages as BCP 47 (`de`, `zh-CN`), instants in UTC to the second.

    `origin` is where it came from: a tool or a person, as the file says.
    """

    source_language: str
    target_language: str
    source: str
    target: str
    origin: str = ""
    created: datetime | None = None
    changed: datetime | None = None

    @property
    def same(self) -> tuple[str, str, str, str]:
        """What makes two units one."""
        return self.source_language, self.target_language, self.source, self.target


def language(text: str) -> str:
    """A language code written one way, or blank where it is none.

    >>> language("DE_de"), language("zh-hans-cn"), language("german!")
    ('de-DE', 'zh-Hans-CN', '')
    """
    if len(text) > LONGEST_LANGUAGE or not _LANGUAGE.fullmatch(text):
        return ""
    first, *more = text.replace("_", "-").split("-")
    return "-".join([first.lower(), *map(_part, more)])


def _part(part: str) -> str:
    if len(part) == 2:
        return part.upper()
    return part.title() if len(part) == 4 and part.isalpha() else part.lower()
