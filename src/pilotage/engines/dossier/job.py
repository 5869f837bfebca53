"""The pre-audit in a process of its own: reads what was not read before, keeps each upright page as a picture, answers as JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

from pilotage.engines import law
from pilotage.engines.dossier.files import TYPES, FileFacts, type_of
from pilotage.engines.dossier.folder import answer_of
from pilotage.engines.dossier.values import Document, Field, Flaw, Typed

_QUALITY = 80


def check_json(
    folder: str,
    typed: Mapping[str, Any],
    marketplace: str,
    files: list[dict[str, Any]],
    read: Mapping[str, dict[str, Any]],
    settled: Mapping[str, Mapping[str, str]],
    progress: Callable[[int, int], None],
) -> dict[str, Any]:
    """`folder` holds the files that were not read before, named after their kind; `read` what the others said,
    `settled` what a person says stands in a field of one of them.

    `files` are name, ending and size of all. Gives `answer` (the contract's), `read` (all documents, to be given
    back next time) and writes `NAME.page.jpg` beside each file read now: the page upright, as its boxes have it.
    """
    law.check_marketplace(marketplace)
    as_of = date.fromisoformat(str(typed["as_of"]))
    facts = [FileFacts(**one, content=_content(Path(folder), one)) for one in files]
    documents: dict[str, Document] = {}
    for done, file in enumerate(facts):
        progress(done, len(facts))
        if file.ending not in TYPES:
            continue
        kept = read.get(file.name)
        documents[file.name] = document_from(kept) if kept else _read(Path(folder), file, as_of)
    progress(len(facts), len(facts))
    sites = tuple(str(site) for site in typed.get("target_sites", ()))
    words = {name: str(typed.get(name, "")) for name in _WORDS}
    answer = answer_of(
        Typed(as_of=as_of, target_sites=sites, **words),
        {name: said_by_person(one, settled.get(name, {})) for name, one in documents.items()},
        facts,
        marketplace,
    )
    return {
        "answer": answer,
        "read": {name: asdict(one) | {"clipped": sorted(one.clipped)} for name, one in documents.items()},
        "law_digest": law.digest(),
    }  # fmt: skip


def _content(folder: Path, file: Mapping[str, Any]) -> str:
    """The type by first bytes of a file that is read now; of one that was read before nothing is said again."""
    path = folder / f"{file['name']}{file['ending']}"
    return type_of(path.read_bytes()[:16]) if path.is_file() else ""


def said_by_person(document: Document, words: Mapping[str, str]) -> Document:
    """The document with what a person says in the place of what was read: they saw it, so it is sure."""
    if not words:
        return document
    said = {
        name: Field(value, 1.0, at.box if (at := document.fields.get(name)) else None)
        for name, value in words.items()
    }
    return replace(document, fields={**document.fields, **said})


def document_from(kept: Mapping[str, Any]) -> Document:
    """A document as `read` gave it."""
    fields = {
        name: Field(at["value"], at["confidence"], tuple(at["box"]) if at["box"] else None)
        for name, at in kept["fields"].items()
    }
    return Document(
        **{
            **kept,
            "fields": fields,
            "codes": tuple(kept["codes"]),
            "marks": tuple(kept["marks"]),
            "clipped": frozenset(kept["clipped"]),
            "flaws": tuple(
                Flaw(at["kind"], tuple(at["box"]) if at["box"] else None, at.get("editor", ""))
                for at in kept.get("flaws", ())
            ),
        }
    )


def _read(folder: Path, file: FileFacts, as_of: date) -> Document:
    from pilotage.engines.dossier.reading import read_document
    from pilotage.engines.dossier.reading.pages import picture

    path = folder / f"{file.name}{file.ending}"
    document = read_document(path, as_of)
    page = picture(path)
    if page is not None:
        _keep_page(page, document.turned, folder / f"{file.name}.page.jpg")
    return document


def _keep_page(page: Any, turned: int, target: Path) -> None:
    import cv2
    import numpy as np

    upright = np.ascontiguousarray(np.rot90(page, turned))
    cv2.imwrite(str(target), upright, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])


_WORDS = tuple(name for name in Typed.__dataclass_fields__ if name not in ("as_of", "target_sites"))
