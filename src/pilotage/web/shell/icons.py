"""Icons drawn into the page from one sprite (Tabler Icons, a subset), so that they take the text's colour."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

SPRITE = Path(__file__).parents[1] / "static" / "vendor" / "tabler-icons" / "icons.svg"
_SYMBOL = re.compile(r'<symbol id="(?P<name>[^"]+)">(?P<body>.*?)</symbol>', re.DOTALL)
_FRAME = (
    '<svg class="icon" width="20" height="20" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
    ' stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">{}</svg>'
)


@cache
def icons() -> dict[str, str]:
    """Name → SVG, ready for the page."""
    sprite = SPRITE.read_text(encoding="utf-8")
    return {one["name"]: _FRAME.format(one["body"]) for one in _SYMBOL.finditer(sprite)}


def icon(name: str) -> str:
    """The SVG of an icon; LookupError names one that the sprite does not hold."""
    if name not in icons():
        raise LookupError(f"no icon {name!r} in {SPRITE.name}")
    return icons()[name]
