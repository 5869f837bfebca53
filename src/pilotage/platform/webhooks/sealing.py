"""Signing secrets at rest: sealed under the platform's key, bound to their address."""

from __future__ import annotations

import secrets

from pilotage.kernel.errors import WrongState
from pilotage.kernel.text import Text
from pilotage.platform.audit.sealing import Seal

_SEAL = Seal("webhooks-1")
sealed = _SEAL.sealed


def new_secret() -> str:
    """What the receiver verifies with."""
    return "whs_" + secrets.token_urlsafe(32)


def opened(about: str, content: str) -> str:
    """The secret; raises `WrongState("SECRET_GONE")` when it does not open."""
    secret = _SEAL.opened(about, content)
    if secret is None:
        raise WrongState(
            "SECRET_GONE",
            Text("签名密钥已不在。", "The signing secret is not here any more."),
            Text("请更换密钥。", "Rotate the secret."),
        )
    return secret
