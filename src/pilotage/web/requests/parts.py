"""One brief for several partners: each is asked for its own part of the needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pilotage.web.directory import names
from pilotage.web.requests.forms import needs_in_address

Pair = tuple[str, str]
MOST_PARTS = 12


@dataclass(frozen=True, slots=True)
class Part:
    """What one partner is asked for."""

    partner: str
    needs: tuple[Pair, ...]


def in_address(parts: Iterable[Part]) -> str:
    """`ptn_a~vat_filing:DE,vat_filing:FR|ptn_b~epr_weee:DE`."""
    return "|".join(f"{part.partner}~{names.in_address(part.needs)}" for part in parts)


def parts_of(text: str) -> tuple[Part, ...]:
    """The parts in an address; what cannot be read is left out."""
    split = (part.partition("~")[::2] for part in text.split("|")[:MOST_PARTS])
    found = (Part(ref, needs_in_address(needs)) for ref, needs in split)
    return tuple(part for part in found if part.partner and part.needs)
