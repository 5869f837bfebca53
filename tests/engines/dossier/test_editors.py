"""A file that names a picture editor as its maker says so; a person looks, nobody is refused for it."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image, PngImagePlugin
from tests.engines.dossier.making import TYPED, documents

from pilotage.engines.dossier import check
from pilotage.engines.dossier.reading.editors import editor_of
from pilotage.engines.dossier.values import Flaw

XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><xmp:CreatorTool>Adobe Photoshop 26.1 (Windows)</xmp:CreatorTool></x:xmpmeta>'


def file(form: str, **more: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, form, **more)
    return out.getvalue()


def png(software: str) -> bytes:
    said = PngImagePlugin.PngInfo()
    said.add_text("Software", software)
    return file("PNG", pnginfo=said)


def exif(software: str) -> Image.Exif:
    said = Image.Exif()
    said[305] = software
    return said


@pytest.mark.parametrize(
    ("content", "editor"),
    [
        (file("JPEG", exif=exif("Adobe Photoshop 25.0 (Macintosh)")), "Adobe Photoshop"),
        (file("JPEG", xmp=XMP), "Adobe Photoshop"),
        (png("GIMP 2.10.36"), "GIMP"),
        (file("PDF", creator="Canva", producer="Skia"), "Canva"),
        (file("JPEG", exif=exif("EPSON Scan")), ""),
        (file("JPEG", exif=exif("17.5.1")), ""),
        (file("PDF", producer="Microsoft: Print To PDF"), ""),
        (file("JPEG"), ""),
        (file("JPEG", exif=exif("Adobe Photoshop"))[:40], ""),
        (b"%PDF-1.7 broken", ""),
        (b"", ""),
    ],
    ids=["exif", "xmp", "png text", "pdf", "scanner", "telephone", "printed", "silent", "cut", "broken pdf", "empty"],
)  # fmt: skip
def test_only_programs_that_change_print_are_named(content, editor):
    assert editor_of(content) == editor


def test_a_person_is_asked_to_look_and_the_application_stays_ready():
    made = documents()
    made["bank_statement"] = replace(made["bank_statement"], flaws=(Flaw("edited", editor="GIMP"), Flaw("edited", (1, 2, 3, 4))))  # fmt: skip
    found = [one for one in check(TYPED, made, "DE") if one.code == "EDIT_TRACES"]
    assert [(one.severity, one.box) for one in found] == [("info", None), ("info", (1, 2, 3, 4))]
    assert "GIMP" in found[0].message.zh and "GIMP" not in found[1].message.en
