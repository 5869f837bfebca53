"""What the index is told about a partner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Offer:
    """One certified thing a partner sells: category (law table code) in one country, while valid.

    `valid_from` and `valid_until` are inclusive; None is open.
    """

    category: str
    country: str
    languages: tuple[str, ...] = ()
    fee_model: str = ""
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Track:
    """Ratings in one category: the sum of praise in millionths, and the engagements rated."""

    praise: int
    engagements: int


@dataclass(frozen=True, slots=True)
class Profile:
    """A partner as the directory knows it.

    With `offers` given, only these are facts: what the text claims beyond them is not matched.
    Without, offers are read from the text. `valid_from`/`valid_until` bound the listing as a whole.
    """

    id: str
    fields: Mapping[str, str]
    offers: tuple[Offer, ...] = ()
    badge: bool = False
    accepting: bool = True
    valid_from: date | None = None
    valid_until: date | None = None
    track: Mapping[str, Track] = field(default_factory=dict)
    answered: int = 0
    asked: int = 0
    free: int = 1
    capacity: int = 1
