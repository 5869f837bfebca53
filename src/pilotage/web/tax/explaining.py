"""One row explained: facts, rule, law value, arithmetic, the return it goes to."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pilotage.engines.tax.blocks import BLOCKS
from pilotage.kernel import places
from pilotage.kernel.text import Text
from pilotage.web.tax.words import BECAUSE, FINDINGS, named

_HALF_CENT = Decimal("0.005")


class Explained:
    """What the page of a row asks."""

    def __init__(self, row: dict[str, Any]) -> None:
        self.row = row
        codes = [code for code in (row["findings"] or "").split(",") if code]
        self._block = BLOCKS.get(codes[0]) if codes and row["treatment"] == "blocked" else None
        self.codes = codes

    @property
    def treatment(self) -> Text:
        return named(self.row["treatment"])

    @property
    def because(self) -> Text | None:
        """The rule that took it; for a blocked row its page says what stands in the way."""
        return BECAUSE.get(self.row["treatment"])

    @property
    def blocked(self) -> dict[str, Text] | None:
        if self._block is None:
            return None
        unknown = {"legal": "…", "file": "…"}
        says = self._block.says.with_(**unknown)
        return {"says": says, "next_step": self._block.next_step}

    @property
    def findings(self) -> list[Text]:
        return [FINDINGS[code] for code in self.codes if code in FINDINGS]

    @property
    def places(self) -> tuple[Text | None, Text | None]:
        dep, arr = self.row["dep"], self.row["arr"]
        return (places.name(dep) if dep else None, places.name(arr) if arr else None)

    @property
    def taxed_in(self) -> Text | None:
        country = self.row["taxation_country"]
        return places.name(country) if country else None

    @property
    def percent(self) -> str | None:
        """The rate without trailing zeros: `19`, `5.5`."""
        rate = self.row["rate"]
        return None if rate is None else f"{Decimal(rate).normalize():f}"

    @property
    def by_rate(self) -> bool:
        """Whether base × rate gives the VAT to the cent; else it was split from the gross by unit."""
        base, vat, rate = (self.row[name] for name in ("base", "vat", "rate"))
        if None in (base, vat, rate):
            return False
        return abs(Decimal(base) * Decimal(rate) / 100 - Decimal(vat)) <= _HALF_CENT

    @property
    def gross(self) -> Decimal | None:
        base, vat = self.row["base"], self.row["vat"]
        return None if None in (base, vat) else Decimal(base) + Decimal(vat)

    @property
    def returns(self) -> list[str]:
        return (self.row["return_key"] or "").split()
