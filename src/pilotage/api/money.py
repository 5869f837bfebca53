"""Money over the API: amounts as decimal strings, a currency as its three letters."""

from __future__ import annotations

from typing import Annotated

from ninja import Field

Currency = Annotated[
    str, Field(pattern="^[A-Z]{3}$", examples=["EUR"], description="ISO 4217, three letters")
]
