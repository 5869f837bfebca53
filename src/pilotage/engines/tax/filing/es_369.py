"""ES Modelo 369 (OSS identified in Spain): fixed-width pages T36904, 05, 07 and 08.

Fields of OCA/l10n-spain 16.0 `l10n_es_aeat_mod369`; 28 lines a block. The envelope around the pages
was not seen, so the file is marked unverified.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from pilotage.engines.law import vat_prefix, vat_rate
from pilotage.engines.tax.filing.document import UNKNOWN, Document, Filer, Return, named
from pilotage.engines.tax.filing.es_fields import amount, number, text
from pilotage.kernel.periods import Month, Period, parse_period
from pilotage.kernel.text import Text

LINES = 28
_ENVELOPE = Text(
    "各页外层结构未见，只有页内字段有来源。",
    "The envelope around the pages was not seen; only the fields inside have a source.",
)

Line = dict[str, str]


def document(made: Return, filer: Filer) -> Document:
    """Header page, goods from Spain, goods from other states, corrections; blocks of 28 lines."""
    period = parse_period(made["period"])
    assert period is not None
    home = [line for line in made["lines"] if line["dispatch"] == "ES"]
    away = [line for line in made["lines"] if line["dispatch"] != "ES"]
    pages = [_header(made, period, filer)]
    pages += _pages("T36905", home, lambda line: _goods(line, period), 42)
    pages += _pages("T36907", away, lambda line: _dispatched(line, period, filer), 59)
    pages += _pages("T36908", made["corrections"], _correction, 26)
    content = "\r\n".join(pages) + "\r\n"
    missing = () if filer.seller.number_in("ES") else ("NIF",)
    name = named(made, "369", "txt", verified=False)
    return Document("369", name, content.encode("iso-8859-15", "replace"), missing, (_ENVELOPE,))


def _header(made: Return, period: Period, filer: Filer) -> str:
    own = (filer.seller.number_in("ES") or UNKNOWN).removeprefix("ES")
    kind, at = ("M", period.month) if isinstance(period, Month) else ("T", period.number)
    empty = not made["lines"] and not made["corrections"]
    return (
        f"T36904{text('MOSS', 5)}D{text('', 1)}{text('', 22)}{amount(Decimal(made['amount_due']), 17)}"
        f"{text('', 1)}ES{text(own, 15)}{text(filer.seller.name, 125)}{period.year:04d}{kind}"
        f"{number(at, 2)}{period.first:%Y%m%d}{period.last:%Y%m%d}{int(empty)}"
    )


def _pages(
    page: str, lines: Sequence[Line], written: Callable[[Line], str], width: int
) -> list[str]:
    blocks = [lines[at : at + LINES] for at in range(0, len(lines), LINES)]
    return [page + "".join(map(written, block)).ljust(width * LINES) for block in blocks]


def _goods(line: Line, period: Period) -> str:
    return vat_prefix(line["state"]) + _rated(line, period)


def _dispatched(line: Line, period: Period, filer: Filer) -> str:
    number_there = filer.seller.number_in(line["dispatch"]) or UNKNOWN
    start = vat_prefix(line["dispatch"]) + text(number_there, 15)
    return start + vat_prefix(line["state"]) + _rated(line, period)


def _rated(line: Line, period: Period) -> str:
    standard = vat_rate(line["state"], "standard", period.last).value
    rate = Decimal(line["rate"])
    kind = "S" if rate == standard else "R"
    amounts = amount(Decimal(line["base"]), 17) + amount(Decimal(line["vat"]), 17)
    return amount(rate, 5) + kind + amounts


def _correction(entry: Line) -> str:
    year, _, part = entry["period"].partition("-")
    kind, at = ("T", part[1:]) if part.startswith("Q") else ("M", part)
    when = f"{year}{kind}{int(at):02d}"
    return vat_prefix(entry["state"]) + when + amount(Decimal(entry["vat"]), 17)
