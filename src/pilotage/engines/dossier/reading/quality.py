"""How a picture was taken: too small, blurred, a lamp's reflection, a screenshot, places that were worked on.

Signs, not proofs: each is told to a person and none stops an application by itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

import cv2
import numpy as np

from pilotage.engines.dossier.reading.lines import Line
from pilotage.engines.dossier.reading.pages import Picture
from pilotage.engines.dossier.values import Box, Flaw

# Heights of print in pixels of the picture as handed in, below which characters run together.
_SMALL = 11.0
# Sharpness of print: strongest slope between neighbours as a share of its contrast. Measured: pages in focus .48 and
# more.
_SHARP = 0.25
# Screens of telephones in pixels, upright.
_SCREENS = frozenset({
    (640, 1136), (750, 1334), (828, 1792), (1080, 1920), (1125, 2436), (1170, 2532), (1179, 2556), (1206, 2622),
    (1242, 2208), (1242, 2688), (1284, 2778), (1290, 2796), (1320, 2868), (720, 1600), (1080, 2160), (1080, 2244), (1080, 2280),
    (1080, 2310), (1080, 2340), (1080, 2376), (1080, 2400), (1080, 2408), (1080, 2412), (1200, 2664), (1220, 2712), (1260, 2800),
    (1440, 2560), (1440, 2960), (1440, 3040), (1440, 3088), (1440, 3120), (1440, 3200),
})  # fmt: skip
_CLOCK = re.compile(r"^\D{0,4}\d{1,2}:\d{2}(?:\D|$)")


def flaws(
    image: Picture, lines: Sequence[Line], taken: tuple[int, int], turned: int
) -> tuple[Flaw, ...]:
    """What is wrong with a picture; `taken` is its size as handed in, `turned` its quarters to stand upright."""
    upright = np.ascontiguousarray(np.rot90(image, turned))
    found: list[Flaw] = []
    scale = max(taken) / max(image.shape[:2])
    if lines and median(line.height for line in lines) * scale < _SMALL:
        found.append(Flaw("small"))
    if lines and _sharpness(upright, lines) < _SHARP:
        found.append(Flaw("blurred"))
    if box := _glare(upright):
        found.append(Flaw("glare", box))
    if _is_screen(upright, lines, taken):
        found.append(Flaw("screenshot"))
    return (*found, *(Flaw("edited", box) for box in patches(upright)))


def _sharpness(page: Picture, lines: Sequence[Line]) -> float:
    """The median over lines of the strongest slopes of their print, by its contrast."""
    grey = cv2.cvtColor(page, cv2.COLOR_BGR2GRAY).astype(np.float32)
    found = []
    for line in lines:
        left, top, right, bottom = (max(0, edge) for edge in line.box)
        crop = grey[top:bottom, left:right]
        if crop.shape[0] < 8 or crop.shape[1] < 16:
            continue
        contrast = float(np.percentile(crop, 98) - np.percentile(crop, 2))
        if contrast > 25:
            slopes = np.abs(np.diff(crop, axis=1))
            found.append(float(np.percentile(slopes, 98)) / contrast)
    return median(found) if found else 1.0


def _glare(page: Picture) -> Box | None:
    """A bright place without colour that fades into a darker page; none on white paper, where nothing tells them apart."""
    scale = 400 / max(page.shape[:2])
    small = cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    bright, ground = small.min(axis=2), float(np.median(small.min(axis=2)))
    if ground > 238:
        return None
    mask = (bright >= 250).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
    for place in range(1, count):
        left, top, width, height, area = (int(n) for n in stats[place])
        if area < 0.012 * mask.size:
            continue
        blob = (labels == place).astype(np.uint8)
        near = cv2.dilate(blob, np.ones((9, 9), np.uint8)) - cv2.dilate(
            blob, np.ones((3, 3), np.uint8)
        )
        fade = float(np.median(bright[near.astype(bool)]))
        if fade > ground + 0.45 * (255 - ground):
            corners = (left, top, left + width, top + height)
            return tuple(round(edge / scale) for edge in corners)
    return None


def _is_screen(page: Picture, lines: Sequence[Line], taken: tuple[int, int]) -> bool:
    """The size of a telephone's screen, or its clock over a tall page."""
    if (min(taken), max(taken)) in _SCREENS:
        return True
    height, width = page.shape[:2]
    tall = 1.7 < height / width < 2.4
    return tall and any(
        line.box[1] < 0.05 * height and _CLOCK.match(line.text.strip()) for line in lines
    )


_BLOCK = 16
_FEWEST = 10


def patches(page: Picture) -> tuple[Box, ...]:
    """Places whose grain is not the page's: pasted over, or painted. Nothing tells on a page without grain.

    Grain is the spread of what a small median filter takes away, block by block, where there is no print.
    """
    grey = cv2.cvtColor(page, cv2.COLOR_BGR2GRAY)
    left_over = grey.astype(np.float32) - cv2.medianBlur(grey, 3)
    rows, columns = grey.shape[0] // _BLOCK, grey.shape[1] // _BLOCK

    def blocks(values: Picture) -> Picture:
        cut = values[: rows * _BLOCK, : columns * _BLOCK]
        return cut.reshape(rows, _BLOCK, columns, _BLOCK).swapaxes(1, 2)

    grain = blocks(left_over).std(axis=(2, 3))
    parts = blocks(grey.astype(np.float32))
    flat = (
        (np.ptp(parts, axis=(2, 3)) < 60)
        & (parts.mean(axis=(2, 3)) < 246)
        & (parts.mean(axis=(2, 3)) > 40)
    )
    if flat.sum() < 200:
        return ()
    usual = float(np.median(grain[flat]))
    even = float(np.percentile(grain[flat], 5))
    # A page compressed hard, or drawn, has smooth blocks everywhere: nothing to compare with.
    if usual < 1.2 or even < 0.45 * usual:
        return ()
    smooth = (flat & (grain < 0.4 * usual)).astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(smooth, connectivity=4)
    return tuple(
        (int(x * _BLOCK), int(y * _BLOCK), int((x + w) * _BLOCK), int((y + h) * _BLOCK))
        for x, y, w, h, area in stats[1:count]
        if area >= _FEWEST and area > 0.6 * w * h
    )
