"""What came in and what became of it: the account of one reading."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import Decimal

READER = "avtr-1"  # raised when the same bytes would be read differently


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums of the three totals of the kept rows in one currency ("" where none is given)."""

    currency: str
    rows: int
    vat_excl: Decimal
    vat: Decimal
    vat_incl: Decimal


@dataclass(frozen=True, slots=True)
class Manifest:
    """The account of one reading: rows_in = kept + rejected."""

    file: str
    sha256: str
    size: int
    encoding: str
    delimiter: str
    layout: int  # 95 or 92
    unknown_columns: tuple[str, ...]
    missing_columns: tuple[str, ...]
    rows_in: int
    kept: int
    rejected: int
    mended: bool  # read line by line because some line was not one whole row
    reasons: dict[str, int]  # rejected rows per reason
    unread: dict[str, int]  # kept rows whose cell in a column that decides nothing was no value
    formulas: dict[str, int]  # kept rows whose text begins like a spreadsheet formula
    first_month: str  # "2026-01", "" without kept rows
    last_month: str
    totals: tuple[Totals, ...]
    reader: str = READER

    def as_json(self) -> dict[str, object]:
        """Plain values; amounts as text with four places."""
        plain = asdict(self)
        plain["totals"] = [
            {
                **asdict(t),
                "vat_excl": str(t.vat_excl),
                "vat": str(t.vat),
                "vat_incl": str(t.vat_incl),
            }
            for t in self.totals
        ]
        return plain


# Free text, where people paste what a spreadsheet would execute.
FREE_TEXT = (
    "seller_sku item_description buyer_name arrival_address supplier_name departure_city "
    "arrival_city invoice_url vat_inv_number"
).split()
