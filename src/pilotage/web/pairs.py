"""Text of a form with two words a line, such as box and amount or material and kilograms."""

from __future__ import annotations

from django.forms import ValidationError

from pilotage.kernel.text import Text
from pilotage.web.speech import say

_UNCLEAR = Text(
    "“{line}”看不懂，请每行写：{wanted}。", "“{line}” is unclear: write {wanted} on each line."
)
_TWICE = Text("“{line}”重复了，每项只写一行。", "“{line}” is there twice: one line each.")


def pairs(text: str, wanted: Text) -> dict[str, str]:
    """First word → second; a line of one word or three, or a first word again, is refused by its text."""
    found: dict[str, str] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        words = line.replace("：", " ").replace(":", " ").replace("=", " ").split()
        if len(words) != 2:
            raise ValidationError(say(_UNCLEAR.with_(line=line[:60], wanted=wanted)))
        if words[0] in found:
            raise ValidationError(say(_TWICE.with_(line=line[:60])))
        found[words[0]] = words[1]
    return found
