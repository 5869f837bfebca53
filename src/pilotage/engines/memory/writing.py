"""Units as TMX 1.4, one line each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from pilotage.engines.memory.unit import Unit

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
<header creationtool="Pilotage" creationtoolversion={version} segtype="block" o-tmf="Pilotage" adminlang="en" srclang="*all*" datatype="plaintext"/>
<body>
"""
_TAIL = "</body>\n</tmx>\n"
# A reader makes a line feed of a carriage return that stands bare.
_BARE = {"\r": "&#13;"}


def write(units: Iterable[Unit], version: str) -> Iterator[bytes]:
    """The file in pieces. Texts hold only what XML 1.0 can, as those that `read` gave."""
    yield _HEAD.format(version=quoteattr(version)).encode()
    for one in units:
        yield _unit(one).encode()
    yield _TAIL.encode()


def _unit(one: Unit) -> str:
    dates = "".join(
        f' {name}="{_instant(at)}"'
        for name, at in (("creationdate", one.created), ("changedate", one.changed))
        if at
    )
    # A blank one too: without it a reader would take this program for the origin.
    origin = f'<prop type="x-origin">{escape(one.origin, _BARE)}</prop>'
    return (
        f"<tu srclang={quoteattr(one.source_language)}{dates}>{origin}"
        f"{_variant(one.source_language, one.source)}{_variant(one.target_language, one.target)}</tu>\n"
    )


def _variant(language: str, text: str) -> str:
    return f"<tuv xml:lang={quoteattr(language)}><seg>{escape(text, _BARE)}</seg></tuv>"


def _instant(at: datetime) -> str:
    # strftime writes years before 1000 without their zeros
    at = at.astimezone(UTC)
    return f"{at.year:04}{at:%m%dT%H%M%SZ}"
