"""What lower floors ask of upper ones. Declared here, fulfilled above, wired in `config/wiring.py`."""

from __future__ import annotations

from datetime import datetime
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
