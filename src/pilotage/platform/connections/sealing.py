"""Tokens at rest: sealed under the platform's key, bound to their connection."""

from __future__ import annotations

from pilotage.kernel.errors import WrongState
from pilotage.kernel.text import Text
from pilotage.platform.audit.sealing import Seal

_SEAL = Seal("connections-1")
sealed = _SEAL.sealed


def opened(about: str, content: str) -> str:
    """The token; raises `WrongState("TOKEN_GONE")` when it does not open."""
    token = _SEAL.opened(about, content)
    if token is None:
        raise WrongState(
            "TOKEN_GONE",
            Text("这家店铺的授权令牌已不在。", "The token of this account is not here any more."),
            Text("请由负责人重新连接。", "Have the owner connect it again."),
        )
    return token
