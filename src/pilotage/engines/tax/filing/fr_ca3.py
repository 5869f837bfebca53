"""FR CA3 (3310-CA3-SD): the lines of the form with their EDI codes, as JSON.

Two independent repositories agree on the codes. Filing by software is EDI-TVA through a partner.
"""

from __future__ import annotations

from pilotage.engines.tax.filing.document import Document, Filer, Return, json_bytes, named
from pilotage.engines.tax.filing.filed import Filed, amount, filed, json_object, unreadable
from pilotage.kernel.text import Text

# Line of the form, EDI code (None where neither repository has one), box of the return.
LINES = (
    ("A1", "0979", "A1"),
    ("B2", "0031", "B2"),
    ("E1", "0032", "E1"),
    ("E2", "0033", "E2"),
    ("E3", "0047", "E3"),
    ("F2", "0034", "F2"),
    ("F7", "0043", "F7"),
    ("08 base", None, "08"),
    ("08", "0207", "08.vat"),
    ("09 base", None, "09"),
    ("09", "0105", "09.vat"),
    ("9B base", None, "9B"),
    ("9B", "0151", "9B.vat"),
    ("16", None, "16"),
    ("17", "0035", "17"),
    ("20", "0702", "20"),
    ("25", "0705", "25"),
    ("28", "8901", "28"),
    ("32", "9992", "32"),
)
_DEEMED = Text(
    "平台视同销售填 E2 行未核实。",
    "That the deemed supply to the platform goes in E2 is unverified.",
)


def document(made: Return, filer: Filer) -> Document:
    """Every line that is not zero, with code and amount in EUR."""
    boxes = made["boxes"]
    doubts = (_DEEMED,) if "E2" in boxes else ()
    body: dict[str, object] = {
        "form": "3310-CA3-SD",
        "vat_number": filer.seller.number_in("FR") or "?",
        "period": made["period"],
        "lines": [
            {"line": line, "edi": code, "amount": boxes[name]}
            for line, code, name in LINES
            if name in boxes
        ],
    }
    if doubts:
        body = {"unverified": [{"zh": d.zh, "en": d.en} for d in doubts], **body}
    name = named(made, "CA3", "json", verified=not doubts)
    return Document("ca3", name, json_bytes(body), doubts=doubts)


def read(text: str) -> Filed:
    """The lines of the form, under the names of the return's boxes."""
    body = json_object(text)
    names = {line: name for line, _, name in LINES}
    try:
        held = {names[one["line"]]: amount(one["line"], one["amount"]) for one in body["lines"]}
    except (KeyError, TypeError):
        says = Text("CA3 文件里有看不懂的行。", "The CA3 file has a line that is unclear.")
        raise unreadable(says) from None
    return filed("LOCAL", "FR", str(body.get("period", "")), held)
