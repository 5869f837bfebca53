"""Files before they are read: type by ending and by first bytes, size, name, and which paper a name means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pilotage.engines import law
from pilotage.engines.dossier.findings import Finding, finding

TYPES = {".png": "png", ".jpg": "jpg", ".jpeg": "jpg", ".pdf": "pdf"}
_SIGNATURES = {
    b"\x89PNG": "png", b"\xff\xd8\xff": "jpg", b"%PDF": "pdf", b"GIF8": "gif", b"BM": "bmp", b"II*\x00": "tif",
    b"MM\x00*": "tif", b"RIFF": "webp", b"PK\x03\x04": "zip, docx", b"\xd0\xcf\x11\xe0": "doc",
}  # fmt: skip
# Characters that the published rule names, and what else breaks on its way through forms.
_SPECIAL = re.compile(r"[$&#%@!?*<>|\"'`^~;:{}\\\[\]+=]")


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A file as it lies there: the paper it is, ending with its dot, bytes; `content` its type by first bytes, `named` as it came."""

    name: str
    ending: str
    size: int
    content: str = ""
    named: str = ""


def type_of(content: bytes) -> str:
    """The type a file is by its first bytes; empty when they are none that is known.

    >>> type_of(b"%PDF-1.7"), type_of(b"....ftypheic")
    ('pdf', 'heic')
    """
    if content[4:8] == b"ftyp":
        return "heic"
    return next((kind for head, kind in _SIGNATURES.items() if content.startswith(head)), "")


def paper_of(stem: str) -> str:
    """The paper that a file's name means, whatever its case, spaces and odd characters.

    >>> paper_of("Business-Licence $final (1)"), paper_of("Platform Statement 3")
    ('business_licence', 'platform_statement_3')
    """
    plain = re.sub(r"[^a-z0-9]+", "_", stem.lower()).strip("_")
    plain = plain.replace("license", "licence")
    if numbered := re.match(r"platform_statement_?(\d+)", plain):
        return f"platform_statement_{int(numbered[1])}"
    return next((name for name in _NAMES if re.match(rf"{name}(?![a-z])", plain)), plain)


_NAMES = (
    "business_licence", "business_registration", "legal_representative_id_front", "legal_representative_id_back",
    "legal_representative_passport", "bank_statement", "platform_statement",
)  # fmt: skip


def check(file: FileFacts, rules: law.DossierRules) -> Iterator[Finding]:
    """What is wrong with a file as such."""
    if refused(file, rules):
        wanted = ", ".join(rules.file_types)
        said = file.content or file.ending or "?"
        yield finding("FILE_TYPE", file.name, read=said, expected=wanted)
    megabytes = file.size / 1_000_000
    if megabytes >= rules.file_megabytes:
        limit = str(rules.file_megabytes)
        yield finding("FILE_SIZE", file.name, read=f"{megabytes:.1f}", expected=limit)
    if _SPECIAL.search(file.named):
        yield finding("FILE_NAME", file.name, read=file.named)


def refused(file: FileFacts, rules: law.DossierRules) -> bool:
    """Whether its type is none that the site takes; the bytes count for more than the ending."""
    kind = file.content or TYPES.get(file.ending, "")
    return TYPES.get(file.ending) not in rules.file_types or kind not in rules.file_types
