"""Words of one report row read into dates, numbers and places; or the column that stops it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from pilotage.kernel.periods import Month

MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
DATES = (
    re.compile(r"(?P<d>\d\d)-(?P<m>\d\d)-(?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)"),
    re.compile(r"(?P<d>\d\d)/(?P<m>\d\d)/(?P<y>\d{4})"),
)
DATE_COLUMNS = (
    "TAX_CALCULATION_DATE",
    "TRANSACTION_DEPART_DATE",
    "TRANSACTION_ARRIVAL_DATE",
    "TRANSACTION_COMPLETE_DATE",
)
TOTALS = (
    "TOTAL_ACTIVITY_VALUE_AMT_VAT_EXCL",
    "TOTAL_ACTIVITY_VALUE_VAT_AMT",
    "TOTAL_ACTIVITY_VALUE_AMT_VAT_INCL",
)
RATE = "PRICE_OF_ITEMS_VAT_RATE_PERCENT"


class Unreadable(Exception):
    """The column whose value cannot be read."""


@dataclass
class Row:
    """One row that could be read; amounts have four places."""

    file: int
    number: int
    kind: str
    event: str
    activity: str
    sku: str
    asin: str
    qty: Decimal
    calculated: date | None
    departed: date | None
    arrived: date | None
    completed: date | None
    month: Month
    excl: Decimal | None
    vat: Decimal | None
    incl: Decimal | None
    rate: Decimal | None
    currency: str
    tax_code: str
    scheme: str
    responsibility: str
    export_flag: bool
    words: dict[str, str] = field(repr=False)

    @property
    def rate_date(self) -> date:
        found = self.calculated or self.completed
        assert found is not None
        return found

    @property
    def identity(self) -> tuple[object, ...]:
        return (
            self.kind, self.activity, self.event, self.sku, self.asin, self.excl, self.vat,
            self.incl, self.qty, self.calculated, self.departed, self.arrived, self.completed,
        )  # fmt: skip


def read(file: int, number: int, words: dict[str, str]) -> Row:
    """The row; `Unreadable` names the first column that cannot be read."""
    said = {name: value.strip() for name, value in words.items()}
    dates = {name: day(name, said.get(name, "")) for name in DATE_COLUMNS}
    amounts = {name: amount(name, said.get(name, "")) for name in (*TOTALS, RATE)}
    qty = amount("QTY", said.get("QTY", ""))
    if not qty:
        raise Unreadable("QTY")
    completed = dates["TRANSACTION_COMPLETE_DATE"]
    month = period(said.get("ACTIVITY_PERIOD", ""))
    if month is None and completed is not None:
        month = Month.of(completed)
    if month is None:
        raise Unreadable("ACTIVITY_PERIOD")
    if completed is None and dates["TAX_CALCULATION_DATE"] is None:
        raise Unreadable("TRANSACTION_COMPLETE_DATE")
    return Row(
        file=file,
        number=number,
        kind=said.get("TRANSACTION_TYPE", "").upper(),
        event=said.get("TRANSACTION_EVENT_ID", ""),
        activity=said.get("ACTIVITY_TRANSACTION_ID", ""),
        sku=said.get("SELLER_SKU", ""),
        asin=said.get("ASIN", ""),
        qty=qty,
        calculated=dates["TAX_CALCULATION_DATE"],
        departed=dates["TRANSACTION_DEPART_DATE"],
        arrived=dates["TRANSACTION_ARRIVAL_DATE"],
        completed=completed,
        month=month,
        excl=amounts[TOTALS[0]],
        vat=amounts[TOTALS[1]],
        incl=amounts[TOTALS[2]],
        rate=amounts[RATE],
        currency=said.get("TRANSACTION_CURRENCY_CODE", "").upper(),
        tax_code=said.get("PRODUCT_TAX_CODE", "").upper(),
        scheme=said.get("TAX_REPORTING_SCHEME", "").upper(),
        responsibility=said.get("TAX_COLLECTION_RESPONSIBILITY", "").upper(),
        export_flag=said.get("EXPORT_OUTSIDE_EU", "").upper() == "YES",
        words=said,
    )


def day(column: str, word: str) -> date | None:
    if not word:
        return None
    for form in DATES:
        if found := form.fullmatch(word):
            try:
                return date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                break
    raise Unreadable(column)


def period(word: str) -> Month | None:
    if not word:
        return None
    found = re.fullmatch(r"(\d{4})-([A-Z]{3})", word.upper())
    if not found or found[2] not in MONTHS:
        raise Unreadable("ACTIVITY_PERIOD")
    return Month(int(found[1]), MONTHS.index(found[2]) + 1)


def amount(column: str, word: str) -> Decimal | None:
    if not word:
        return None
    if not NUMBER.fullmatch(word):
        raise Unreadable(column)
    return Decimal(word).quantize(Decimal("0.0001"), ROUND_HALF_UP)
