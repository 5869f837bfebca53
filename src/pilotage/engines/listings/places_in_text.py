"""Where in a text a finding is: runs of characters that a page marks."""

from __future__ import annotations

from pilotage.engines.listings.findings import Finding

_MOST = 50
_IN_BYTES = {"SEARCH_TERMS_TOO_LONG"}


def marks(found: Finding, text: str) -> list[list[int]]:
    """`[[start, end], …]`, in order and apart; none where the finding is about a whole text or about none.

    What a suggestion takes out is marked first, then what lies beyond a length, then what was read.
    """
    if not text:
        return []
    better = found.suggestion
    if found.code.endswith("_TOO_LONG"):
        return _beyond(found, text)
    if better is not None and better.before == text:
        return [[edit.start, edit.end] for edit in better.edits if edit.end > edit.start][:_MOST]
    low = text.casefold()
    # Letters that grow when their case is folded would move every place after them.
    low = low if len(low) == len(text) else text
    spans = [
        span for part in found.read.split(", ") for span in _each(low, part.strip().casefold())
    ]
    return _apart(spans)


def _beyond(found: Finding, text: str) -> list[list[int]]:
    """What is longer than allowed; nothing where several texts are counted together."""
    if not found.allowed.isdecimal():
        return []
    most, at = int(found.allowed), int(found.allowed)
    if found.code in _IN_BYTES:
        at, held = 0, 0
        for at, one in enumerate(text):  # noqa: B007  the place where the bytes ran out
            held += len(one.encode("utf-8", "surrogatepass"))
            if held > most:
                break
        else:
            return []
    return [[at, len(text)]] if at < len(text) else []


def _each(text: str, part: str) -> list[list[int]]:
    spans: list[list[int]] = []
    at = text.find(part) if part else -1
    while at >= 0 and len(spans) < _MOST:
        spans.append([at, at + len(part)])
        at = text.find(part, at + len(part))
    return spans


def _apart(spans: list[list[int]]) -> list[list[int]]:
    kept: list[list[int]] = []
    for start, end in sorted(spans):
        if kept and start <= kept[-1][1]:
            kept[-1][1] = max(kept[-1][1], end)
        else:
            kept.append([start, end])
    return kept[:_MOST]
