"""The seller of a run, as the referee sees it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Profile:
    """What `seller.yaml` says; numbers as written there, by country (`GR`, `GB`, `XI`)."""

    established_in: str = "CN"
    vat_numbers: dict[str, str] = field(default_factory=dict)
    oss_state: str | None = None
    oss_from: date | None = None
    ioss_number: str | None = None
    italy_vies_guarantee: bool = False

    def number_in(self, country: str) -> str | None:
        """GB and XI stand for each other; the digits are the same, the prefix is that asked for."""
        if found := self.vat_numbers.get(country):
            return found
        twin = self.vat_numbers.get({"GB": "XI", "XI": "GB"}.get(country, ""))
        return country + twin[2:] if twin else None

    def oss_in_force(self, on: date) -> bool:
        return self.oss_from is not None and self.oss_from <= on

    def yaml(self) -> str:
        lines = ["name: Referee Ltd.", f"established_in: {self.established_in}"]
        numbers = ", ".join(f"{k}: {v}" for k, v in self.vat_numbers.items())
        lines.append(f"vat_numbers: {{{numbers}}}")
        if self.oss_from:
            lines.append(f"oss: {{member_state: {self.oss_state}, from: {self.oss_from}}}")
        if self.ioss_number:
            lines.append(f"ioss: {{number: {self.ioss_number}}}")
        lines.append(f"italy_vies_guarantee: {str(self.italy_vies_guarantee).lower()}")
        return "\n".join(lines) + "\n"
