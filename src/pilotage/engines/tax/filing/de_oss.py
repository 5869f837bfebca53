"""DE One-Stop-Shop: the CSV of the BZSt portal, version 2.0 (help page osseust_import).

First line `#v2.0`, no header, UTF-8 without BOM, comma, Greece EL, no zero amounts, 6,000 rows at
most. Satzart 1 names a state, 3 goods from Germany, 5 goods from another state.
"""

from __future__ import annotations

import csv
from decimal import Decimal

from pilotage.engines.law import vat_prefix, vat_rate
from pilotage.engines.tax.figures import one_stop_lines
from pilotage.engines.tax.filing.document import UNKNOWN, Document, Filer, Return, named
from pilotage.engines.tax.filing.filed import Filed, amount, filed, state_of, unreadable
from pilotage.kernel.decimals import plain
from pilotage.kernel.errors import Invalid
from pilotage.kernel.periods import parse_period
from pilotage.kernel.text import Text

ROWS = 6_000
_OWN_NUMBER, _NO_TAX_NUMBER = "1", ""

_POINT = Text(
    "小数点还是逗号，资料不一致；先在门户试传。",
    "Sources disagree on decimal point or comma; try the portal first.",
)
_CORRECTIONS = Text(
    "更正记录（Satzart 6）的版式未见，本文件不含更正，请在门户手工录入。",
    "The layout of corrections (Satzart 6) was not seen; they are not in this file, enter them by hand.",
)


def document(made: Return, filer: Filer) -> Document:
    """The return of a quarter; what the layout does not settle is among `doubts`."""
    rows = ["#v2.0"]
    state = ""
    for line in made["lines"]:
        if line["state"] != state:
            state = line["state"]
            rows.append(f"1,{vat_prefix(state)}")
        rows.append(_row(line, made["period"], filer))
    if len(rows) > ROWS + 1:
        raise Invalid(
            "OSS_TOO_LONG",
            Text("门户每个文件最多 6,000 行。", "The portal takes 6,000 rows a file at most."),
            Text("请改用门户录入或接口。", "Enter it on the portal, or use its interface."),
        )
    doubts = (_POINT, _CORRECTIONS) if made["corrections"] else (_POINT,)
    missing = ("VAT id of the dispatching state",) if any(UNKNOWN in row for row in rows) else ()
    name = named(made, "OSS-BZSt", "csv", verified=False)
    return Document("oss-bzst", name, ("\r\n".join(rows) + "\r\n").encode(), missing, doubts)


def _row(line: dict[str, str], period: str, filer: Filer) -> str:
    state, dispatch = line["state"], line["dispatch"]
    amounts = [_kind(line, period), f"{Decimal(line['rate']):.2f}", line["base"], line["vat"]]
    if dispatch == "DE":
        return ",".join(["3", vat_prefix(state), *amounts])
    number = filer.seller.number_in(dispatch) or UNKNOWN
    sender = [_OWN_NUMBER, vat_prefix(dispatch), number, _NO_TAX_NUMBER]
    return ",".join(["5", vat_prefix(state), *sender, *amounts])


def _kind(line: dict[str, str], period: str) -> str:
    span = parse_period(period)
    assert span is not None
    standard = vat_rate(line["state"], "standard", span.last).value
    return "STANDARD" if Decimal(line["rate"]) == standard else "REDUCED"


def read(text: str) -> Filed:
    """Lines of goods (Satzart 3 and 5); the file names neither its quarter nor corrections."""
    try:
        version, *rows = csv.reader(text.splitlines())
    except csv.Error:
        raise unreadable(Text("CSV 打不开。", "The CSV does not open.")) from None
    if version != ["#v2.0"]:
        raise unreadable(
            Text("只能读 BZSt 2.0 版文件。", "Only BZSt files of version 2.0 can be read.")
        )
    if len(rows) > ROWS:
        raise unreadable(Text("文件超过 6,000 行。", "The file has more than 6,000 rows."))
    lines = [_line(number, row) for number, row in enumerate(rows, start=2) if row[:1] != ["1"]]
    return filed("OSS", "DE", "", one_stop_lines(lines))


def _line(number: int, row: list[str]) -> dict[str, str]:
    place = _DISPATCH.get((row[0], len(row)) if row else ("", 0))
    if place is None:
        says = Text("第 {number} 行看不懂。", "Row {number} is unclear.")
        raise unreadable(says.with_(number=number))
    rate, base, vat = (amount(f"{number}", word) for word in row[-3:])
    return {
        "state": state_of(row[1]),
        "dispatch": state_of(row[place]) if place else "DE",
        "rate": plain(rate),
        "base": f"{base:f}",
        "vat": f"{vat:f}",
    }


# (Satzart, columns) -> the column of the dispatching state; 0 for Germany itself
_DISPATCH = {("3", 6): 0, ("5", 10): 3}
