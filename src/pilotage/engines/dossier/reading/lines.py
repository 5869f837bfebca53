"""A picture becomes lines of text on an upright, levelled page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import cv2
import numpy as np
import zxingcpp

from pilotage.engines.dossier.folding import printed
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


def read_page(
    image: Picture,
    enough: Callable[[Sequence[Line]], bool] | None = None,
    look: Callable[[Sequence[Line]], Box | None] | None = None,
) -> Page:
    """All lines; with `enough`, from the top until it says that what follows is not needed.

    `look` names a place where one more line has to stand, though the detector passed it by: a lone character.
    """
    upright, quads, turned = _upright(image)
    height, width = upright.shape[:2]
    codes = tuple(found.text for found in zxingcpp.read_barcodes(image))
    if not quads:
        return Page(width, height, (), codes, turned)
    lean = lean_of(quads)
    quads = _parted(quads)
    quads.sort(key=lambda quad: _levelled(quad, lean)[1])
    lines: list[Line] = []
    size = _BATCH if enough else len(quads)
    for begin in range(0, len(quads), size):
        batch = quads[begin : begin + size]
        for quad, (text, sure) in zip(batch, _recognised(upright, batch), strict=True):
            if text.strip() and sure > 0.5:
                lines.append(_line(quad, lean, text, sure))
        if enough and enough(lines):
            break
    if look and (place := look(lines)):
        quad = _quad(place, width, height)
        text, sure = _recognised(upright, [quad])[0]
        if text.strip():
            lines.append(_line(quad, lean, text, sure))
    return Page(width, height, tuple(without_echoes(lines)), codes, turned)


def without_echoes(lines: Sequence[Line]) -> list[Line]:
    """Without pieces of a line that were taken for a line of their own beside it."""
    return [line for line in lines if not any(_echo(line, other) for other in lines)]


def _echo(line: Line, other: Line) -> bool:
    if other is line or len(line.text) >= len(other.text) or line.text not in other.text:
        return False
    common = min(line.box[2], other.box[2]) - max(line.box[0], other.box[0])
    beside = abs(line.y - other.y) < 0.5 * min(line.height, other.height)
    return beside and common > 0.15 * line.width


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


@dataclass(frozen=True, slots=True)
class Lean:
    """How the lines of a page lean: the slope at a place, which in a photograph changes across the page."""

    slope: float
    by_x: float = 0.0
    by_y: float = 0.0
    x: float = 0.0
    y: float = 0.0

    def drop(self, x: float, y: float) -> float:
        """How far a line that passes this place has sunk since the middle of the page."""
        across = x - self.x
        return across * (self.slope + self.by_y * (y - self.y)) + self.by_x * across * across / 2


_ENOUGH_LINES = 6


def lean_of(quads: list[Any]) -> Lean:
    """From the lines long enough to tell; those that lean quite otherwise (round a seal, a stamp) are left out."""
    long = [quad for quad in quads if _size(quad)[0] > 4 * _size(quad)[1]] or quads
    slopes = np.array([(q[1][1] - q[0][1]) / (q[1][0] - q[0][0] or 1.0) for q in long])
    usual = float(np.median(slopes))
    like = np.abs(slopes - usual) < 0.08
    if like.sum() < _ENOUGH_LINES:
        return Lean(usual)
    middles = np.array([quad.mean(axis=0) for quad in long])[like]
    weights = np.sqrt([_size(quad)[0] for quad in long])[like]
    x, y = middles.mean(axis=0)
    # A little ridge, in widths of a page: few lines close together say nothing of the rest.
    sides = np.column_stack([np.ones(len(middles)), middles - (x, y)])
    scaled = sides / (1.0, 1000.0, 1000.0) * weights[:, None]
    ridge = np.diag((0.0, 1.0, 1.0)) * 0.003 * float((weights**2).sum())
    found = np.linalg.solve(scaled.T @ scaled + ridge, scaled.T @ (slopes[like] * weights))
    return Lean(float(found[0]), float(found[1]) / 1000, float(found[2]) / 1000, float(x), float(y))


def _levelled(quad: Any, lean: Lean) -> tuple[float, float]:
    """The left middle of a line on the levelled page."""
    x, y = (quad[0][0] + quad[3][0]) / 2, (quad[0][1] + quad[3][1]) / 2
    return x + (y - lean.y) * lean.slope, y - lean.drop(x, y)


def _parted(quads: list[Any]) -> list[Any]:
    """Boxes beside each other that reach into one another end where they meet: half a character reads as another."""
    ordered = sorted((quad.copy() for quad in quads), key=lambda quad: float(quad[0][0]))
    for place, left in enumerate(ordered):
        height = _size(left)[1]
        for right in ordered[place + 1 :]:
            common = float(left[1][0] - right[0][0])
            level = abs(float(left[1:3, 1].mean() - right[[0, 3], 1].mean())) < 0.4 * height
            shorter = min(_size(left)[0], _size(right)[0])
            if level and 0.15 * height < common < 0.4 * shorter:
                left[1:3, 0] -= common / 2
                right[[0, 3], 0] += common / 2
    return ordered


def _quad(place: Box, width: int, height: int) -> Any:
    """The corners of a place, kept on the page."""
    left, top, right, bottom = place
    left, right = max(0, left), min(width - 1, max(right, left + 2))
    top, bottom = max(0, top), min(height - 1, max(bottom, top + 2))
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], dtype=float)


def _line(quad: Any, lean: Lean, text: str, sure: float) -> Line:
    (x, y), (width, height) = _levelled(quad, lean), _size(quad)
    left, top = quad.min(axis=0)
    right, bottom = quad.max(axis=0)
    box = (int(left), int(top), int(right), int(bottom))
    return Line(printed(text), round(sure, 3), box, x, y, width, height)


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
