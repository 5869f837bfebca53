"""May this partner be chosen for these needs? The hardest wall against it, or none.

`category × country × language × accepting × room`, over listed offers only: what certification and standing
allow to be listed is decided before. The badge is no condition, and nothing here can be bought.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Set
from enum import StrEnum
from typing import Protocol

Pair = tuple[str, str]


class WhyNot(StrEnum):
    """Why a partner cannot be chosen, the hardest wall first."""

    NOT_OFFERED = "NOT_OFFERED"
    LANGUAGE = "LANGUAGE"
    PAUSED = "PAUSED"
    FULL = "FULL"


class Offer(Protocol):
    """One listed service: its category, its country, and the languages it comes in."""

    @property
    def category(self) -> str: ...
    @property
    def country(self) -> str: ...
    @property
    def languages(self) -> Collection[str]: ...


class Partner(Protocol):
    """What is asked of a partner: its listed offers, whether it takes work, and its free places."""

    @property
    def offers(self) -> Collection[Offer]: ...
    @property
    def accepting(self) -> bool: ...
    @property
    def free(self) -> int: ...


def why_not(partner: Partner, needs: Iterable[Pair], languages: Set[str]) -> WhyNot | None:
    """Why `partner` cannot take all `needs`, each in every one of the `languages`; None: it can."""
    spoken = {(offer.category, offer.country): offer.languages for offer in partner.offers}
    wanted = list(needs)
    if any(need not in spoken for need in wanted):
        return WhyNot.NOT_OFFERED
    if any(not languages <= set(spoken[need]) for need in wanted):
        return WhyNot.LANGUAGE
    return why_closed(partner)


def why_closed(partner: Partner) -> WhyNot | None:
    """Why `partner` takes no new work at all; None: it does."""
    if not partner.accepting:
        return WhyNot.PAUSED
    return None if partner.free > 0 else WhyNot.FULL
