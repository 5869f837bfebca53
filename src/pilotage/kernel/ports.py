"""What lower floors ask of upper ones. Declared here, fulfilled above, wired in `config/wiring.py`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Protocol


class Queue(Protocol):
    """Puts long work aside for the worker, in the caller's transaction."""

    def put(
        self,
        kind: str,
        args: dict[str, str | int | None],
        *,
        at: datetime,
        key: str | None = None,
        not_before: datetime | None = None,
    ) -> str:
        """Queue one job and return its reference; an unfinished job with the same `key` is reused."""
        ...


class Files(Protocol):
    """Keeps raw bytes under their SHA-256; the same bytes are kept once and never edited."""

    def keep(self, chunks: Iterable[bytes], *, limit: int) -> tuple[str, int]:
        """Store a stream; returns (sha256, size). Raises `Invalid("UPLOAD_TOO_LARGE")` past `limit` bytes."""
        ...

    def path(self, sha256: str) -> Path:
        """Where the bytes lie; raises `NotFound` when they are gone."""
        ...

    def beside(self, sha256: str, name: str) -> Path:
        """Where what is computed from the bytes may be written and found again; it goes when they go."""
        ...

    def forget(self, sha256: str) -> None:
        """Remove the bytes and what lies beside them for good; nothing happens when they are gone already."""
        ...


class Consents(Protocol):
    """Turns what the seller's browser brings back from Amazon into a lasting token."""

    def exchange(self, code: str, back: str) -> str:
        """The refresh token for a one-time code; `back` is the address the browser was sent back to.

        Raises `WrongState` when Amazon refuses the code or the application, `SourceDown` without a clear answer.
        """
        ...


class Webhooks(Protocol):
    """Reaches https addresses that organisations name, and none that is not on the public internet."""

    def check(self, address: str) -> None:
        """Raises `Invalid` when the address may not be told: its name is unknown or leads to a network of ours."""
        ...

    def post(self, address: str, headers: Mapping[str, str], body: bytes) -> int:
        """The HTTP status of the answer; checked anew. Raises `Invalid` as `check`, `SourceDown` without an answer."""
        ...
