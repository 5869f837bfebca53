"""What can be told of a piece of evidence (凭证) without asking anybody: its writing and its pages.

PDF pages are drawn and their text is taken; pictures have pages only, since nothing here reads writing from a
picture; XML, JSON, CSV and plain text have text only. A file that does not open has neither.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from PIL import Image

from pilotage.engines.tax.evidence.pictures import Page, page_of

MOST_PAGES = 4
MOST_CHARACTERS = 200_000
_MOST_PIXELS = 40_000_000
_DRAWN = 1600  # pixels of a page's longer side


@dataclass(frozen=True, slots=True)
class Evidence:
    """The text and the first pages of a file."""

    text: str
    pages: tuple[Page, ...]


def read_evidence(content: bytes) -> Evidence:
    """Known by its bytes, never by its name."""
    if content.startswith(b"%PDF-"):
        return _pdf(content)
    if content.startswith((b"\x89PNG", b"\xff\xd8\xff")):
        return Evidence("", _picture(content))
    try:
        return Evidence(content.decode("utf-8-sig")[:MOST_CHARACTERS], ())
    except UnicodeDecodeError:
        return Evidence("", ())


def _pdf(content: bytes) -> Evidence:
    import pypdfium2

    texts: list[str] = []
    pages: list[Page] = []
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        return Evidence("", ())
    try:
        for number in range(min(len(document), MOST_PAGES)):
            sheet = document[number]
            texts.append(sheet.get_textpage().get_text_bounded())
            scale = _DRAWN / max(*sheet.get_size(), 1)
            drawn = page_of(sheet.render(scale=scale, grayscale=True).to_pil())
            pages += [drawn] if drawn else []
    except pypdfium2.PdfiumError:
        pass  # a page that cannot be drawn: what came before it counts
    finally:
        document.close()
    return Evidence("\n".join(texts)[:MOST_CHARACTERS], tuple(pages))


def _picture(content: bytes) -> tuple[Page, ...]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=("PNG", "JPEG"))
            if picture.width * picture.height > _MOST_PIXELS:
                return ()
            page = page_of(picture)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombWarning):
        return ()
    return (page,) if page else ()
