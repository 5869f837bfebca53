"""Exit bags (退出数据包): everything of a seller in one folder that checks itself, after BagIt (RFC 8493).

    bag = Bag(folder, owner="seller:…")
    bag.add_table(Table("filings", says, columns, rows, counted=…))
    root = bag.close(on=today)

Rooms say in their `exports.py` which of their tables leave with a seller (`Owned`) and which do not (`Apart`).

`verifier.py` is complete in itself and lies in every bag. Contract: `engagement.md`, "Audit and exit".
"""

from pilotage.engines.exits.bag import Bag, signing
from pilotage.engines.exits.certificate import certify, is_certified
from pilotage.engines.exits.coverage import Duty, Held, Holder, coverage
from pilotage.engines.exits.ownership import SECRET, USUAL, Apart, Owned, Tag
from pilotage.engines.exits.tables import Column, Row, Table, cell, read_table
from pilotage.engines.exits.verifier import Bad, check, signer

__all__ = [
    "SECRET",
    "USUAL",
    "Apart",
    "Bad",
    "Bag",
    "Column",
    "Duty",
    "Held",
    "Holder",
    "Owned",
    "Row",
    "Table",
    "Tag",
    "cell",
    "certify",
    "check",
    "coverage",
    "is_certified",
    "read_table",
    "signer",
    "signing",
]
