"""Cards as the search engine reads them, and the index kept on disk so that a process starts at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from pilotage.engines.search import snapshot
from pilotage.engines.search.index import Index
from pilotage.engines.search.profile import Offer, Profile, Track
from pilotage.kernel.errors import Invalid
from pilotage.platform.certification.changes import Noted
from pilotage.platform.directory.cards import Card


def profile_of(card: Card) -> Profile:
    """What the index is told. Its offers are those listed now, so none carries dates."""
    return Profile(
        id=card.ref,
        fields={
            "name_zh": card.name.zh,
            "name_en": card.name.en,
            "summary": f"{card.summary.zh}\n{card.summary.en}",
            "languages": " / ".join(card.languages),
            "city": "、".join(card.cities),
        },
        offers=tuple(
            Offer(offer.category, offer.country, offer.languages, offer.model)
            for offer in card.offers
        ),
        badge=card.badge,
        accepting=card.accepting,
        track={category: Track(*rated) for category, rated in card.tracks.items()},
        answered=card.answered,
        asked=card.asked,
        free=card.free,
        capacity=card.capacity,
    )


class Kept(NamedTuple):
    """A saved index: the last change it holds and the instant it was true at, both in its name."""

    path: Path
    number: int
    token: int
    at: datetime

    def holds(self, noted: Noted) -> bool:
        return (self.number, self.token) == (noted.number, noted.token)


def keep(index: Index, folder: Path, last: Noted, at: datetime) -> None:
    """Save the index; earlier ones are removed once it lies there whole."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"index-{last.number}-{last.token}-{int(at.timestamp())}.npz"
    snapshot.save(index, folder / name)
    for older in kept(folder):
        if older.path.name != name:
            older.path.unlink(missing_ok=True)


def kept(folder: Path) -> list[Kept]:
    """What lies in the folder, latest change first."""
    found = [_named(path) for path in folder.glob("index-*-*-*.npz")]
    return sorted(found, key=lambda one: (one.number, one.at), reverse=True)


def load(one: Kept) -> Index | None:
    """The saved index; None when it is of another format or was removed meanwhile."""
    try:
        return snapshot.load(one.path)
    except (Invalid, OSError, ValueError):
        return None


def build(cards: Iterable[Card]) -> Index:
    """An index of these cards."""
    return Index(profile_of(card) for card in cards)


def _named(path: Path) -> Kept:
    _, number, token, seconds = path.stem.split("-")
    return Kept(path, int(number), int(token), datetime.fromtimestamp(int(seconds), UTC))
