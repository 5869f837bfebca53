"""DE One-Stop-Shop: the CSV of the BZSt portal, version 2.0 (help page osseust_import).

First line `#v2.0`, no header, UTF-8 without BOM, comma, Greece EL, no zero amounts, 6,000 rows at
most. Satzart 1 names a state, 3 goods from Germany, 5 goods from another state.
"""

from __future__ import annotations

from decimal import Decimal

from pilotage.engines.law import vat_prefix, vat_rate
from pilotage.engines.tax.filing.document import UNKNOWN, Document, Filer, Return, named
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
