"""Short secrets at rest (加密存放): AES-256-GCM under a key of the platform, bound to what they belong to."""

from __future__ import annotations

import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from pilotage.platform.audit.keys import kept

_NONCE = 12


@dataclass(frozen=True, slots=True)
class Seal:
    """Seals and opens under the platform's key of this name; what it seals says the name, so that another can follow."""

    key: str

    def sealed(self, about: str, secret: str) -> str:
        """What stands in a table; moved to another `about`, a reference, it does not open."""
        nonce = os.urandom(_NONCE)
        content = self._cipher().encrypt(nonce, secret.encode(), about.encode())
        return f"{self.key}:{(nonce + content).hex()}"

    def opened(self, about: str, content: str) -> str | None:
        """The secret; None when it was forgotten, changed or moved, or the key is not here."""
        name, _, text = content.partition(":")
        try:
            raw = bytes.fromhex(text)
            if name != self.key or len(raw) <= _NONCE:
                return None
            return self._cipher().decrypt(raw[:_NONCE], raw[_NONCE:], about.encode()).decode()
        except (InvalidTag, ValueError):
            return None

    def _cipher(self) -> AESGCM:
        """Its key lies below PILOTAGE_VAR, apart from the database."""
        return AESGCM(kept(self.key, lambda: AESGCM.generate_key(256)))
