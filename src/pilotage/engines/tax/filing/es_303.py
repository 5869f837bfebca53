"""ES Modelo 303: each casilla in the form's own field of 17 digits, two of them decimals.

Boxes of OCA/l10n-spain (design of 2024-10). The pages around the fields were not seen, so this is
a table to type or import by box, not the file of the authority.
"""

from __future__ import annotations

from pilotage.engines.tax.filing.document import Document, Filer, Return, box, named
from pilotage.engines.tax.filing.es_fields import amount
from pilotage.kernel.text import Text

_PAGES = Text(
    "303 的分页版式未见，本文件只有各栏 17 位字段。",
    "The page layout of the 303 was not seen; this file holds the 17-digit field of each box.",
)


def document(made: Return, filer: Filer) -> Document:
    """`casilla;field` per line, boxes in the order of their numbers."""
    del filer
    boxes = sorted(made["boxes"], key=int)
    rows = [f"{name};{amount(box(made, name), 17)}" for name in boxes]
    content = "\n".join([f"# {_PAGES}", "casilla;importe", *rows]) + "\n"
    return Document(
        "303", named(made, "303", "csv", verified=False), content.encode(), doubts=(_PAGES,)
    )
