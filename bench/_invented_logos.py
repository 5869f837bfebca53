"""Invented logos and what imitators do to them: drawn shapes and letters, nothing of anybody's."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import cv2
import numpy as np

Picture = Any  # rows, columns, red-green-blue
SIDE = 240
_FONTS = (
    cv2.FONT_HERSHEY_DUPLEX,
    cv2.FONT_HERSHEY_TRIPLEX,
    cv2.FONT_HERSHEY_SCRIPT_COMPLEX,
    cv2.FONT_HERSHEY_COMPLEX,
)


def logo(dice: Random) -> Picture:
    """Two to four elements on a ground: rings, polygons, stars, leaves, waves, letters, rows of dots."""
    ground = (255, 255, 255) if dice.random() < 0.7 else _colour(dice, light=True)
    page = np.full((SIDE, SIDE, 3), ground, np.uint8)
    for _ in range(dice.randint(2, 4)):
        dice.choice(_ELEMENTS)(page, dice, _colour(dice))
    return page


def png(page: Picture) -> bytes:
    return bytes(cv2.imencode(".png", cv2.cvtColor(page, cv2.COLOR_RGB2BGR))[1])


def jpg(page: Picture, quality: int = 80) -> bytes:
    back = cv2.cvtColor(page, cv2.COLOR_RGB2BGR)
    return bytes(cv2.imencode(".jpg", back, [cv2.IMWRITE_JPEG_QUALITY, quality])[1])


def _colour(dice: Random, light: bool = False) -> tuple[int, int, int]:
    low, high = (205, 245) if light else (0, 170)
    return tuple(dice.randint(low, high) for _ in range(3))  # type: ignore[return-value]


def _middle(dice: Random) -> tuple[int, int]:
    return dice.randint(70, SIDE - 70), dice.randint(70, SIDE - 70)


def _ring(page: Picture, dice: Random, colour: Any) -> None:
    axes = dice.randint(25, 75), dice.randint(25, 75)
    first = dice.choice((0, 0, 30, 200))
    cv2.ellipse(page, _middle(dice), axes, dice.randint(0, 90), first, 360, colour, dice.choice((-1, 8, 14, 20)), cv2.LINE_AA)  # fmt: skip


def _polygon(page: Picture, dice: Random, colour: Any) -> None:
    x, y = _middle(dice)
    count, radius, start = dice.randint(3, 7), dice.randint(30, 75), dice.random() * 6
    inner = dice.choice((1.0, 1.0, 0.45, 0.7))
    points = []
    for n in range(2 * count):
        far = radius * (inner if n % 2 else 1.0)
        angle = start + np.pi * n / count
        points.append((x + far * np.cos(angle), y + far * np.sin(angle)))
    shape = np.array(points, np.int32)
    if dice.random() < 0.6:
        cv2.fillPoly(page, [shape], colour, cv2.LINE_AA)
    else:
        cv2.polylines(page, [shape], True, colour, dice.randint(6, 14), cv2.LINE_AA)


def _wave(page: Picture, dice: Random, colour: Any) -> None:
    x, y = _middle(dice)
    wide, high, times = dice.randint(50, 100), dice.randint(10, 40), dice.uniform(0.5, 2.5)
    run = np.linspace(-1, 1, 60)
    points = np.stack([x + wide * run, y + high * np.sin(times * np.pi * run)], axis=1)
    cv2.polylines(page, [points.astype(np.int32)], False, colour, dice.randint(8, 18), cv2.LINE_AA)


def _letters(page: Picture, dice: Random, colour: Any) -> None:
    word = "".join(dice.choices("ABCDEFGHKLMNPRSTUVWXYZ", k=dice.randint(1, 3)))
    scale = dice.uniform(2.2, 4.0) / max(1, len(word) ** 0.6)
    x, y = _middle(dice)
    at = (x - int(22 * scale * len(word) / 2), y + int(12 * scale))
    cv2.putText(page, word, at, dice.choice(_FONTS), scale, colour, dice.randint(4, 12), cv2.LINE_AA)  # fmt: skip


def _leaf(page: Picture, dice: Random, colour: Any) -> None:
    x, y = _middle(dice)
    length, width, turn = dice.randint(40, 85), dice.uniform(0.2, 0.6), dice.random() * 6
    run = np.linspace(0, np.pi, 40)
    side = np.stack([length * np.cos(run), width * length * np.sin(run)], axis=1)
    both = np.concatenate([side, side[::-1] * [1, -dice.choice((0.1, 1.0))]])
    spin = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    cv2.fillPoly(page, [(both @ spin.T + [x, y]).astype(np.int32)], colour, cv2.LINE_AA)


def _dots(page: Picture, dice: Random, colour: Any) -> None:
    x, y = _middle(dice)
    count, radius, far = dice.randint(3, 8), dice.randint(7, 16), dice.randint(30, 65)
    reach = dice.choice((2 * np.pi, np.pi, 1.2))
    for n in range(count):
        angle = reach * n / count
        at = int(x + far * np.cos(angle)), int(y + far * np.sin(angle))
        cv2.circle(page, at, radius, colour, -1, cv2.LINE_AA)


_ELEMENTS: tuple[Callable[[Picture, Random, Any], None], ...] = (
    _ring, _polygon, _polygon, _wave, _letters, _letters, _leaf, _dots,
)  # fmt: skip


def ground_of(page: Picture) -> tuple[int, int, int]:
    return tuple(int(value) for value in page[0, 0])  # type: ignore[return-value]


def recoloured(page: Picture, dice: Random) -> Picture:
    """Other inks on another light ground: hues turned, light and dark kept."""
    hls = cv2.cvtColor(page, cv2.COLOR_RGB2HLS)
    hls[:, :, 0] = (hls[:, :, 0].astype(int) + dice.randint(30, 150)) % 180
    hls[:, :, 2] = np.clip(hls[:, :, 2].astype(int) + dice.randint(-60, 60), 0, 255)
    return cv2.cvtColor(hls, cv2.COLOR_HLS2RGB)


def inverted(page: Picture, dice: Random) -> Picture:
    return 255 - page


def turned(page: Picture, degrees: float) -> Picture:
    turn = cv2.getRotationMatrix2D((SIDE / 2, SIDE / 2), degrees, 1)
    return cv2.warpAffine(page, turn, (SIDE, SIDE), borderValue=ground_of(page))


def turned_a_little(page: Picture, dice: Random) -> Picture:
    return turned(page, dice.choice((-15, 15)))


def turned_right(page: Picture, dice: Random) -> Picture:
    return np.ascontiguousarray(np.rot90(page))


def flipped(page: Picture, dice: Random) -> Picture:
    return np.ascontiguousarray(page[:, ::-1])


def smaller_elsewhere(page: Picture, dice: Random) -> Picture:
    small = cv2.resize(page, None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA)
    out = np.full_like(page, ground_of(page))
    x, y = dice.randint(0, SIDE - small.shape[1]), dice.randint(0, SIDE - small.shape[0])
    out[y : y + small.shape[0], x : x + small.shape[1]] = small
    return out


def with_text(page: Picture, dice: Random) -> Picture:
    word = "".join(dice.choices("abcdefghiklmnoprstuvwy", k=dice.randint(5, 9)))
    out = np.full((SIDE + 50, SIDE, 3), ground_of(page), np.uint8)
    out[:SIDE] = page
    cv2.putText(out, word, (20, SIDE + 32), dice.choice(_FONTS), 1.1, _colour(dice), 2, cv2.LINE_AA)
    return out


def blurred(page: Picture, dice: Random) -> Picture:
    return cv2.GaussianBlur(page, (0, 0), 4)


def with_element(page: Picture, dice: Random) -> Picture:
    out = page.copy()
    at = dice.choice(((35, 35), (SIDE - 35, 35), (35, SIDE - 35), (SIDE - 35, SIDE - 35)))
    cv2.circle(out, at, dice.randint(12, 24), _colour(dice), dice.choice((-1, 6)), cv2.LINE_AA)
    return out


CHANGES: dict[str, Callable[[Picture, Random], Picture]] = {
    "recolour": recoloured, "invert": inverted, "turn 15°": turned_a_little, "turn 90°": turned_right,
    "flip": flipped, "scale + shift": smaller_elsewhere, "add text": with_text, "blur": blurred, "add element": with_element,
}  # fmt: skip
