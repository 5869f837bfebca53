"""Writing what the verifier reads: signed checkpoints, and the bundle of one chain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pilotage.engines.audit.verifier import DOMAIN, FORMAT, Tree, canonical
from pilotage.kernel.canonical import instant

Event = Mapping[str, Any]
Signed = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key and its name: `platform:2026` or `seller:req_…`; the part before `:` is its role."""

    name: str
    key: Ed25519PrivateKey

    @property
    def public(self) -> str:
        """The public key in hexadecimal."""
        return self.key.public_key().public_bytes_raw().hex()

    def signature(self, checkpoint: Mapping[str, Any]) -> dict[str, str]:
        """The entry for `signatures`."""
        signed = self.key.sign(DOMAIN + canonical(dict(checkpoint)))
        return {"key": self.name, "role": self.name.partition(":")[0], "signature": signed.hex()}


def checkpoint(
    tenant: str, tree: Tree, head: str, at: datetime, kind: str, signer: Signer
) -> Signed:
    """The state of a chain, signed. `kind` is `hourly`, `report` or `export`; `head` the last hash."""
    taken = {
        "tenant": tenant,
        "size": tree.size,
        "root": tree.root(),
        "head": head,
        "at": instant(at),
        "kind": kind,
    }
    return {"checkpoint": taken, "signatures": [signer.signature(taken)]}


def cosigned(signed: Signed, signer: Signer) -> Signed:
    """The same checkpoint with one more signature: the seller's, when a monthly report is approved."""
    return {**signed, "signatures": [*signed["signatures"], signer.signature(signed["checkpoint"])]}


def bundle(
    tenant: str,
    events: Iterable[Event],
    checkpoints: Sequence[Signed],
    closing: Signed,
    keys: Mapping[str, str],
) -> Iterator[bytes]:
    """The lines of a bundle: header, events, and each checkpoint after the event that it covers last.

    Checkpoints over more events than there are come at the end: they witness that some are missing.
    `keys` are the public keys, in hexadecimal by name, of those who signed and of nobody else;
    `closing` is the checkpoint over all events.
    """
    yield _line({"format": FORMAT, "tenant": tenant, "keys": dict(keys), "closing": closing})
    waiting = sorted(checkpoints, key=lambda signed: int(signed["checkpoint"]["size"]))
    for written, event in enumerate(events, start=1):
        yield _line(dict(event))
        while waiting and waiting[0]["checkpoint"]["size"] == written:
            yield _line(waiting.pop(0))
    yield from map(_line, waiting)


def _line(value: object) -> bytes:
    return canonical(value) + b"\n"
