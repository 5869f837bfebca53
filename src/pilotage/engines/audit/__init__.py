"""Audit evidence (审计证据): checkpoints over a chain of events, bundles, and their offline check.

`verifier.py` is complete in itself, so that it can be given away with a bundle.
Contract: `engagement.md`, "Audit and exit".
"""

from pilotage.engines.audit.bundle import Event, Signed, Signer, bundle, checkpoint, cosigned
from pilotage.engines.audit.verifier import GENESIS, Bad, Tree, canonical, check

__all__ = [
    "GENESIS",
    "Bad",
    "Event",
    "Signed",
    "Signer",
    "Tree",
    "bundle",
    "canonical",
    "check",
    "checkpoint",
    "cosigned",
]
