"""Tokens at rest (加密存放): AES-256-GCM under the platform's key, bound to their connection: moved, they do not open."""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from pilotage.kernel.errors import WrongState
from pilotage.kernel.text import Text
from pilotage.platform.audit.keys import kept

# Names the key it was sealed with, so that another can follow.
_KEY = "connections-1"
_NONCE = 12


def sealed(about: str, token: str) -> str:
    """What stands in the table; `about` is the reference of the connection."""
    nonce = os.urandom(_NONCE)
    content = _cipher().encrypt(nonce, token.encode(), about.encode())
    return f"{_KEY}:{(nonce + content).hex()}"


def opened(about: str, content: str) -> str:
    """The token; raises `WrongState("TOKEN_GONE")` when it was forgotten, changed, or the key is not here."""
    name, _, text = content.partition(":")
    try:
        raw = bytes.fromhex(text)
        if name != _KEY or len(raw) <= _NONCE:
            raise InvalidTag
        return _cipher().decrypt(raw[:_NONCE], raw[_NONCE:], about.encode()).decode()
    except (InvalidTag, ValueError):
        raise WrongState(
            "TOKEN_GONE",
            Text("这家店铺的授权令牌已不在。", "The token of this account is not here any more."),
            Text("请由负责人重新连接。", "Have the owner connect it again."),
        ) from None


def _cipher() -> AESGCM:
    """Its key lies below PILOTAGE_VAR, apart from the database."""
    return AESGCM(kept(_KEY, lambda: AESGCM.generate_key(256)))
