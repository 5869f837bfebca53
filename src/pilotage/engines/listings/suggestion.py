"""A suggested text beside the one that was read: edits that can be seen one by one, applied only by a person's wish."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from pilotage.kernel.text import Text


class Edit(NamedTuple):
    """Characters `start` to `end` become `new`."""

    start: int
    end: int
    new: str


KINDS = {
    "REMOVE_CHARACTERS": Text("删去不允许的字符，文字不变", "takes out the characters, the words stay"),
    "STRIP_HTML": Text("删去 HTML 标签，文字不变", "takes out the HTML tags, the words stay"),
    "ADD_EXACT_UNIT": Text("加上精确换算值，原文保留在括号中", "puts the exact conversion first, the original in brackets"),
    "TIDY_SPACES": Text("合并空白，文字不变", "joins blanks, the words stay"),
    "COMPOSE": Text("同一字符改用单一编码（NFC），外观不变", "writes the same letters as one code point each (NFC), the look stays"),
    "DROP_REPEATS": Text("删去重复的搜索词，搜索结果不变", "drops search terms that are there already"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A text that would not have the finding; nothing is left out of the meaning. `kind` is one of `KINDS`."""

    kind: str
    before: str
    edits: tuple[Edit, ...]

    @property
    def after(self) -> str:
        """The suggested text."""
        parts, at = [], 0
        for edit in self.edits:
            parts += [self.before[at : edit.start], edit.new]
            at = edit.end
        return "".join([*parts, self.before[at:]])

    @property
    def diff(self) -> str:
        """What goes and what comes: `[-!-]`, `{+30.48 cm (+}`.

        >>> Suggestion("REMOVE_CHARACTERS", "Lamp!", (Edit(4, 5, ""),)).diff
        'Lamp[-!-]'
        """
        parts, at = [], 0
        for edit in self.edits:
            parts.append(self.before[at : edit.start])
            if edit.end > edit.start:
                parts.append(f"[-{self.before[edit.start : edit.end]}-]")
            if edit.new:
                parts.append(f"{{+{edit.new}+}}")
            at = edit.end
        return "".join([*parts, self.before[at:]])

    @property
    def says(self) -> Text:
        return KINDS[self.kind]


def composed(text: str) -> Suggestion | None:
    """The text with each letter as one code point, where that is shorter."""
    after = unicodedata.normalize("NFC", text)
    return _whole("COMPOSE", text, after) if len(after) < len(text) else None


def tidied(text: str) -> Suggestion | None:
    """The text with single blanks and none around it, where that is shorter."""
    after = " ".join(text.split())
    return _whole("TIDY_SPACES", text, after) if len(after) < len(text) else None


def without_repeats(text: str) -> Suggestion | None:
    """Search terms with each word once, in their order."""
    seen: set[str] = set()
    kept = []
    for word in text.split():
        if word.casefold() not in seen:
            seen.add(word.casefold())
            kept.append(word)
    after = " ".join(kept)
    return _whole("DROP_REPEATS", text, after) if len(after) < len(text) else None


def _whole(kind: str, before: str, after: str) -> Suggestion:
    """The edit between the common start and the common end."""
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return Suggestion(
        kind, before, (Edit(start, len(before) - end, after[start : len(after) - end]),)
    )


def cut(kind: str, before: str, spans: Iterable[tuple[int, int]]) -> Suggestion:
    """The text without some spans; a blank that would be left doubled, or at an end, goes with them.

    >>> cut("REMOVE_CHARACTERS", "Lamp !! 12 W !", [(5, 6), (6, 7), (13, 14)]).after
    'Lamp 12 W'
    """
    edits: list[Edit] = []
    for first, last in sorted(spans):
        start = edits.pop().start if edits and edits[-1].end >= first else first
        end = last
        if (start == 0 or before[start - 1] == " ") and before[end : end + 1] == " ":
            end += 1
        elif end == len(before) and before[start - 1 : start] == " ":
            start -= 1
        edits.append(Edit(start, end, ""))
    return Suggestion(kind, before, tuple(edits))
