"""What the checks work on: fields as read, documents with their state, what the applicant typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Box = tuple[int, int, int, int]
State = Literal["read", "unreadable", "cropped", "wrong_kind"]

LONG_TERM = "long_term"

# What an application holds; platform statements are counted by month, not by number.
NEEDED = (
    "business_licence",
    "legal_representative_id_front",
    "legal_representative_id_back",
    "bank_statement",
)
PLATFORM = "platform_statement"
# Instead of the card's two sides; and what a Hong Kong company has beside its certificate.
PASSPORT = "legal_representative_passport"
REGISTRATION = "business_registration"
KINDS = (*NEEDED, PLATFORM, PASSPORT, REGISTRATION)


@dataclass(frozen=True, slots=True)
class Field:
    """One value as printed, how sure the reader is (0..1), and where it stands on the upright page."""

    value: str
    confidence: float = 1.0
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Flaw:
    """A sign in the picture itself, and where: `small`, `blurred`, `glare`, `screenshot`, `edited`.

    `editor`: the program that the file itself names as the one it was worked on with.
    """

    kind: str
    box: Box | None = None
    editor: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One file after reading: `name` without ending, the kind it should be, what was found on it.

    `seen` is the kind that the page itself shows; `codes` what its QR codes say; `marks` words such as 吊销;
    `clipped` names fields that run off the page's edge; `place` where it was issued, when the page says so;
    `turned` by how many quarters, against the clock, the picture was turned to stand upright; `flaws` are signs in
    the picture; `print` is what the page looks like in hexadecimal digits (`fingerprint`); `language` the
    one it is written in as a two-letter code, where the page tells.
    """

    name: str
    kind: str
    fields: Mapping[str, Field] = field(default_factory=dict)
    state: State = "read"
    seen: str = ""
    codes: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    clipped: frozenset[str] = frozenset()
    place: str = "CN"
    grey: bool = False
    turned: int = 0
    flaws: tuple[Flaw, ...] = ()
    print: str = ""
    language: str = ""

    def text(self, name: str) -> str:
        """The value of a field, empty when it was not read."""
        found = self.fields.get(name)
        return found.value if found else ""

    def day(self, name: str) -> date | None:
        """The value of a field as a day; None when it is open, not read or no date."""
        try:
            return date.fromisoformat(self.text(name))
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Typed:
    """`dossier.yaml`: the application as the applicant typed it; empty text where nothing was given."""

    as_of: date
    company_name_zh: str = ""
    company_name_en: str = ""
    unified_social_credit_code: str = ""
    legal_representative: str = ""
    legal_representative_en: str = ""
    id_number: str = ""
    registered_address: str = ""
    bank_statement_holder: str = ""
    existing_store_id: str = ""
    target_sites: tuple[str, ...] = ()
