"""A folder is an application: `dossier.yaml` and files named after their kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from pilotage.engines import law
from pilotage.engines.dossier.checks import check
from pilotage.engines.dossier.files import TYPES, FileFacts, paper_of, refused, type_of
from pilotage.engines.dossier.files import check as check_file
from pilotage.engines.dossier.findings import Finding, in_order, rank, verdict
from pilotage.engines.dossier.values import KINDS, Document, Typed
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text

_NEXT = Text(
    "请给出含 dossier.yaml 和各份资料（png、jpg、pdf）的文件夹。",
    "Give a folder with dossier.yaml and the documents (png, jpg, pdf).",
)


def check_folder(folder: Path, marketplace: str, today: date) -> dict[str, object]:
    """The answer of the pre-audit as plain values, the shape of the contract."""
    typed = read_typed(folder, today)
    law.check_marketplace(marketplace)
    files = list(_files(folder))
    facts = [facts_of(path) for path in files]
    return answer_of(typed, _documents(files, typed.as_of), facts, marketplace)


def answer_of(
    typed: Typed, documents: Mapping[str, Document], files: Sequence[FileFacts], marketplace: str
) -> dict[str, object]:
    """The answer of documents that were read, now or before, in the shape of the contract."""
    rules = law.dossier_rules(marketplace, typed.as_of)
    wrong = {file.name for file in files if refused(file, rules)}
    told = [
        found
        for found in check(typed, documents, marketplace)
        # A file of a type that is not taken is there: that it cannot be read says nothing more.
        if not (
            found.document in wrong and found.code in ("DOCUMENT_MISSING", "DOCUMENT_UNREADABLE")
        )
    ]
    findings = in_order([*told, *(f for file in files for f in check_file(file, rules))])
    return {
        "verdict": verdict(findings),
        "findings": [_told(found) for found in findings],
        "fields": {
            name: {
                key: {"value": at.value, "confidence": at.confidence, "box": at.box}
                for key, at in document.fields.items()
            }
            for name, document in documents.items()
        },
    }


def joined(answer: Mapping[str, Any], more: Iterable[Finding]) -> dict[str, Any]:
    """The answer with findings from elsewhere in their places; one that can be read and was ready may not stay it."""
    told = [*answer["findings"], *(_told(found) for found in more)]
    told.sort(key=lambda one: rank(one["severity"], one["code"]))
    stays = answer["verdict"] == "cannot_read" or all(one["severity"] == "info" for one in told)
    return {**answer, "findings": told, "verdict": answer["verdict"] if stays else "fix_first"}


def read_typed(folder: Path, today: date) -> Typed:
    """What the applicant typed; without `as_of` the day is `today`."""
    try:
        raw = yaml.safe_load((folder / "dossier.yaml").read_text("utf-8-sig"))
    except (OSError, ValueError, yaml.YAMLError):
        raise _unusable("dossier.yaml") from None
    if not isinstance(raw, dict):
        raise _unusable("dossier.yaml")
    as_of = raw.get("as_of", today)
    if isinstance(as_of, str):
        try:
            as_of = date.fromisoformat(as_of)
        except ValueError:
            raise _unusable("as_of") from None
    if type(as_of) is not date:
        raise _unusable("as_of")
    sites = raw.get("target_sites") or []
    words = {
        name: str(raw.get(name) or "").strip()
        for name in Typed.__dataclass_fields__
        if name not in ("as_of", "target_sites")
    }
    listed = sites if isinstance(sites, list) else [sites]
    return Typed(as_of=as_of, target_sites=tuple(str(s).strip().upper() for s in listed), **words)


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.is_file() and _kind(path) in KINDS:
            yield path


def _kind(path: Path) -> str:
    return re.sub(r"_\d+$", "", paper_of(path.stem))


def _documents(files: list[Path], as_of: date) -> dict[str, Document]:
    from pilotage.engines.dossier.reading import read_document

    readable = [path for path in files if path.suffix.lower() in TYPES]
    read = (read_document(path, as_of) for path in readable)
    return {document.name: document for document in read}


def facts_of(path: Path) -> FileFacts:
    """What can be told of a file without reading it."""
    with path.open("rb") as held:
        content = type_of(held.read(16))
    size = path.stat().st_size
    return FileFacts(paper_of(path.stem), path.suffix.lower(), size, content, path.name)


def _told(found: Finding) -> dict[str, object]:
    return {
        "code": found.code,
        "severity": found.severity,
        "document": found.document,
        "field": found.field,
        "read": found.read,
        "expected": found.expected,
        "message_zh": found.message.zh,
        "message_en": found.message.en,
        "next_step_zh": found.next_step.zh,
        "next_step_en": found.next_step.en,
        "confidence": found.confidence,
        "box": found.box,
    }


def _unusable(what: str) -> Invalid:
    return Invalid(
        "DOSSIER_UNUSABLE", Text("无法使用 {what}。", "{what} cannot be used."), _NEXT, what=what
    )
