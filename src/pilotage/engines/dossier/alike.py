"""A difference that may be the reader's own, and one that is not."""

from __future__ import annotations

from rapidfuzz.distance import Levenshtein

# Below this the reader does not vouch for every character of a line.
SURE = 0.93

_LOOK_ALIKE = ("0DOQ", "1IL7", "2Z", "5S", "8B", "6G", "UVY", "MNHW", "CG", "PR", "EF")


def may_be_misread(read: str, expected: str, confidence: float) -> bool:
    """Whether `read` may be `expected` misread: one character in a long text, and the reader unsure.

    Digits are read well: a digit that differs is a difference, whatever the confidence.
    """
    if confidence >= SURE or not read or not expected:
        return False
    edits = Levenshtein.editops(read, expected)
    changed = "".join(expected[e.dest_pos : e.dest_pos + 1] for e in edits if e.tag != "delete")
    allowed = 1 if len(expected) < 12 else 2
    return len(edits) <= allowed and not any(char.isdigit() for char in changed)


def look_alike(read: str, expected: str) -> bool:
    """Whether two codes of one length part in one character only, and those two look alike in print."""
    if len(read) != len(expected):
        return False
    parted = [(a, b) for a, b in zip(read, expected, strict=True) if a != b]
    return len(parted) == 1 and any(
        parted[0][0] in group and parted[0][1] in group for group in _LOOK_ALIKE
    )
