"""The key that signs bags and certificates of erasure; its public half is shown where they are given out."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pilotage.platform.audit.keys import kept

EXIT_KEY = "pilotage-exits-1"


def exit_key() -> Ed25519PrivateKey:
    """Made once, kept below PILOTAGE_VAR."""
    made = kept("exits", lambda: Ed25519PrivateKey.generate().private_bytes_raw())
    return Ed25519PrivateKey.from_private_bytes(made)


def public_key() -> str:
    """In hexadecimal, as `pilotage exit verify --key` takes it."""
    return exit_key().public_key().public_bytes_raw().hex()
