"""One row with the engine's own explanation, as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pilotage.kernel import places
from pilotage.kernel.text import Text
from pilotage.kernel.trail import Trail
from pilotage.web.tax.words import named


@dataclass(frozen=True, slots=True)
class Explained:
    """`row` as the run determined it, `trail` as `engines/tax` tells it; empty where the run kept no rows."""

    row: dict[str, Any]
    trail: Trail

    @property
    def treatment(self) -> Text:
        return named(self.row["treatment"])

    @property
    def places(self) -> tuple[Text | None, Text | None]:
        dep, arr = self.row["dep"], self.row["arr"]
        return (places.name(dep) if dep else None, places.name(arr) if arr else None)

    @property
    def returns(self) -> list[str]:
        return (self.row["return_key"] or "").split()
