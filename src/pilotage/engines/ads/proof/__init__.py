"""What the changes to an advertising account did: effects with intervals per class, per author and in total.

`prove(file, history)` reads dated rows and the change log into a `Proof`; `proof_json` writes it as plain values.
"""

from __future__ import annotations

from pilotage.engines.ads.proof.as_json import part_json, proof_json
from pilotage.engines.ads.proof.authors import Authors
from pilotage.engines.ads.proof.log import CLASSES, Logged
from pilotage.engines.ads.proof.proving import prove
from pilotage.engines.ads.proof.result import MEASURES, Measured, Part, Proof, Span

__all__ = [
    "CLASSES",
    "MEASURES",
    "Authors",
    "Logged",
    "Measured",
    "Part",
    "Proof",
    "Span",
    "part_json",
    "proof_json",
    "prove",
]
