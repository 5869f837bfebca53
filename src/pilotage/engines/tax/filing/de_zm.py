"""DE Zusammenfassende Meldung: the CSV that ELSTER imports (help page zmdo_import_eop).

Version lines, a header, then `number,whole EUR,L`; UTF-8; at most 1,500 rows a file.
"""

from __future__ import annotations

from decimal import Decimal

from pilotage.engines.tax.filing.document import Document, Filer, Return, named
from pilotage.kernel.decimals import Rounding, rounded

ROWS = 1_500
_VERSION = ("#v3.0", "#ve3.2.1")
_HEADER = "USt-IdNr.,Betrag (Euro),Art der Leistung"
_GOODS = "L"


def documents(made: Return, filer: Filer) -> list[Document]:
    """One file per 1,500 buyers; amounts cut to whole euros, those that become zero left out."""
    del filer
    rows = []
    for entry in made["statement"]:
        whole = rounded(Decimal(entry["base"]), 0, Rounding.DOWN)
        if whole:
            rows.append(f"{entry['vat_number']},{whole},{_GOODS}")
    parts = [rows[at : at + ROWS] for at in range(0, len(rows), ROWS)]
    return [_document(made, part, number, len(parts)) for number, part in enumerate(parts, 1)]


def _document(made: Return, rows: list[str], number: int, parts: int) -> Document:
    form = "ZM" if parts == 1 else f"ZM-{number}"
    content = "\n".join((*_VERSION, _HEADER, *rows)) + "\n"
    return Document("zm", named(made, form, "csv"), content.encode())
