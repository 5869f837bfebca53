"""References drawn by a seed instead of by chance, so that the same world has the same addresses."""

from __future__ import annotations

from random import Random

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def drawn_ref(random: Random, prefix: str) -> str:
    """Shaped as `kernel.refs.new_ref`."""
    return f"{prefix}_" + "".join(random.choices(_ALPHABET, k=12))
