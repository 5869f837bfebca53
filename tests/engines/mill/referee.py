"""The slow plain reader: csv, Decimal and strptime over the same rules; must agree row for row."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from pilotage.engines.mill import BY_HEADER, Kind

FORMATS = {
    r"\d\d-\d\d-\d{4}": "%d-%m-%Y",
    r"\d{4}-\d\d-\d\d": "%Y-%m-%d",
    r"\d\d/\d\d/\d{4}": "%d/%m/%Y",
}
MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
DATES = (
    "tax_calculation_date",
    "transaction_depart_date",
    "transaction_arrival_date",
    "transaction_complete_date",
)


class Unreadable(Exception):
    """A cell that is no value."""


@dataclass
class Judged:
    """Kept rows by number, and the code of each rejected row."""

    kept: dict[int, dict[str, object]] = field(default_factory=dict)
    rejected: dict[int, str] = field(default_factory=dict)


def judge(lines: Iterable[str], delimiter: str = ",") -> Judged:
    """Read a report's text."""
    judged = Judged()
    for number, cells in enumerate(csv.DictReader(lines, delimiter=delimiter), start=1):
        fault, values = _row({h: c or "" for h, c in cells.items()})
        if fault:
            judged.rejected[number] = fault
        else:
            judged.kept[number] = values
    return judged


def _row(cells: dict[str, str]) -> tuple[str, dict[str, object]]:
    values: dict[str, object] = {}
    faults = []
    for header, cell in cells.items():
        column = BY_HEADER[header]
        try:
            values[column.name] = _value(column.kind, cell)
        except Unreadable:
            values[column.name] = None
            if column.vital:
                faults.append(_CODES[column.kind])
    if faults:
        return faults[0], values
    if values["qty"] is None:
        return "QTY_BLANK", values
    if values["qty"] == 0:
        return "QTY_ZERO", values
    if all(values[name] is None for name in DATES):
        return "NO_DATE", values
    if values["activity_period"] is None and values["transaction_complete_date"] is None:
        return "NO_PERIOD", values
    return "", values


_CODES = {Kind.DECIMAL: "NOT_A_NUMBER", Kind.DATE: "NOT_A_DATE", Kind.MONTH: "NOT_A_MONTH"}


def _value(kind: Kind, cell: str) -> object:
    if kind is Kind.TEXT:
        return cell or None
    text = cell.strip(" ")
    if not text:
        return None
    if kind is Kind.DATE:
        return _date(text)
    if kind is Kind.MONTH:
        return _month(text)
    return _number(text, "0.00000001" if kind is Kind.EXCHANGE_RATE else "0.0001")


def _date(text: str) -> date:
    for pattern, form in FORMATS.items():
        if re.fullmatch(pattern, text, re.ASCII):
            try:
                return datetime.strptime(text, form).date()
            except ValueError:
                break
    raise Unreadable


def _month(text: str) -> date:
    found = re.fullmatch(r"(\d{4})-([A-Za-z]{3})", text, re.ASCII)
    if not found or found[2].upper() not in MONTHS:
        raise Unreadable
    return date(int(found[1]), MONTHS.index(found[2].upper()) + 1, 1)


def _number(text: str, place: str) -> Decimal:
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", text, re.ASCII):
        raise Unreadable
    return Decimal(text).quantize(Decimal(place), rounding=ROUND_HALF_UP)
