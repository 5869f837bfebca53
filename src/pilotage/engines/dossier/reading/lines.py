"""A picture becomes lines of text on an upright, levelled page."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import median
from typing import Any

import cv2
import numpy as np
import zxingcpp

from pilotage.engines.dossier.folding import simplified
from pilotage.engines.dossier.reading.pages import Picture
from pilotage.engines.dossier.values import Box

_BATCH = 18
# One thread: two that wait for each other cost more than they save on a machine with other work.
_THREADS = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One line as read: its text in simplified characters, how sure, its box on the upright page.

    `x`, `y`, `width` and `height` are those of the levelled page, where rows are rows.
    """

    text: str
    confidence: float
    box: Box
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Page:
    """What was read from one picture: size of the upright page, its lines, what its QR codes say, quarters it was turned."""

    width: int
    height: int
    lines: tuple[Line, ...]
    codes: tuple[str, ...]
    turned: int = 0


def read_page(image: Picture, enough: Callable[[Sequence[Line]], bool] | None = None) -> Page:
    """All lines; with `enough`, from the top until it says that what follows is not needed."""
    upright, quads, turned = _upright(image)
    height, width = upright.shape[:2]
    codes = tuple(found.text for found in zxingcpp.read_barcodes(image))
    if not quads:
        return Page(width, height, (), codes, turned)
    tilt = _tilt(quads)
    quads.sort(key=lambda quad: _levelled(quad, tilt)[1])
    lines: list[Line] = []
    size = _BATCH if enough else len(quads)
    for begin in range(0, len(quads), size):
        batch = quads[begin : begin + size]
        for quad, (text, sure) in zip(batch, _recognised(upright, batch), strict=True):
            if text.strip() and sure > 0.5:
                lines.append(_line(quad, tilt, text, sure))
        if enough and enough(lines):
            break
    return Page(width, height, tuple(lines), codes, turned)


def _upright(image: Picture) -> tuple[Picture, list[Any], int]:
    """The page turned so that its lines run from left to right, where they are, and by how many quarters."""
    turned = 0
    quads = _detected(image)
    wide = [_size(quad) for quad in quads]
    standing = sum(h - w for w, h in wide if h > 1.5 * w)
    lying = sum(w - h for w, h in wide if w > 1.5 * h)
    if standing > lying:
        quads = [_rolled(quad[:, ::-1] * (1, -1) + (0, image.shape[1] - 1)) for quad in quads]
        image, turned = np.ascontiguousarray(np.rot90(image)), 1
    if quads and _head_down(image, quads):
        height, width = image.shape[:2]
        quads = [_rolled((width - 1, height - 1) - quad) for quad in quads]
        image, turned = np.ascontiguousarray(np.rot90(image, 2)), turned + 2
    return image, quads, turned


def _rolled(quad: Any) -> Any:
    """The corners of a turned line again from its upper left one, clockwise."""
    by_sum = quad.sum(axis=1)
    return np.roll(quad, -int(by_sum.argmin()), axis=0)


def _head_down(image: Picture, quads: list[Any]) -> bool:
    """The widest lines are read both ways: which way makes more sense?"""
    widest = sorted(quads, key=lambda quad: -_size(quad)[0])[:3]
    crops = [_cut(image, quad) for quad in widest]
    turned = [np.ascontiguousarray(np.rot90(crop, 2)) for crop in crops]
    read = _texts([*crops, *turned])
    as_is, flipped = read[: len(crops)], read[len(crops) :]
    return sum(_sense(*r) for r in flipped) > sum(_sense(*r) for r in as_is)


def _sense(text: str, sure: float) -> float:
    return sure * sure * len(text)


def _tilt(quads: list[Any]) -> float:
    """How far the lines lean, from those long enough to tell."""
    long = [quad for quad in quads if _size(quad)[0] > 4 * _size(quad)[1]] or quads
    return median(math.atan2(quad[1][1] - quad[0][1], quad[1][0] - quad[0][0]) for quad in long)


def _levelled(quad: Any, tilt: float) -> tuple[float, float]:
    """The left middle of a line on the levelled page."""
    x, y = (quad[0][0] + quad[3][0]) / 2, (quad[0][1] + quad[3][1]) / 2
    return (
        x * math.cos(tilt) + y * math.sin(tilt),
        y * math.cos(tilt) - x * math.sin(tilt),
    )


def _line(quad: Any, tilt: float, text: str, sure: float) -> Line:
    (x, y), (width, height) = _levelled(quad, tilt), _size(quad)
    left, top = quad.min(axis=0)
    right, bottom = quad.max(axis=0)
    box = (int(left), int(top), int(right), int(bottom))
    return Line(simplified(text), round(sure, 3), box, x, y, width, height)


def _size(quad: Any) -> tuple[float, float]:
    return (
        float(np.linalg.norm(quad[0] - quad[1])),
        float(np.linalg.norm(quad[0] - quad[3])),
    )


def _cut(image: Picture, quad: Any) -> Picture:
    width, height = (max(2, round(side)) for side in _size(quad))
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    seen = cv2.getPerspectiveTransform(quad.astype(np.float32), flat)
    return cv2.warpPerspective(
        image, seen, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )


def _detected(image: Picture) -> list[Any]:
    found = _models()[0](image)
    return [] if found.boxes is None else list(np.asarray(found.boxes, dtype=float))


def _recognised(image: Picture, quads: list[Any]) -> list[tuple[str, float]]:
    return _texts([_cut(image, quad) for quad in quads])


def _texts(crops: list[Picture]) -> list[tuple[str, float]]:
    from rapidocr.ch_ppocr_rec.typings import TextRecInput

    read = _models()[1](TextRecInput(img=crops, return_word_box=False))
    return list(zip(read.txts, (float(score) for score in read.scores), strict=True))


@cache
def _models() -> tuple[Any, Any]:
    """Detector and recogniser from the wheel, loaded once; nothing is fetched."""
    from rapidocr import RapidOCR

    # The bare steps are wanted, not the whole run: orientation and order of lines are ours.
    engine = RapidOCR(
        params={
            "Global.log_level": "error",
            "EngineConfig.onnxruntime.intra_op_num_threads": _THREADS,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
    return engine._load_det_model(), engine._load_rec_model()
