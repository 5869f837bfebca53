"""Whether two pages are one sheet of paper (同一张纸): scanned anew, turned a little, cut, lighter, smaller.

Two papers of one form look nearly the same, so likeness proves nothing. A page is laid over the other at the
scale and place that fit best; then it is looked at tile by tile. One sheet has no tile that says otherwise;
another sheet of the form has several, where its own figures stand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

Ink = npt.NDArray[np.float32]  # 0 paper, 1 ink

WIDTH = 640  # of a page once its margins are cut
_COARSE = 4  # how many times smaller a page is when the place is looked for
_SMALL = 32  # side of the square that a hash is taken from
_BITS = 16
_HASH_BYTES = _BITS * _BITS // 8

_TURNS = np.arange(-3.0, 3.01, 0.5)
_SCALES = np.geomspace(0.78, 1.28, 15)
# Parts of a page that a hash is taken of: left, top, right, bottom.
_CROPS = (
    (0.0, 0.0, 1.0, 1.0), (0.0, 0.0, 1.0, 0.84), (0.0, 0.16, 1.0, 1.0), (0.0, 0.0, 1.0, 0.6),
    (0.0, 0.4, 1.0, 1.0), (0.0, 0.0, 0.84, 1.0), (0.16, 0.0, 1.0, 1.0), (0.1, 0.1, 0.9, 0.9),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """A page as ink, straight and without margins."""

    ink: Ink

    @property
    def hashes(self) -> list[str]:
        """One of each part, as hexadecimal text, for finding pages that may be the same."""
        high, wide = self.ink.shape
        parts = (
            self.ink[int(top * high) : int(bottom * high), int(left * wide) : int(right * wide)]
            for left, top, right, bottom in _CROPS
        )
        return [_hash(part) for part in parts]


def page_of(picture: Image.Image) -> Page | None:
    """None for a sheet with nothing on it."""
    grey = picture.convert("L")
    grey.thumbnail((1600, 1600))
    light = np.asarray(grey, dtype=np.float32)
    paper, darkest = np.percentile(light, 90), np.percentile(light, 0.5)
    if paper - darkest < 24:
        return None
    ink = np.clip((paper - light) / (paper - darkest), 0, 1)
    ink[ink < 0.25] = 0
    ink = _cut(_straight(ink))
    if min(ink.shape) < 24:
        return None
    return Page(_sized(ink, WIDTH / ink.shape[1]))


def _straight(ink: Ink) -> Ink:
    """Turned so that lines of writing lie level: then the sums of rows differ most."""
    small = _sized(ink, min(1.0, 400 / max(ink.shape)))
    sums = [(_turned(small, turn).sum(axis=1), turn) for turn in _TURNS]
    near = max(sums, key=lambda one: float(np.diff(one[0]).var()))[1]
    fine = [
        (_turned(small, turn).sum(axis=1), turn) for turn in near + np.array([-0.25, 0.0, 0.25])
    ]
    turn = max(fine, key=lambda one: float(np.diff(one[0]).var()))[1]
    return _turned(ink, turn) if turn else ink


def _turned(ink: Ink, degrees: float) -> Ink:
    turned = Image.fromarray(ink).rotate(float(degrees), Image.Resampling.BILINEAR)
    return np.asarray(turned, dtype=np.float32)


def _cut(ink: Ink) -> Ink:
    """Without margins; a row or column with a speck in it is still margin."""
    rows = np.flatnonzero((ink > 0.5).sum(axis=1) > 2)
    columns = np.flatnonzero((ink > 0.5).sum(axis=0) > 2)
    if not rows.size or not columns.size:
        return ink[:0, :0]
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _sized(ink: Ink, scale: float) -> Ink:
    high, wide = (max(1, round(side * scale)) for side in ink.shape)
    sized = Image.fromarray(ink).resize((wide, high), Image.Resampling.BOX if scale < 1 else Image.Resampling.BILINEAR)  # fmt: skip
    return np.asarray(sized, dtype=np.float32)


def _hash(ink: Ink) -> str:
    """Signs of the slow waves of a small square, each against their median."""
    square = Image.fromarray(ink).resize((_SMALL, _SMALL), Image.Resampling.BOX)
    waves = _COSINES @ np.asarray(square, dtype=np.float32) @ _COSINES.T
    signs = waves > np.median(waves)
    return np.packbits(signs.ravel()).tobytes().hex()


def _cosines() -> Ink:
    at, wave = np.arange(_SMALL), np.arange(1, _BITS + 1)[:, None]
    return np.cos(np.pi * wave * (2 * at + 1) / (2 * _SMALL)).astype(np.float32)


_COSINES = _cosines()


def distances(one: list[str], others: list[list[str]]) -> npt.NDArray[np.int64]:
    """To each of the others, in bits: of all parts of both the two that are nearest."""
    if not others:
        return np.zeros(0, dtype=np.int64)
    mine = np.frombuffer(bytes.fromhex("".join(one)), np.uint8).reshape(-1, 1, _HASH_BYTES)
    nearest = np.full(len(others), _BITS * _BITS, dtype=np.int64)
    for at in range(len(_CROPS)):
        theirs = b"".join(bytes.fromhex(other[at]) for other in others)
        held = np.frombuffer(theirs, np.uint8).reshape(1, -1, _HASH_BYTES)
        bits = np.bitwise_count(mine ^ held).sum(axis=2, dtype=np.int64)
        nearest = np.minimum(nearest, bits.min(axis=0))
    return nearest


_TILE = 16
_REACH = 4
_WRITTEN = 0.06  # the share of ink from which a tile holds writing
_LEAST = 40  # such tiles that both pages must have in common
_LIKE = 0.6
_NO_WORSE = 0.74


def one_sheet(one: Page, other: Page) -> bool:
    """Whether the few tiles that are least alike are nearly as alike as most, where one lies over the other.

    How alike the tiles of one sheet are depends on the scanner, so the worst are held against the middle.
    """
    placed = _placed(one.ink, other.ink)
    likeness = np.sort(list(_likeness(*placed))) if placed else np.zeros(0)
    if likeness.size < _LEAST:
        return False
    worst, middle = likeness[: max(5, likeness.size // 30)].mean(), np.median(likeness)
    return bool(middle >= _LIKE and worst >= _NO_WORSE * middle)


def _placed(one: Ink, other: Ink) -> tuple[Ink, Ink] | None:
    """The parts of both that lie over each other, at the scale that fits best."""
    _, scale = max(_fits(one, other, _SCALES, _COARSE))
    for step in (0.012, 0.004):
        near = (scale * (1 + step * np.arange(-2, 3))).astype(np.float64)
        _, scale = max(_fits(one, other, near, 2))
    other = _sized(other, scale)
    down, right, _ = _shift(one, other)
    top, left = max(down, 0), max(right, 0)
    high = min(one.shape[0], other.shape[0] + down) - top
    wide = min(one.shape[1], other.shape[1] + right) - left
    if high < 3 * _TILE or wide < 3 * _TILE:
        return None
    theirs = other[top - down : top - down + high, left - right : left - right + wide]
    return one[top : top + high, left : left + wide], theirs


def _fits(
    one: Ink, other: Ink, scales: npt.NDArray[np.float64], smaller: int
) -> Iterator[tuple[float, float]]:
    mine = _sized(one, 1 / smaller)
    for scale in scales:
        *_, fit = _shift(mine, _sized(other, scale / smaller))
        yield fit, float(scale)


def _shift(one: Ink, other: Ink) -> tuple[int, int, float]:
    """How far down and right `other` goes to lie over `one`, and how well it fits there."""
    shape = tuple(_even(a + b) for a, b in zip(one.shape, other.shape, strict=True))
    mine, theirs = np.fft.rfft2(one - one.mean(), shape), np.fft.rfft2(other - other.mean(), shape)
    met = np.fft.irfft2(mine * np.conj(theirs), shape)
    at = int(met.argmax())
    down, right = divmod(at, shape[1])
    fit = float(met.flat[at]) / float(np.sqrt(one.var() * other.var() * one.size * other.size))
    return (
        down - shape[0] if down >= one.shape[0] else down,
        right - shape[1] if right >= one.shape[1] else right,
        fit,
    )


def _even(length: int) -> int:
    """The next length that transforms fast."""
    while True:
        left = length
        for prime in (2, 3, 5):
            while left % prime == 0:
                left //= prime
        if left == 1:
            return length
        length += 1


def _likeness(one: Ink, other: Ink) -> Iterator[float]:
    """Per tile with ink: the best correlation within reach, for a sheet is never quite flat."""
    high, wide = one.shape
    for top in range(_REACH, high - _TILE - _REACH, _TILE):
        for left in range(_REACH, wide - _TILE - _REACH, _TILE):
            tile = one[top : top + _TILE, left : left + _TILE]
            around = other[
                top - _REACH : top + _TILE + _REACH, left - _REACH : left + _TILE + _REACH
            ]
            there = other[top : top + _TILE, left : left + _TILE]
            if min(tile.mean(), there.mean()) >= _WRITTEN:
                yield _best(tile, around)


def _best(tile: Ink, around: Ink) -> float:
    windows = np.lib.stride_tricks.sliding_window_view(around, tile.shape)
    level = tile - tile.mean()
    theirs = windows - windows.mean(axis=(2, 3), keepdims=True)
    spread = np.sqrt((level**2).sum() * (theirs**2).sum(axis=(2, 3)))
    met = np.einsum("ij,abij->ab", level, theirs)
    return float(np.max(met / np.maximum(spread, 1e-3)))
