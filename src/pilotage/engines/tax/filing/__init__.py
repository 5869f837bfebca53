"""Filing files (申报文件) from the returns of a run, one module per format of an authority.

    for document in documents(returns, Filer(seller)):
        (folder / document.name).write_bytes(document.content)

A file whose layout could not be verified in full says so on its face: in its name (`.unverified`),
inside where the format allows a comment, and in `manifest.json` in both languages. Fields that only
a person or an authority knows are `?` and listed there; nothing is invented to fill them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pilotage.engines.tax.filing import (
    de_oss,
    de_ustva,
    de_zm,
    es_303,
    es_349,
    es_369,
    fr_ca3,
    gb_mtd,
    it_lipe,
    one_stop,
    pl_jpk,
)
from pilotage.engines.tax.filing.document import Document, Filer, Return, json_bytes

FORMATS = ("mtd", "oss-bzst", "oss-json", "ustva", "zm", "ca3", "303", "349", "369", "lipe", "jpk")

__all__ = ["FORMATS", "Document", "Filer", "documents", "manifest"]


def documents(returns: Sequence[Return], filer: Filer) -> list[Document]:
    """Every filing file that the returns give rise to, in the order of the returns."""
    made = [document for entry in returns for document in _of(entry, filer)]
    return [*made, *it_lipe.documents(returns, filer)]


def _of(made: Return, filer: Filer) -> Iterator[Document]:
    if made["return"] != "LOCAL":
        yield one_stop.document(made, filer)
        if made["return"] == "OSS" and made["jurisdiction"] == "DE":
            yield de_oss.document(made, filer)
        if made["jurisdiction"] == "ES":
            yield es_369.document(made, filer)
        return
    if made["jurisdiction"] in _LOCAL:
        yield _LOCAL[made["jurisdiction"]](made, filer)
    if made["statement"] and made["jurisdiction"] == "DE":
        yield from de_zm.documents(made, filer)
    if made["statement"] and made["jurisdiction"] == "ES":
        yield es_349.document(made, filer)


_LOCAL = {
    "GB": gb_mtd.document,
    "DE": de_ustva.document,
    "FR": fr_ca3.document,
    "ES": es_303.document,
    "PL": pl_jpk.document,
}


def manifest(made: Sequence[Document]) -> bytes:
    """`manifest.json`: per file its format, whether verified, what is missing, what is doubtful."""
    listed: list[dict[str, Any]] = [
        {
            "file": document.name,
            "format": document.format,
            "verified": document.is_verified,
            "missing": list(document.missing),
            "doubts": [{"zh": doubt.zh, "en": doubt.en} for doubt in document.doubts],
        }
        for document in made
    ]
    return json_bytes(listed)
