"""ES Modelo 303: each casilla in the form's own field of 17 digits, two of them decimals.

Boxes of OCA/l10n-spain (design of 2024-10). The pages around the fields were not seen, so this is
a table to type or import by box, not the file of the authority.
"""

from __future__ import annotations

from pilotage.engines.tax.filing.document import Document, Filer, Return, box, named
from pilotage.engines.tax.filing.es_fields import amount, value_of
from pilotage.engines.tax.filing.filed import Filed, filed, unreadable
from pilotage.kernel.text import Text

HEADER = "casilla;importe"
_PAGES = Text(
    "303 的分页版式未见，本文件只有各栏 17 位字段。",
    "The page layout of the 303 was not seen; this file holds the 17-digit field of each box.",
)


def document(made: Return, filer: Filer) -> Document:
    """`casilla;field` per line, boxes in the order of their numbers."""
    del filer
    boxes = sorted(made["boxes"], key=int)
    rows = [f"{name};{amount(box(made, name), 17)}" for name in boxes]
    content = "\n".join([f"# {_PAGES}", HEADER, *rows]) + "\n"
    return Document(
        "303", named(made, "303", "csv", verified=False), content.encode(), doubts=(_PAGES,)
    )


def read(text: str) -> Filed:
    """Each casilla's field; the file names no quarter."""
    held = {}
    for line in text.splitlines():
        name, _, field = line.strip().partition(";")
        if not name or line.startswith("#") or line.strip() == HEADER:
            continue
        value = value_of(field)
        if value is None:
            says = Text("栏位 {name} 不是 303 的字段。", "Box {name} holds no field of the 303.")
            raise unreadable(says.with_(name=name[:20]))
        held[name] = value
    return filed("LOCAL", "ES", "", held)
