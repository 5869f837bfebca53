"""An invented directory: partners drawn by a seed, for demos and benches. Nobody in it exists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from pilotage.kernel.text import Text

_WORDS = Path(__file__).with_name("invent.yaml")


@dataclass(frozen=True, slots=True)
class InventedOffer:
    """One thing a partner sells: category code of `law.services`, site country, languages, fee."""

    category: str
    country: str
    languages: tuple[str, ...]
    fee_model: str  # recurring | share_of_sales | project | pass_through


@dataclass(frozen=True, slots=True)
class InventedPartner:
    """A partner who does not exist, with the numbers a directory would have measured.

    `stars` are ratings of finished engagements; `answered` of `asked` requests in time.
    """

    id: str
    name: Text
    city: Text
    summary: Text
    services: tuple[str, ...]
    languages: tuple[str, ...]
    offers: tuple[InventedOffer, ...]
    founded: int
    staff: int
    official_advisor: bool
    accepting: bool
    capacity: int
    load: int
    stars: tuple[int, ...]
    asked: int
    answered: int

    @property
    def sites(self) -> tuple[str, ...]:
        """Countries of the offers, each once."""
        return tuple(dict.fromkeys(offer.country for offer in self.offers))

    @property
    def categories(self) -> tuple[str, ...]:
        """Categories of the offers, the main business first."""
        return tuple(dict.fromkeys(offer.category for offer in self.offers))

    def fields(self) -> dict[str, str]:
        """The profile as the search index reads it."""
        return {
            "name_zh": self.name.zh,
            "name_en": self.name.en,
            "summary": self.summary.zh,
            "services": "、".join(self.services),
            "sites": "、".join(self.sites),
            "languages": " / ".join(self.languages),
            "city": self.city.zh,
            "certificates": "官方顾问 Official Advisor" if self.official_advisor else "",
        }


def partners(count: int, seed: int) -> Iterator[InventedPartner]:
    """`count` partners; the same seed gives the same ones, and more of them begin with the same.

    >>> [p.name.en for p in partners(2, 7)] == [p.name.en for p in partners(9, 7)][:2]
    True
    """
    random = Random(seed)  # noqa: S311  (a demo world, nothing secret)
    taken: set[str] = set()
    for number in range(count):
        yield _partner(random, f"partner-{number + 1:06d}", taken)


def _partner(random: Random, name: str, taken: set[str]) -> InventedPartner:
    words = _words()
    main = random.choice(list(words["categories"]))
    sites = random.choice(words["site_sets"])
    languages = _languages(random, sites)
    categories = _categories(random, main)
    zh, en = random.choice(list(words["cities"].items()))
    habit = random.choice(words["habits"])
    pitch = words["categories"][main]["pitch"]
    asked = random.choice([0, random.randrange(1, 120)])
    capacity = random.randint(3, 15)
    return InventedPartner(
        id=name,
        name=_name(random, main, taken),
        city=Text(zh, en),
        summary=Text(pitch["zh"] + habit["zh"], f"{pitch['en']} {habit['en']}"),
        services=_services(random, categories),
        languages=languages,
        offers=tuple(_offers(random, categories, sites, languages)),
        founded=random.randint(2009, 2025),
        staff=random.randint(4, 180),
        official_advisor=random.random() < 0.2,
        accepting=random.random() < 0.85,
        capacity=capacity,
        load=random.randint(0, capacity),
        stars=_stars(random),
        asked=asked,
        answered=sum(random.random() < 0.85 for _ in range(asked)),
    )


def _name(random: Random, main: str, taken: set[str]) -> Text:
    parts, suffix = _words()["name"], _words()["categories"][main]["suffix"]
    while True:
        zh = random.choice(parts["zh_first"].split()) + random.choice(parts["zh_second"].split())
        en = f"{random.choice(parts['en_first'].split())} {random.choice(parts['en_second'].split())}"
        if len(taken) > 20_000 or zh + suffix["zh"] not in taken:
            taken.add(zh + suffix["zh"])
            return Text(zh + suffix["zh"], f"{en} {suffix['en']}")


def _categories(random: Random, main: str) -> list[str]:
    beside = list(_words()["categories"][main]["with"])
    return [main, *random.sample(beside, random.randint(0, len(beside)))]


def _languages(random: Random, sites: list[str]) -> tuple[str, ...]:
    local = dict.fromkeys(_words()["languages_of"][site] for site in sites)
    return ("zh", *(tongue for tongue in local if random.random() < 0.7))


def _services(random: Random, categories: list[str]) -> tuple[str, ...]:
    names = [_words()["categories"][code]["names"] for code in categories]
    return tuple(name for each in names for name in random.sample(each, min(2, len(each))))


def _offers(
    random: Random, categories: list[str], sites: list[str], languages: tuple[str, ...]
) -> Iterator[InventedOffer]:
    for position, category in enumerate(categories):
        fee = random.choice(_words()["categories"][category]["fees"])
        covered = sites if position == 0 else random.sample(sites, random.randint(1, len(sites)))
        for country in covered:
            yield InventedOffer(category, country, languages, fee)


def _stars(random: Random) -> tuple[int, ...]:
    """No ratings for three in ten; else one quality per partner and a rating per engagement."""
    if random.random() < 0.3:
        return ()
    quality = random.betavariate(6, 2.5)
    rated = random.randint(1, 60)
    return tuple(1 + sum(random.random() < quality for _ in range(4)) for _ in range(rated))


@cache
def _words() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(_WORDS.read_text(encoding="utf-8"))
    return loaded
