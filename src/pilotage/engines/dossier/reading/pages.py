"""A file becomes one picture: png, jpg or the first page of a pdf, upright by its own metadata."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

# Enough for the smallest print; more only costs time.
_LONG_SIDE = 1300
_SIGNATURES = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpg", b"%PDF": "pdf"}

Picture = Any  # an array of rows, columns, blue-green-red


def type_of(content: bytes) -> str:
    """The type a file is by its first bytes; empty when it is none that is read."""
    return next((kind for head, kind in _SIGNATURES.items() if content.startswith(head)), "")


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
