"""The platform's own keys, kept below PILOTAGE_VAR, and those that sign checkpoints.

A checkpoint key is named after its public half, so that no name can stand for two keys: `platform:3f9a…`.
The newest signs. Those before it stay known, and so do the keys of an instance whose chain was brought in.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from pilotage.engines.audit import Signer

_CHECKPOINTS = "audit-checkpoints"
_KNOWN = "audit-known"


def signer() -> Signer:
    """The key that signs checkpoints now; made when there is none."""
    newest = max(1, len(_own()))
    return _signer("platform", f"{_CHECKPOINTS}-{newest}")


def rotate() -> Signer:
    """A new key, which signs from now on."""
    return _signer("platform", f"{_CHECKPOINTS}-{len(_own()) + 1}")


def seller_signer(tenant: str) -> Signer:
    """The key kept here for one seller: it signs what the seller approved while signed in.

    It tells the seller's approval apart from the platform's own doing; it is no witness against the platform.
    """
    return _signer("seller", f"{_CHECKPOINTS}-{tenant}")


def known() -> dict[str, str]:
    """Public keys (hexadecimal) by name, the oldest first: the platform's own, then those of chains brought in."""
    mine = [_signer("platform", name) for name in _own()]
    others = {path.name: path.read_text(encoding="ascii") for path in sorted(_others().iterdir())}
    return {one.name: one.public for one in mine} | {
        name.replace("-", ":", 1): public for name, public in others.items()
    }


def know(public: str) -> None:
    """From now on believe what this platform key signed: it came with a chain that the operator brought in."""
    name = named("platform", public)
    _others()
    kept(f"{_KNOWN}/{name.replace(':', '-')}", public.encode)


def named(role: str, public: str) -> str:
    """The name of a public key (hexadecimal)."""
    return f"{role}:{sha256(bytes.fromhex(public)).hexdigest()[:16]}"


def kept(name: str, make: Callable[[], bytes]) -> bytes:
    """The bytes kept under this name; made by whoever comes first, readable by the owner only."""
    target = _folder() / name
    if not target.exists():
        _make_once(target, make())
    return target.read_bytes()


def _own() -> list[str]:
    """Names of the files with the platform's checkpoint keys, the oldest first: they are numbered without gaps."""
    folder, found = _folder(), []
    while (folder / (name := f"{_CHECKPOINTS}-{len(found) + 1}")).exists():
        found.append(name)
    return found


def _signer(role: str, name: str) -> Signer:
    secret = kept(name, lambda: Ed25519PrivateKey.generate().private_bytes_raw())
    key = Ed25519PrivateKey.from_private_bytes(secret)
    return Signer(named(role, key.public_key().public_bytes_raw().hex()), key)


def _folder() -> Path:
    folder = Path(settings.VAR) / "keys"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _others() -> Path:
    folder = _folder() / _KNOWN
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _make_once(target: Path, content: bytes) -> None:
    """Whole or not at all, and never over a key that another process has just made."""
    handle, temporary = tempfile.mkstemp(dir=target.parent)
    with os.fdopen(handle, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(temporary, target)
    except FileExistsError:
        pass  # theirs counts
    finally:
        Path(temporary).unlink()
