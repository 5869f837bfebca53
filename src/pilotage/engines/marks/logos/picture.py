"""From the bytes of a file to a small picture, and to what is drawn on it."""

from __future__ import annotations

import io

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text

Rgb = NDArray[np.uint8]  # rows, columns, three
Mask = NDArray[np.uint8]  # rows, columns; 0 or 255
SIDE = 160  # the longer side that a picture is brought to
_MOST_PIXELS = 50_000_000
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF")


def opened(content: bytes, name: str = "") -> Rgb:
    """The picture on a ground that its transparent parts show up against; raises `Invalid` NO_PICTURE."""
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
            if image.width * image.height > _MOST_PIXELS:
                raise ValueError("too many pixels")
            image.draft("RGB", (4 * SIDE, 4 * SIDE))
            upright = ImageOps.exif_transpose(image).convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise _no_picture(name) from None
    upright.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    pixels = np.asarray(upright).astype(np.float32)
    alpha = pixels[:, :, 3:] / 255
    flat: Rgb = (pixels[:, :, :3] * alpha + _ground(pixels) * (1 - alpha)).astype(np.uint8)
    return flat


def ink_of(picture: Rgb) -> Mask:
    """What is drawn: whatever differs from the colour of the edge, as much as splits the picture best in two (Otsu)."""
    lab = cv2.cvtColor(picture, cv2.COLOR_RGB2LAB).astype(np.float32)
    edge = np.concatenate([lab[0], lab[-1], lab[:, 0], lab[:, -1]])
    far = np.sqrt(((lab - np.median(edge, axis=0)) ** 2).sum(axis=2))
    scaled = np.clip(far, 0, 255).astype(np.uint8)
    _, mask = cv2.threshold(scaled, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    return np.asarray(mask, np.uint8)


def _ground(pixels: NDArray[np.float32]) -> float:
    """White, unless what is drawn is light itself."""
    drawn = pixels[pixels[:, :, 3] > 127]
    return 255.0 if not len(drawn) or drawn[:, :3].mean() < 200 else 0.0


def _no_picture(name: str) -> Invalid:
    return Invalid(
        "NO_PICTURE",
        Text("{name} 不是可读的图片。", "{name} is no picture that can be read."),
        Text(
            "请提供 PNG、JPEG、GIF、WEBP、BMP 或 TIFF，不超过 5000 万像素；其余文件不受影响。",
            "Give PNG, JPEG, GIF, WEBP, BMP or TIFF of at most 50 million pixels; the other files are not affected.",
        ),
        name=name or "?",
    )
