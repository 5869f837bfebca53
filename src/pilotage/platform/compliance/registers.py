"""What a register of VAT numbers answers. Fulfilled by `integrations.vies` and `integrations.hmrc`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Answer:
    """The register's own word; `consultation` is its proof number, blank where it gives none."""

    valid: bool
    name: str = ""
    consultation: str = ""


class Register(Protocol):
    """Asks about one number with its prefix. Raises `SourceDown` whenever the register did not answer."""

    def __call__(self, number: str) -> Answer: ...
