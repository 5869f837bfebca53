"""What happens to a page on its way: export, scan, photograph, chat picture; turns; and spoiled pictures."""

from __future__ import annotations

from io import BytesIO
from random import Random
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageFilter

TURNS = (0, 0, 90, 180, 270)
_LEAN = {"scan": 1.2, "photo": 2.0, "chat": 3.0}
_LONGEST = {"scan": 1754, "photo": 2000, "chat": 1100}
_QUALITY = {"scan": 70, "photo": 60, "chat": 42}


def wear(page: Image.Image, level: str, rng: Random, turn: int) -> Image.Image:
    """The page as it was taken, then turned (degrees against the clock)."""
    if level != "clean":
        page = _photographed(page, rng) if level == "photo" else _laid(page, _LEAN[level], rng)
        page.thumbnail((_LONGEST[level], _LONGEST[level]))
        if level == "photo":
            page = _lit(page, rng)
        held = BytesIO()
        page.save(held, "JPEG", quality=_QUALITY[level])
        page = Image.open(held).convert("RGB")
    return page.rotate(turn, expand=True) if turn else page


def _laid(page: Image.Image, tilt: float, rng: Random) -> Image.Image:
    ground = Image.new("RGB", (page.width + 120, page.height + 120), "#d8d8d6")
    ground.paste(page, (60, 60))
    return ground.rotate(rng.uniform(-tilt, tilt), Image.Resampling.BICUBIC, fillcolor="#d8d8d6")


def _photographed(page: Image.Image, rng: Random) -> Image.Image:
    """On a table, seen from aside: every corner moves by itself."""
    width, height = page.size
    size = (int(width * 1.16), int(height * 1.16))
    reach = 0.035
    corners = [(0.08, 0.08), (0.92, 0.08), (0.92, 0.92), (0.08, 0.92)]
    seen = [
        ((x + rng.uniform(-reach, reach)) * size[0], (y + rng.uniform(-reach, reach)) * size[1])
        for x, y in corners
    ]
    flat = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float32)
    turn = cv2.getPerspectiveTransform(flat, np.array(seen, dtype=np.float32))
    table: Any = np.full((size[1], size[0], 3), rng.choice(((96, 74, 52), (70, 78, 84), (150, 140, 128))), np.uint8)  # fmt: skip
    table[:: rng.randrange(7, 19)] = table[0, 0] * 0.85
    cv2.warpPerspective(np.asarray(page), turn, size, table, cv2.INTER_AREA, cv2.BORDER_TRANSPARENT)
    return Image.fromarray(table)


def _lit(page: Image.Image, rng: Random) -> Image.Image:
    """Uneven light, a little blur, the grain of a sensor."""
    page = page.filter(ImageFilter.GaussianBlur(rng.uniform(0.5, 0.9)))
    seen = np.asarray(page).astype(np.float32)
    height, width = seen.shape[:2]
    fall = np.linspace(rng.uniform(0.72, 1.0), 1.0, width)[None, :] * np.linspace(1.0, rng.uniform(0.75, 1.0), height)[:, None]  # fmt: skip
    grain = np.random.default_rng(rng.randrange(1 << 30)).normal(0, 4, seen.shape)
    return Image.fromarray(np.clip(seen * fall[..., None] + grain, 0, 255).astype(np.uint8))


def blurred(page: Image.Image) -> Image.Image:
    """Out of focus beyond reading."""
    return page.filter(ImageFilter.GaussianBlur(max(page.size) / 120))


def cut(page: Image.Image, rng: Random) -> Image.Image:
    """A side of the page outside the picture."""
    width, height = page.size
    part = rng.uniform(0.28, 0.4)
    side = rng.choice(("left", "right", "bottom"))
    box = {
        "left": (int(width * part), 0, width, height),
        "right": (0, 0, int(width * (1 - part)), height),
        "bottom": (0, 0, width, int(height * (1 - part))),
    }[side]
    return page.crop(box)


def glared(page: Image.Image, rng: Random) -> Image.Image:
    """A lamp's reflection over a third of the page."""
    width, height = page.size
    seen = np.asarray(page).astype(np.float32)
    y, x = np.mgrid[0:height, 0:width]
    far = ((x - width * rng.uniform(0.3, 0.5)) / (0.3 * width)) ** 2 + ((y - height * 0.42) / (0.26 * height)) ** 2  # fmt: skip
    light = np.clip(1.6 - far, 0, 1)[..., None]
    return Image.fromarray((seen * (1 - light) + 255 * light).astype(np.uint8))


def patched(page: Image.Image, rng: Random) -> Image.Image:
    """A value pasted over: a clean patch of flat ground with crisp print, saved once more."""
    width, height = page.size
    size = (int(width * 0.22), int(height * 0.05))
    at = (int(width * rng.uniform(0.2, 0.5)), int(height * rng.uniform(0.3, 0.6)))
    source = page.crop((at[0], at[1] + 2 * size[1], at[0] + size[0], at[1] + 3 * size[1]))
    soft = source.filter(ImageFilter.MedianFilter(5)).filter(ImageFilter.GaussianBlur(1.2))
    page = page.copy()
    page.paste(soft, at)
    return page


def screenshot(page: Image.Image) -> Image.Image:
    """The picture as a telephone shows it, status bar and all."""
    shown = Image.new("RGB", (1170, 2532), "#101012")
    fit = page.copy()
    fit.thumbnail((1170, 2000))
    shown.paste(fit, (0, 266))
    return shown


def grey(page: Image.Image) -> Image.Image:
    """A copy without colour."""
    return page.convert("L").convert("RGB")
