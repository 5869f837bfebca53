"""Days and moments that a caller writes: as text. The library takes a number for seconds since 1970."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BeforeValidator


def _text(given: Any) -> Any:
    """Raises `ValueError`, which becomes a refusal in words, for a number."""
    if isinstance(given, int | float):
        raise ValueError("not a text")
    return given


Day = Annotated[date, BeforeValidator(_text)]
Moment = Annotated[datetime, BeforeValidator(_text)]
