"""HMRC VAT (MTD) 1.0 return: the nine boxes as JSON, with HMRC's own consistency rules.

Source: hmrc/vat-api @8ddd80d, `POST /organisations/vat/{vrn}/returns`.
"""

from __future__ import annotations

from decimal import Decimal

from pilotage.engines.tax.filing.document import UNKNOWN, Document, Filer, Return, box, named
from pilotage.engines.tax.filing.filed import Filed, amount, filed, json_object, unreadable
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text

_MOST = Decimal("9999999999999.99")
_MOST_NET = Decimal("99999999999.99")

_FIELDS = (
    ("vatDueSales", "1", 2),
    ("vatDueAcquisitions", "2", 2),
    ("totalVatDue", "3", 2),
    ("vatReclaimedCurrPeriod", "4", 2),
    ("netVatDue", "5", 2),
    ("totalValueSalesExVAT", "6", 0),
    ("totalValuePurchasesExVAT", "7", 0),
    ("totalValueGoodsSuppliedExVAT", "8", 0),
    ("totalAcquisitionsExVAT", "9", 0),
)


def document(made: Return, filer: Filer) -> Document:
    """The body to submit; `periodKey` comes from the obligation and is `?` until it is known."""
    values = {name: box(made, number) for name, number, _ in _FIELDS}
    _check(values)
    # Written by hand: a JSON library would turn exact decimals into binary floats.
    lines = [f' "periodKey": "{filer.period_key or UNKNOWN}"']
    lines += [f' "{name}": {values[name]:.{places}f}' for name, _, places in _FIELDS]
    lines.append(' "finalised": true')
    body = "{\n" + ",\n".join(lines) + "\n}\n"
    missing = () if filer.period_key else ("periodKey",)
    return Document("mtd", named(made, "MTD", "json"), body.encode(), missing)


def read(text: str) -> Filed:
    """The nine boxes of a submitted body; the period is in the obligation, not in the file."""
    body = json_object(text)
    missing = [name for name, _, _ in _FIELDS if name not in body]
    if missing:
        says = Text("MTD 文件缺少字段 {fields}。", "The MTD file lacks the fields {fields}.")
        raise unreadable(says.with_(fields=", ".join(missing)))
    return filed("LOCAL", "GB", "", {box: amount(name, body[name]) for name, box, _ in _FIELDS})


def _check(values: dict[str, Decimal]) -> None:
    """VAT_TOTAL_VALUE, VAT_NET_VALUE and the ranges of the API."""
    total = values["vatDueSales"] + values["vatDueAcquisitions"]
    net = abs(values["totalVatDue"] - values["vatReclaimedCurrPeriod"])
    if values["totalVatDue"] != total:
        raise _refused("VAT_TOTAL_VALUE", "totalVatDue")
    if values["netVatDue"] != net or net > _MOST_NET:
        raise _refused("VAT_NET_VALUE", "netVatDue")
    for name, value in values.items():
        if abs(value) > _MOST:
            raise _refused("VALUE_TOO_LARGE", name)


def _refused(code: str, field: str) -> Invalid:
    return Invalid(
        code,
        Text("{field} 不符合 HMRC 的规则。", "{field} breaks a rule of HMRC."),
        Text("请核对申报表后重新生成。", "Check the return, then make the file again."),
        field=field,
    )
