"""Ways to look at a logo, each as a print of `BITS` bits: what is coarse in it, blind to size, colour and blur."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from pilotage.engines.marks.logos.picture import Mask, Rgb, ink_of

Print = NDArray[np.uint64]  # WORDS words
Look = NDArray[np.uint8]  # rows, columns: brightness, or ink
BITS = 192
WORDS = BITS // 64
# Frequencies from coarse to fine, so that the first word of a print is its coarse half already; not the mean brightness.
_WAVES = sorted(((u, v) for u in range(20) for v in range(20) if u + v), key=lambda w: (sum(w), w))[:BITS]  # fmt: skip
_GRID = 48
_SMALL = (
    0.12  # of the largest part's area: what is smaller may be a word or an ornament put beside it
)
_ROWS, _COLUMNS = (np.array(one) for one in zip(*_WAVES, strict=True))
# Degrees a question is turned by: halves of the step are what a print hardly notices.
TURNS = (0, -6, 6, -12, 12, -18, 18)
WAYS = ("whole", "cut", "core", "block")


def prints(picture: Rgb) -> NDArray[np.uint64]:
    """One print for each of `WAYS`: shape (4, WORDS)."""
    ink = ink_of(picture)
    return np.stack([_print(one) for one in _looks(picture, ink)])


def questions(picture: Rgb) -> Iterator[tuple[tuple[str, ...], NDArray[np.uint64]]]:
    """The prints of the picture as it is, turned and mirrored, each with the words for what was done to it."""
    ink = ink_of(picture)
    for quarter in range(4):
        for mirrored in (False, True):
            done = (*((f"turned {90 * quarter}°",) if quarter else ()), *(("mirrored",) if mirrored else ()))  # fmt: skip
            a, b = (np.rot90(one, quarter) for one in (picture, ink))
            if mirrored:
                a, b = np.fliplr(a), np.fliplr(b)
            for turn in TURNS:
                said = (*done, f"turned {turn}°") if turn else done
                yield said, np.stack([_print(one) for one in _looks(*_turned(a, b, turn))])


def _looks(picture: Rgb, ink: Mask) -> Iterator[NDArray[np.float32]]:
    grey: Look = np.asarray(cv2.cvtColor(np.ascontiguousarray(picture), cv2.COLOR_RGB2GRAY), np.uint8)  # fmt: skip
    edge = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    yield _fitted(grey, float(np.median(edge)))
    yield _fitted(_cut(ink))
    yield _fitted(_cut(_core(ink)))
    yield _fitted(_block(ink))


def _turned(picture: Rgb, ink: Mask, degrees: int) -> tuple[Rgb, Mask]:
    if not degrees:
        return np.ascontiguousarray(picture), np.ascontiguousarray(ink)
    high, wide = ink.shape
    side = int(np.ceil(np.hypot(high, wide)))
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), degrees, 1)
    turn[:, 2] += (side - wide) / 2, (side - high) / 2
    edge = np.median(np.concatenate([picture[0], picture[-1]]), axis=0)
    turned: Rgb = np.asarray(cv2.warpAffine(np.ascontiguousarray(picture), turn, (side, side), borderValue=[float(v) for v in edge]), np.uint8)  # fmt: skip
    drawn = cv2.warpAffine(np.ascontiguousarray(ink), turn, (side, side))
    # The whole picture is seen through its old window, so that its margins stay what they were.
    top, left = (side - high) // 2, (side - wide) // 2
    return turned[top : top + high, left : left + wide], ((drawn > 127) * 255).astype(np.uint8)


def _cut(ink: Mask) -> Mask:
    """The rectangle that holds all ink; the mask itself where there is none."""
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(rows):
        return ink
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _core(ink: Mask) -> Mask:
    """The ink without its small parts."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(ink))
    if count < 3:
        return ink
    areas = stats[1:, cv2.CC_STAT_WIDTH] * stats[1:, cv2.CC_STAT_HEIGHT]
    large = 1 + np.flatnonzero(areas >= _SMALL * areas.max())
    return (np.isin(labels, large) * 255).astype(np.uint8)


def _block(ink: Mask) -> Mask:
    """The largest piece between blank bands: a word below or beside the picture stands behind one."""
    for _ in range(3):
        before = ink.shape
        for axis in (1, 0):
            ink = _cut(ink)
            first, last = _longest(np.asarray(ink.any(axis=axis)))
            ink = ink[first:last] if axis else ink[:, first:last]
        if ink.shape == before:
            break
    return ink


def _longest(filled: NDArray[np.bool_]) -> tuple[int, int]:
    """The longest run of lines with ink, a gap of less than a thirtieth of them all not counting."""
    lines = np.flatnonzero(filled)
    if not len(lines):
        return 0, len(filled)
    parts = np.split(lines, np.flatnonzero(np.diff(lines) > max(1, len(filled) // 30)) + 1)
    longest = max(parts, key=len)
    return int(longest[0]), int(longest[-1]) + 1


def _fitted(look: Look, ground: float = 0.0) -> NDArray[np.float32]:
    """In the middle of a square of that ground, in its own proportions, small."""
    high, wide = look.shape
    side = max(high, wide)
    top, left = (side - high) // 2, (side - wide) // 2
    square = np.full((side, side), ground, np.float32)
    square[top : top + high, left : left + wide] = look
    small = cv2.resize(square, (_GRID, _GRID), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float32)


def _print(square: NDArray[np.float32]) -> Print:
    waves = cv2.dct(square)[_ROWS, _COLUMNS]
    return np.packbits(waves > np.median(waves)).view(np.uint64)
