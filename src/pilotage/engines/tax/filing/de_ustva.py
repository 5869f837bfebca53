"""DE Umsatzsteuer-Voranmeldung: the Kennzahlen as a table, ready to type into ELSTER.

Sending needs ERiC, a certificate and a Hersteller-ID, so a table is what can be handed over.
Kz 83 follows the formula of geierlein `calculateKz83`, from bases cut to whole euros.
"""

from __future__ import annotations

from pilotage.engines.tax.filing.document import Document, Filer, Return, named
from pilotage.engines.tax.filing.filed import Filed, amount, filed, unreadable
from pilotage.kernel.text import Text

_ORDER = "81 86 35 36 41 43 89 93 95 98 66 61 83".split()
HEADER = "Kz;Betrag"
_DEEMED = Text(
    "Kz 43 是否含平台视同销售（§4 Nr. 4c）未核实。",
    "Whether Kz 43 takes the deemed supply to the platform (par. 4 no. 4c) is unverified.",
)


def document(made: Return, filer: Filer) -> Document:
    """`Kz;Betrag` per line, amounts with a decimal comma; only Kennzahlen that are not zero."""
    del filer
    boxes = made["boxes"]
    rows = [f"{kz};{boxes[kz].replace('.', ',')}" for kz in _ORDER if kz in boxes]
    doubts = (_DEEMED,) if "deemed_supply" in made["lines"] else ()
    head = [HEADER] + [f"# Kz 43: {doubt}" for doubt in doubts]
    name = named(made, "UStVA", "csv", verified=not doubts)
    return Document("ustva", name, _text([*head, *rows]), doubts=doubts)


def _text(lines: list[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode()


def read(text: str) -> Filed:
    """Each Kennzahl; the table names no month."""
    held = {}
    for line in text.splitlines():
        kz, _, value = line.strip().partition(";")
        if not kz or kz.startswith("#") or line.strip() == HEADER:
            continue
        if kz not in _ORDER:
            says = Text("{kz} 不是已知的 Kennzahl。", "{kz} is no Kennzahl that is known.")
            raise unreadable(says.with_(kz=kz[:20]))
        held[kz] = amount(kz, value.replace(",", "."))
    return filed("LOCAL", "DE", "", held)
