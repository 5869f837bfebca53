"""Papers at rest (加密存放): AES-256-GCM in pieces, under a key of the application that the platform's key wraps.

Each piece is bound to its place and to whether it is the last, so that none can be left out, moved or cut off.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from pilotage.kernel.errors import NotFound
from pilotage.kernel.text import Text
from pilotage.platform.audit.keys import kept

_MAGIC = b"PLS1"
_PIECE = 1 << 20
_NONCE, _TAG = 8, 16


def new_key(about: str) -> str:
    """A fresh key, wrapped for keeping beside what it seals; `about` is what it belongs to."""
    nonce = os.urandom(12)
    return (nonce + _platform().encrypt(nonce, AESGCM.generate_key(256), about.encode())).hex()


def sealed(wrapped: str, about: str, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """What goes into the store."""
    cipher, nonce = _cipher(wrapped, about), os.urandom(_NONCE)
    yield _MAGIC + nonce
    pieces = _pieces(chunks)
    ahead, number = next(pieces, b""), 0
    for piece in pieces:
        yield cipher.encrypt(_numbered(nonce, number), ahead, b"more")
        ahead, number = piece, number + 1
    yield cipher.encrypt(_numbered(nonce, number), ahead, b"last")


def opened(wrapped: str, about: str, path: Path) -> Iterator[bytes]:
    """The bytes as they came. Raises `NotFound` when they were changed or the key is gone."""
    cipher = _cipher(wrapped, about)
    with path.open("rb") as file:
        head = file.read(len(_MAGIC) + _NONCE)
        if head[: len(_MAGIC)] != _MAGIC:
            raise _unreadable()
        nonce, number = head[len(_MAGIC) :], 0
        piece = file.read(_PIECE + _TAG)
        while True:
            following = file.read(_PIECE + _TAG)
            try:
                mark = b"more" if following else b"last"
                yield cipher.decrypt(_numbered(nonce, number), piece, mark)
            except InvalidTag:
                raise _unreadable() from None
            if not following:
                return
            piece, number = following, number + 1


def _cipher(wrapped: str, about: str) -> AESGCM:
    if not wrapped:
        raise _unreadable()
    raw = bytes.fromhex(wrapped)
    try:
        return AESGCM(_platform().decrypt(raw[:12], raw[12:], about.encode()))
    except InvalidTag:
        raise _unreadable() from None


def _platform() -> AESGCM:
    """Made once, kept below PILOTAGE_VAR, apart from database and store."""
    return AESGCM(kept("dossiers", lambda: AESGCM.generate_key(256)))


def _pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    held = b""
    for chunk in chunks:
        held += chunk
        while len(held) >= _PIECE:
            yield held[:_PIECE]
            held = held[_PIECE:]
    if held:
        yield held


def _numbered(nonce: bytes, number: int) -> bytes:
    return nonce + number.to_bytes(4, "big")


def _unreadable() -> NotFound:
    return NotFound(
        "PAPER_GONE",
        Text("这份资料已不可读取。", "This paper can no longer be read."),
        Text("保存期已过或数据被改动；请重新上传。", "Its time is over or it was changed; upload it again."),
    )  # fmt: skip
