"""DE Umsatzsteuer-Voranmeldung: the Kennzahlen as a table, ready to type into ELSTER.

Sending needs ERiC, a certificate and a Hersteller-ID, so a table is what can be handed over.
Kz 83 follows the formula of geierlein `calculateKz83`, from bases cut to whole euros.
"""

from __future__ import annotations

from pilotage.engines.tax.filing.document import Document, Filer, Return, named
from pilotage.kernel.text import Text

_ORDER = "81 86 35 36 41 43 89 93 95 98 66 61 83".split()
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
    head = ["Kz;Betrag"] + [f"# Kz 43: {doubt}" for doubt in doubts]
    name = named(made, "UStVA", "csv", verified=not doubts)
    return Document("ustva", name, _text([*head, *rows]), doubts=doubts)


def _text(lines: list[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode()
