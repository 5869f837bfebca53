"""Lists over the API: fifty at a time, from an offset that a database can count to."""

from __future__ import annotations

from typing import Annotated, Any

from ninja import Field, Query

PER_PAGE = 50
Offset = Annotated[int, Query(ge=0, le=10**9)]
Position = Annotated[int, Field(ge=0, lt=2**31)]
"""Of a row in a kept file, from 0."""


def page(rows: Any, offset: int) -> Any:
    """The rows of a page."""
    return rows[offset : offset + PER_PAGE]
