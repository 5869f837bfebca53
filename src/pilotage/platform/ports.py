"""The ports that rooms use, as wired at start by `config/wiring.py`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from pilotage.kernel.ports import Consents, Files, Queue, Webhooks

Port = TypeVar("Port")


@dataclass(slots=True)
class _Wired:
    queue: Queue | None = None
    files: Files | None = None
    consents: Consents | None = None
    webhooks: Webhooks | None = None


_wired = _Wired()


def wire(*, queue: Queue, files: Files, consents: Consents, webhooks: Webhooks) -> None:
    """Connect the ports; called once at start."""
    _wired.queue, _wired.files = queue, files
    _wired.consents, _wired.webhooks = consents, webhooks


def queue() -> Queue:
    """Where actions put work for later."""
    return _there(_wired.queue)


def files() -> Files:
    """Where uploads and results lie."""
    return _there(_wired.files)


def consents() -> Consents:
    """Where a seller's consent becomes a token."""
    return _there(_wired.consents)


def webhooks() -> Webhooks:
    """Where messages to an organisation's own addresses go out."""
    return _there(_wired.webhooks)


def _there(port: Port | None) -> Port:
    if port is None:
        raise RuntimeError("ports are not wired: pilotage.config.wiring must be in INSTALLED_APPS")
    return port
