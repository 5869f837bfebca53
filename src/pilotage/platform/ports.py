"""The ports that rooms use, as wired at start by `config/wiring.py`."""

from __future__ import annotations

from dataclasses import dataclass

from pilotage.kernel.ports import Consents, Files, Queue, Webhooks


@dataclass(slots=True)
class _Wired:
    queue: Queue | None = None
    files: Files | None = None
    consents: Consents | None = None
    webhooks: Webhooks | None = None


_wired = _Wired()


def wire(*, queue: Queue, files: Files, consents: Consents, webhooks: Webhooks) -> None:
    """Connect the ports; called once at start."""
    _wired.queue, _wired.files, _wired.consents = queue, files, consents
    _wired.webhooks = webhooks


def queue() -> Queue:
    """Where long work is put aside."""
    if _wired.queue is None:
        raise RuntimeError("ports are not wired: pilotage.config.wiring must be in INSTALLED_APPS")
    return _wired.queue


def files() -> Files:
    """Where raw bytes are kept."""
    if _wired.files is None:
        raise RuntimeError("ports are not wired: pilotage.config.wiring must be in INSTALLED_APPS")
    return _wired.files


def consents() -> Consents:
    """Where a seller's consent becomes a token."""
    if _wired.consents is None:
        raise RuntimeError("ports are not wired: pilotage.config.wiring must be in INSTALLED_APPS")
    return _wired.consents


def webhooks() -> Webhooks:
    """Where messages to an organisation's own addresses go out."""
    if _wired.webhooks is None:
        raise RuntimeError("ports are not wired: pilotage.config.wiring must be in INSTALLED_APPS")
    return _wired.webhooks
