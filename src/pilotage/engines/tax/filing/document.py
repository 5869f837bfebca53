"""One filing file (申报文件): its name, its bytes, and what a person must know before sending it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from pilotage.engines.tax.seller import Seller
from pilotage.kernel.text import Text

UNKNOWN = "?"

# A return as `returns.json` holds it.
Return = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Filer:
    """The seller, and what only a person or an authority can say; None is written as `?`."""

    seller: Seller
    period_key: str | None = None  # of the HMRC obligation, never invented
    tax_office: str | None = None  # PL: KodUrzedu, four digits
    email: str | None = None  # PL: of Podmiot1
    prepared_at: datetime | None = None  # PL: DataWytworzeniaJPK


@dataclass(frozen=True, slots=True)
class Document:
    """A file to hand over. `missing` names fields left at `?`; `doubts` what could not be verified."""

    format: str
    name: str
    content: bytes
    missing: tuple[str, ...] = ()
    doubts: tuple[Text, ...] = ()

    @property
    def is_verified(self) -> bool:
        """Whether every part of the layout has a source."""
        return not self.doubts


def named(made: Return, form: str, suffix: str, *, verified: bool = True) -> str:
    """`DE-UStVA-2026-01.csv`; a layout without a source says so in the name."""
    face = "" if verified else ".unverified"
    return f"{made['jurisdiction'].replace('?', 'XX')}-{form}-{made['period']}{face}.{suffix}"


def box(made: Return, name: str) -> Decimal:
    """The amount of a box, zero when the return leaves it out."""
    return Decimal(made["boxes"].get(name, "0"))


def money(value: Decimal) -> str:
    """Two decimals with a point."""
    return f"{value:.2f}"


def json_bytes(value: object) -> bytes:
    """Readable JSON in UTF-8."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
