"""Audit evidence (审计证据): checkpoints over a chain of events, bundles, and their offline check.

`verifier.py` is complete in itself, so that it can be given away with a bundle.
Contract: `engagement.md`, "Audit and exit".
"""

from pilotage.engines.audit.bundle import Event, Signed, Signer, bundle, checkpoint, cosigned
from pilotage.engines.audit.verifier import (
    DOMAIN,
    GENESIS,
    Bad,
    Chain,
    Tree,
    canonical,
    check,
    follow,
    holds,
    witnessed,
)

__all__ = [
    "DOMAIN",
    "GENESIS",
    "Bad",
    "Chain",
    "Event",
    "Signed",
    "Signer",
    "Tree",
    "bundle",
    "canonical",
    "check",
    "checkpoint",
    "cosigned",
    "follow",
    "holds",
    "witnessed",
]
