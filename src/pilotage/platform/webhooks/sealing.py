"""Signing secrets at rest (加密存放): AES-256-GCM under the platform's key, bound to their address' reference."""

from __future__ import annotations

import os
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from pilotage.kernel.errors import WrongState
from pilotage.kernel.text import Text
from pilotage.platform.audit.keys import kept

# Names the key it was sealed with, so that another can follow.
_KEY = "webhooks-1"
_NONCE = 12


def new_secret() -> str:
    """What the receiver verifies with."""
    return "whs_" + secrets.token_urlsafe(32)


def sealed(about: str, secret: str) -> str:
    """What stands in the table; `about` is the reference of the address."""
    nonce = os.urandom(_NONCE)
    content = _cipher().encrypt(nonce, secret.encode(), about.encode())
    return f"{_KEY}:{(nonce + content).hex()}"


def opened(about: str, content: str) -> str:
    """The secret; raises `WrongState("SECRET_GONE")` when it was changed, moved, or the key is not here."""
    name, _, text = content.partition(":")
    try:
        raw = bytes.fromhex(text)
        if name != _KEY or len(raw) <= _NONCE:
            raise InvalidTag
        return _cipher().decrypt(raw[:_NONCE], raw[_NONCE:], about.encode()).decode()
    except (InvalidTag, ValueError):
        raise WrongState(
            "SECRET_GONE",
            Text("签名密钥已不在。", "The signing secret is not here any more."),
            Text("请更换密钥。", "Rotate the secret."),
        ) from None


def _cipher() -> AESGCM:
    """Its key lies below PILOTAGE_VAR, apart from the database."""
    return AESGCM(kept(_KEY, lambda: AESGCM.generate_key(256)))
