"""The ledger of a JPK_V7M (ewidencja): collective rows per line of the return, with control totals.

The run keeps sums, not invoices, so each line is one internal document (`WEW`, choice `DI`);
supplies to other states are one row per buyer number.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from pilotage.engines.tax.filing.document import Return, money

# Rate of a line, base and tax fields.
RATES = (("5", "K_15", "K_16"), ("8", "K_17", "K_18"), ("23", "K_19", "K_20"))
_NOBODY = "BRAK"
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Row:
    """One ledger row: whose number, which fields in the order of the schema."""

    country: str
    number: str
    fields: tuple[tuple[str, Decimal], ...]


def sales(made: Return) -> list[Row]:
    """Rows of the output side."""
    lines = made["lines"]
    rows = [_single((("K_13", _base(lines, "deemed_supply")),))]
    for rate, base, tax in RATES:
        held = lines.get("taxed", {}).get(rate, {})
        rows.append(_single(((base, _amount(held, "base")), (tax, _amount(held, "vat")))))
    rows += [
        Row(entry["vat_number"][:2], entry["vat_number"][2:], (("K_21", Decimal(entry["base"])),))
        for entry in made["statement"]
    ]
    unnamed = _base(lines, "ic_supply") - sum(
        (Decimal(entry["base"]) for entry in made["statement"]), _ZERO
    )
    rows.append(_single((("K_21", unnamed),)))
    rows.append(_single((("K_22", _base(lines, "export")),)))
    acquired = lines.get("acquisition", {}).values()
    rows.append(_single((("K_23", _sum(acquired, "base")), ("K_24", _sum(acquired, "vat")))))
    return [row for row in rows if any(value for _, value in row.fields)]


def purchases(made: Return) -> list[Row]:
    """Rows of the input side: own acquisitions and commingled purchases together."""
    lines = made["lines"]
    held = lines.get("input_vat", {})
    net = _amount(held, "base") + _sum(lines.get("acquisition", {}).values(), "base")
    row = _single((("K_42", net), ("K_43", _amount(held, "vat"))))
    return [row] if any(value for _, value in row.fields) else []


def sales_xml(rows: list[Row], document: str, day: str) -> str:
    """`SprzedazWiersz` … and `SprzedazCtrl`, whose tax is the sum of K_16, 18, 20 and 24."""
    tax = _of(rows, ("K_16", "K_18", "K_20", "K_24"))
    written = "".join(
        f"<SprzedazWiersz><LpSprzedazy>{at}</LpSprzedazy>{_party(row, 'NrKontrahenta')}"
        f"<NazwaKontrahenta>{_NOBODY}</NazwaKontrahenta><DowodSprzedazy>{document}-S{at}</DowodSprzedazy>"
        f"<DataWystawienia>{day}</DataWystawienia><DI>1</DI><TypDokumentu>WEW</TypDokumentu>"
        f"{_fields(row)}</SprzedazWiersz>\n"
        for at, row in enumerate(rows, 1)
    )
    return (
        f"{written}<SprzedazCtrl><LiczbaWierszySprzedazy>{len(rows)}</LiczbaWierszySprzedazy>"
        f"<PodatekNalezny>{money(tax)}</PodatekNalezny></SprzedazCtrl>\n"
    )


def purchases_xml(rows: list[Row], document: str, day: str) -> str:
    """`ZakupWiersz` … and `ZakupCtrl`."""
    written = "".join(
        f"<ZakupWiersz><LpZakupu>{at}</LpZakupu>{_party(row, 'NrDostawcy')}"
        f"<NazwaDostawcy>{_NOBODY}</NazwaDostawcy><DowodZakupu>{document}-Z{at}</DowodZakupu>"
        f"<DataZakupu>{day}</DataZakupu><DI>1</DI><DokumentZakupu>WEW</DokumentZakupu>"
        f"{_fields(row)}</ZakupWiersz>\n"
        for at, row in enumerate(rows, 1)
    )
    return (
        f"{written}<ZakupCtrl><LiczbaWierszyZakupow>{len(rows)}</LiczbaWierszyZakupow>"
        f"<PodatekNaliczony>{money(_of(rows, ('K_43',)))}</PodatekNaliczony></ZakupCtrl>\n"
    )


def _party(row: Row, element: str) -> str:
    country = f"<KodKrajuNadaniaTIN>{row.country}</KodKrajuNadaniaTIN>" if row.country else ""
    return f"{country}<{element}>{row.number}</{element}>"


def _fields(row: Row) -> str:
    return "".join(f"<{name}>{money(value)}</{name}>" for name, value in row.fields)


def _of(rows: list[Row], names: tuple[str, ...]) -> Decimal:
    return sum((value for row in rows for name, value in row.fields if name in names), _ZERO)


def _single(fields: tuple[tuple[str, Decimal], ...]) -> Row:
    return Row("", _NOBODY, fields)


def _base(lines: dict[str, dict[str, str]], line: str) -> Decimal:
    return _amount(lines.get(line, {}), "base")


def _amount(held: dict[str, str], part: str) -> Decimal:
    return Decimal(held.get(part, "0"))


def _sum(held: Iterable[dict[str, str]], part: str) -> Decimal:
    return sum((_amount(amounts, part) for amounts in held), _ZERO)
