"""Which picture editor a file names in its own metadata: EXIF, XMP, text of a png, the properties of a pdf."""

from __future__ import annotations

import io
import re

from PIL import Image

from pilotage.engines.dossier.files import type_of

# Those with which print can be changed; what only scans, crops or lightens is not among them.
_EDITORS = re.compile(
    r"(?:Adobe )?(?:Photoshop|Illustrator)|GIMP|Affinity (?:Photo|Designer)|Pixelmator|Paint\.NET|Photopea|Krita"
    r"|Inkscape|Corel\s?(?:DRAW|PHOTO-PAINT|PaintShop)|Canva\b|PicsArt|Snapseed|Meitu|美图秀秀|醒图|稿定设计",
    re.IGNORECASE,
)
_SOFTWARE = 305  # EXIF tag
_XMP = ("xmp", "XML:com.adobe.xmp")


def editor_of(content: bytes) -> str:
    """The editor's name as the file has it; blank where it names none, or is no file that can be read."""
    try:
        says = _pdf(content) if type_of(content) == "pdf" else _picture(content)
    except (OSError, ValueError, RuntimeError, SyntaxError, Image.DecompressionBombError):
        return ""
    found = _EDITORS.search(says)
    return found[0] if found else ""


def _picture(content: bytes) -> str:
    with Image.open(io.BytesIO(content)) as image:
        exif = image.getexif().get(_SOFTWARE, "")
        texts = [image.info.get(name, "") for name in ("Software", *_XMP)]
    return "\n".join(_text(one) for one in (exif, *texts))


def _pdf(content: bytes) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    try:
        said = document.get_metadata_dict(skip_empty=True)
    finally:
        document.close()
    return "\n".join(said.get(name, "") for name in ("Creator", "Producer"))


def _text(said: object) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
