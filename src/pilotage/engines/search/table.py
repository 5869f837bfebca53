"""The directory in columns: one row per profile version, services and offers beside them.

A changed profile gets a new row and its old one dies; nothing is rebuilt.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pilotage.engines.search.columns import Column, Postings, bits
from pilotage.engines.search.grams import impacts
from pilotage.engines.search.lexicon import Lexicon
from pilotage.engines.search.offering import Offering, ServiceRow, interval
from pilotage.engines.search.profile import Offer, Profile
from pilotage.engines.search.ranking import keys_of
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text

_MOST_VALUES = 64

ROW_COLUMNS: Mapping[str, type[np.generic]] = {
    "key": np.uint64,
    "alive": np.bool_,
    "begins": np.int32,
    "ends": np.int32,
    "sites": np.uint64,
    "languages": np.uint64,
    "badge": np.bool_,
    "accepting": np.bool_,
    "with_offers": np.bool_,
    "certified": np.bool_,
    "praise": np.int64,
    "engagements": np.int64,
    "answered": np.int64,
    "asked": np.int64,
    "free": np.int64,
    "capacity": np.int64,
}
OFFER_COLUMNS: Mapping[str, type[np.generic]] = {
    "row": np.int32,
    "category": np.uint64,
    "country": np.uint64,
    "languages": np.uint64,
    "fee_model": np.uint64,
    "begins": np.int32,
    "ends": np.int32,
}
SERVICE_COLUMNS: Mapping[str, type[np.generic]] = {
    "row": np.int32,
    "concept": np.int32,
    "standing": np.uint8,
    "share": np.uint8,
    "places": np.uint64,
    "begins": np.int32,
    "ends": np.int32,
}
CITY_COLUMNS: Mapping[str, type[np.generic]] = {"row": np.int32, "city": np.int32, "home": np.bool_}
TRACK_COLUMNS: Mapping[str, type[np.generic]] = {
    "row": np.int32,
    "category": np.int32,
    "praise": np.int64,
    "engagements": np.int64,
}


class Columns(dict[str, "Column[np.generic]"]):
    """Named columns of equal length."""

    @classmethod
    def empty(cls, kinds: Mapping[str, type[np.generic]]) -> Columns:
        """No rows yet."""
        return cls({name: Column(kind) for name, kind in kinds.items()})

    def append(self, **values: object) -> None:
        """One more row."""
        for name, value in values.items():
            self[name].append(value)

    def view(self, name: str) -> NDArray[Any]:
        """One column."""
        return self[name].view

    def __len__(self) -> int:
        return next(iter(self.values())).size


@dataclass(slots=True)
class Values:
    """Codes of a facet by number, in the order they were first seen; at most 64."""

    numbers: dict[str, int] = field(default_factory=dict)

    def bit(self, code: str) -> int:
        """The bit of a code, given a number if it has none."""
        number = self.numbers.setdefault(code, len(self.numbers))
        if number >= _MOST_VALUES:
            raise Invalid("search.too_many_values", _TOO_MANY, value=code)
        return 1 << number

    def mask(self, codes: Iterable[str]) -> int:
        """The bits of many codes."""
        return sum({self.bit(code) for code in codes})


@dataclass(slots=True)
class Table:
    """All columns, and the numbers that codes have in them."""

    lexicon: Lexicon
    ids: list[str] = field(default_factory=list)
    row_of: dict[str, int] = field(default_factory=dict)
    rows: Columns = field(default_factory=lambda: Columns.empty(ROW_COLUMNS))
    offers: Columns = field(default_factory=lambda: Columns.empty(OFFER_COLUMNS))
    services: dict[str, Columns] = field(default_factory=dict)
    cities: dict[str, Columns] = field(default_factory=dict)
    tracks: dict[str, Columns] = field(default_factory=dict)
    text: Postings = field(default_factory=Postings)
    categories: Values = field(default_factory=Values)
    countries: Values = field(default_factory=Values)
    languages: Values = field(default_factory=Values)
    fee_models: Values = field(default_factory=Values)
    places: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        wholes = [code for code, region in self.lexicon.regions.items() if region.whole]
        self.places = {code: i for i, code in enumerate([*self.lexicon.countries, *wholes])}

    def add(self, profile: Profile, offered: Offering) -> int:
        """A new row; the profile's old one, if any, dies."""
        self.drop(profile.id)
        row = len(self.ids)
        self.ids.append(profile.id)
        self.row_of[profile.id] = row
        self.text.add(row, impacts(profile.fields))
        self._add_row(profile, offered)
        for service in offered.services:
            self._add_service(row, service)
        for offer in offered.offers:
            self._add_offer(row, offer)
        self._add_cities(row, offered)
        for category, track in profile.track.items():
            columns = self.tracks.setdefault(category, Columns.empty(_TRACK))
            columns.append(row=row, praise=track.praise, engagements=track.engagements)
        return row

    def drop(self, name: str) -> bool:
        """Whether there was such a profile; it is gone now."""
        row = self.row_of.pop(name, None)
        if row is not None:
            self.rows["alive"].view[row] = False
        return row is not None

    def _add_row(self, profile: Profile, offered: Offering) -> None:
        begins, ends = interval(profile.valid_from, profile.valid_until)
        tracks = profile.track.values()
        self.rows.append(
            key=keys_of([profile.id])[0],
            alive=True,
            begins=begins,
            ends=ends,
            sites=bits(offered.evidence.sites, self.places),
            languages=self.languages.mask(offered.evidence.languages),
            badge=profile.badge,
            accepting=profile.accepting,
            with_offers=bool(offered.offers),
            certified=bool(profile.offers),
            praise=sum(track.praise for track in tracks),
            engagements=sum(track.engagements for track in tracks),
            answered=profile.answered,
            asked=profile.asked,
            free=profile.free,
            capacity=profile.capacity,
        )

    def _add_service(self, row: int, service: ServiceRow) -> None:
        columns = self.services.setdefault(service.concept, Columns.empty(_SERVICE))
        columns.append(
            row=row,
            standing=int(service.standing),
            share=service.share,
            places=bits(service.places, self.places),
            begins=service.begins,
            ends=service.ends,
        )

    def _add_offer(self, row: int, offer: Offer) -> None:
        begins, ends = interval(offer.valid_from, offer.valid_until)
        self.offers.append(
            row=row,
            category=self.categories.bit(offer.category),
            country=self.countries.bit(offer.country),
            languages=self.languages.mask(offer.languages),
            fee_model=self.fee_models.bit(offer.fee_model) if offer.fee_model else 0,
            begins=begins,
            ends=ends,
        )

    def _add_cities(self, row: int, offered: Offering) -> None:
        evidence = offered.evidence
        for city in evidence.home | evidence.branches:
            columns = self.cities.setdefault(city, Columns.empty(_CITY))
            columns.append(row=row, home=city in evidence.home)


_SERVICE = {name: kind for name, kind in SERVICE_COLUMNS.items() if name != "concept"}
_CITY = {name: kind for name, kind in CITY_COLUMNS.items() if name != "city"}
_TRACK = {name: kind for name, kind in TRACK_COLUMNS.items() if name != "category"}
_TOO_MANY = Text(
    "筛选项的取值超过 64 个，多出的是 {value}", "more than 64 values in one facet: {value}"
)
