"""Short references that people can read aloud and nobody can guess: `req_7K3MZ2Q9W4XA`."""

from __future__ import annotations

import secrets

# Crockford's base 32: no I, L, O, U.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_ref(prefix: str) -> str:
    """`prefix_` and 12 random characters (60 bits)."""
    return f"{prefix}_" + "".join(secrets.choice(_ALPHABET) for _ in range(12))
