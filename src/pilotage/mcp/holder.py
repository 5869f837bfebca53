"""Whose key is it: each call is answered as the holder sees the world at that moment, behind the fence."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

from asgiref.sync import sync_to_async
from django.db import close_old_connections, connection
from django.utils import timezone
from mcp.server.auth.middleware.auth_context import get_access_token
from mcp.server.auth.provider import AccessToken
from mcp.server.mcpserver.exceptions import ToolError

from pilotage.kernel.errors import NotAllowed, PilotageError
from pilotage.kernel.text import Text
from pilotage.platform.access import fence
from pilotage.platform.access import queries as access
from pilotage.platform.access.viewer import Viewer

P = ParamSpec("P")
Answer = dict[str, Any]
Tool = Callable[..., Answer]


class Keys:
    """Verifies bearer keys of the HTTP transport: those of the page of API keys, no others."""

    async def verify_token(self, token: str) -> AccessToken | None:
        found = await sync_to_async(_holder_of)(token)
        if found is None:
            return None
        return AccessToken(token=token, client_id=found.person_ref, scopes=[], subject=found.actor)


def answering(tool: Tool, key: str, *, writes: bool = False) -> Callable[..., Any]:
    """The tool as the server calls it: by the holder of `key`, or of the request's own where there is one.

    What the platform refuses comes back in its words, with the next step.
    """

    @wraps(tool)
    async def called(**given: Any) -> Answer:
        token = get_access_token()
        return await sync_to_async(_answered)(tool, token.token if token else key, writes, given)

    return called


def _answered(tool: Tool, key: str, writes: bool, given: dict[str, Any]) -> Answer:
    try:
        who = _holder_of(key)
        if who is None:
            raise NotAllowed(
                "NO_KEY",
                Text("接口密钥无效或已过期。", "The key is not valid, or has expired."),
                Text("请在“接口密钥”页重新生成。", "Make a new one on the page of keys."),
            )
        if writes:
            return tool(who, **given)
        with fence.behind(who):
            return tool(who, **given)
    except PilotageError as error:
        step = error.next_step
        more = f" {step.zh} {step.en}" if step else ""
        raise ToolError(f"{error.code}: {error.says.zh} {error.says.en}{more}") from None
    finally:
        _let_go()


def _let_go() -> None:
    """A connection past its age, or broken, is closed between calls, as between requests of the web."""
    if not connection.in_atomic_block:
        close_old_connections()


def _holder_of(key: str) -> Viewer | None:
    # The first look at the database of a call, over HTTP before any tool runs.
    _let_go()
    return access.viewer_by_token(key, timezone.now()) if key else None
