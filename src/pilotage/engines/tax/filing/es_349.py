"""ES Modelo 349: supplies to other states, records of 500 characters.

Record type 2 (OCA/l10n-spain 17.0): NIF 9, operator 17, name 40, key 1, base 13. Of record type 1
only the totals have a source here, so the file is marked unverified.
"""

from __future__ import annotations

from decimal import Decimal

from pilotage.engines.tax.filing.document import UNKNOWN, Document, Filer, Return, named
from pilotage.engines.tax.filing.es_fields import amount, number, text
from pilotage.kernel.text import Text

WIDTH = 500
_SUPPLY = "E"
_HEAD = Text(
    "第 1 类记录（申报人）的位置未核实。",
    "The positions of record type 1 (declarant) are unverified.",
)
_NEGATIVE = Text(
    "负额须作为更正另报，未写入本文件。",
    "Negative amounts are rectifications of an earlier period; they are not in this file.",
)


def document(made: Return, filer: Filer) -> Document:
    """One record per buyer with a positive sum; negative sums are named in `doubts`."""
    year, _, quarter = made["period"].partition("-Q")
    own = (filer.seller.number_in("ES") or UNKNOWN).removeprefix("ES")
    kept = [entry for entry in made["statement"] if Decimal(entry["base"]) > 0]
    records = [_head(kept, year, quarter, own, filer)]
    records += [_operator(entry, year, own) for entry in kept]
    doubts = (_HEAD,) if len(kept) == len(made["statement"]) else (_HEAD, _NEGATIVE)
    content = "\r\n".join(records) + "\r\n"
    missing = ("NIF", "names of the buyers") if own == UNKNOWN else ("names of the buyers",)
    name = named(made, "349", "txt", verified=False)
    return Document("349", name, content.encode("iso-8859-15", "replace"), missing, doubts)


def _head(entries: list[dict[str, str]], year: str, quarter: str, own: str, filer: Filer) -> str:
    total = sum((Decimal(entry["base"]) for entry in entries), Decimal(0))
    start = f"1349{year}{text(own, 9)}{text(filer.seller.name, 40)}T"
    period = f"{start.ljust(135)}{quarter}T{number(len(entries), 9)}{amount(total, 15)}"
    return f"{period}{number(0, 9)}{amount(Decimal(0), 15)}".ljust(WIDTH)


def _operator(entry: dict[str, str], year: str, own: str) -> str:
    start = f"2349{year}{text(own, 9)}".ljust(75)
    base = amount(Decimal(entry["base"]), 13)
    return f"{start}{text(entry['vat_number'], 17)}{text('', 40)}{_SUPPLY}{base}".ljust(WIDTH)
