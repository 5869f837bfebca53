"""The rules of a store on a day, ready for use: numbers, words as patterns, each with the row it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import cast

from pilotage.engines import law
from pilotage.engines.law import Dated
from pilotage.engines.listings.phrases import Phrases

# What a whole rule book may lack: each is told as not judged.
JUDGED = (
    "title.length", "title.length_media", "title.characters", "title.characters_in_context", "title.same_word",
    "title.promotion", "search_terms.bytes", "bullets.length", "highlights.length", "units.system", "voltage.nominal",
    "plugs", "sizes.clothing", "sizes.shoes", "safety.responsible_person",
)  # fmt: skip


_REMEMBERED = 4096  # product types of a file: a few, asked for every row


@dataclass(frozen=True)
class Rulebook:
    """What holds for listings of one store on one day; a rule that is absent is not judged."""

    store: law.Marketplace
    on: date
    rules: Mapping[str, Dated[object]]

    def get(self, key: str) -> Dated[object] | None:
        """The rule of a key, or None where nothing is recorded for the day."""
        return self.rules.get(key)

    def number(self, key: str) -> int:
        """The number of a rule that is there."""
        return int(cast(Decimal, self.rules[key].value))

    def words(self, key: str) -> tuple[str, ...]:
        """The words of a rule; none where it is absent."""
        rule = self.rules.get(key)
        return cast("tuple[str, ...]", rule.value) if rule else ()

    @property
    def languages(self) -> tuple[str, ...]:
        return self.words("languages")

    @property
    def not_judged(self) -> tuple[str, ...]:
        """Keys of rules without a value for this store and day."""
        return tuple(key for key in JUDGED if key not in self.rules)

    @cached_property
    def promotion(self) -> tuple[tuple[Phrases, Dated[object]], ...]:
        """Promotional phrases, each list with its row: the published ones, then those of the store's languages."""
        keys = ["title.promotion", "promotion.en", *(f"promotion.{tag}" for tag in self.languages)]
        return tuple(
            (Phrases(self.words(key)), self.rules[key])
            for key in dict.fromkeys(keys)
            if key in self.rules
        )

    @cached_property
    def free_words(self) -> frozenset[str]:
        """Articles, prepositions and conjunctions of the store's languages and of English."""
        tags = ("en", *self.languages)
        return frozenset(word for tag in tags for word in self.words(f"free_words.{tag}"))

    @cached_property
    def own_words(self) -> frozenset[str]:
        """Articles, prepositions and conjunctions of the store's languages."""
        return frozenset(w for tag in self.languages for w in self.words(f"free_words.{tag}"))

    @cached_property
    def others_words(self) -> frozenset[str]:
        """Those that only languages of other stores have."""
        lists = (self.words(key) for key in self.rules if key.startswith("free_words."))
        return frozenset(word for words in lists for word in words) - self.own_words

    @cached_property
    def temporary(self) -> Phrases:
        return Phrases(self.words("search_terms.temporary"))

    @cached_property
    def subjective(self) -> Phrases:
        return Phrases(self.words("search_terms.subjective"))

    @cached_property
    def customary_inches(self) -> Phrases:
        return Phrases(self.words("units.inches_customary"))

    def is_type(self, key: str, *stated: str) -> bool:
        """Whether a product type or category names one of the words of a rule."""
        asked = (key, *stated)
        if asked not in self._types_known:
            if len(self._types_known) > _REMEMBERED:
                self._types_known.clear()
            words = {word.casefold() for word in self.words(key)}
            named = (token for text in stated for token in _tokens(text.casefold()))
            self._types_known[asked] = any(token in words for token in named)
        return self._types_known[asked]

    @cached_property
    def _types_known(self) -> dict[tuple[str, ...], bool]:
        return {}


def rulebook(marketplace: str, on: date) -> Rulebook:
    """The rules of a site (country, domain or id; UK is GB); `Invalid` MARKETPLACE_UNKNOWN names those there are."""
    named = "GB" if marketplace.strip().upper() == "UK" else marketplace
    store = law.marketplace_of(named)
    if store is None:
        raise law.no_marketplace(marketplace)
    return Rulebook(store, on, law.listing_rules(store.country, on))


def _tokens(text: str) -> Iterable[str]:
    """`ABIS_BOOK` and its parts; `Bücher & Medien` word by word."""
    for whole in re.split(r"[\s,;/>|&]+", text):
        yield whole
        yield from whole.split("_")
