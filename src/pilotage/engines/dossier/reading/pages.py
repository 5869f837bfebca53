"""A file becomes one picture: png, jpg or the first page of a pdf, upright by its own metadata."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from pilotage.engines.dossier.files import type_of

# Enough for the smallest print; more only costs time.
_LONG_SIDE = 1300

Picture = Any  # an array of rows, columns, blue-green-red


def picture(path: Path) -> Picture | None:
    """The page as an array of blue, green, red; None when the file holds no picture."""
    content = path.read_bytes()
    try:
        image = _first_page(content) if type_of(content) == "pdf" else _image(content)
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        RuntimeError,
        Image.DecompressionBombError,
    ):
        return None
    page = cv2.cvtColor(np.asarray(image), cv2.COLOR_RGB2BGR)
    longest = max(page.shape[:2])
    if longest <= _LONG_SIDE:
        return page
    scale = _LONG_SIDE / longest
    return cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)


def taken_at(path: Path) -> tuple[int, int]:
    """Width and height of a picture as it was handed in; of a pdf those of its page in print."""
    content = path.read_bytes()
    if type_of(content) == "pdf":
        return (_LONG_SIDE, _LONG_SIDE)
    with Image.open(io.BytesIO(content)) as image:
        return image.size


def print_of(page: Picture) -> str:
    """What an upright page looks like, as 144 hexadecimal digits: light and dark, blind to size and compression.

    576 bits, for forms of one kind differ in their print only: another compression changes up to .025 of them,
    another paper of the same form at least .048 (measured on drawn pages).
    """
    grey = cv2.cvtColor(page, cv2.COLOR_BGR2GRAY)
    small = cv2.resize(grey, (128, 128), interpolation=cv2.INTER_AREA).astype(np.float32)
    waves = cv2.dct(small)[:24, :24].flatten()
    bits = waves > np.median(waves[1:])
    return f"{int(''.join('1' if bit else '0' for bit in bits), 2):0144x}"


def is_grey(page: Picture) -> bool:
    """Whether no part of the page has colour to speak of: a black-and-white copy."""
    small = cv2.resize(page, (200, 200), interpolation=cv2.INTER_AREA).astype(int)
    spread = small.max(axis=2) - small.min(axis=2)
    return bool(np.percentile(spread, 99.5) < 12)


def _image(content: bytes) -> Image.Image:
    with Image.open(io.BytesIO(content)) as image:
        return ImageOps.exif_transpose(image).convert("RGB")


def _first_page(content: bytes) -> Image.Image:
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    try:
        page = document[0]
        scale = min(200 / 72, _LONG_SIDE / max(page.get_size()))
        rendered: Image.Image = page.render(scale=scale).to_pil()
        return rendered.convert("RGB")
    finally:
        document.close()
