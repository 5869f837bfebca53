"""The directory in memory, one per process, brought up to date before every answer.

Two things make a card stale: a change (numbered, see `certification.changes`) and time (evidence begins
or ends, see `Card.until`). Both are applied before anything is shown, so a suspended partner is gone at
commit and an expired credential counts no longer from the issuer's midnight on.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from threading import RLock

from django.conf import settings

from pilotage.engines.search.index import Index
from pilotage.platform.certification import changes, rules
from pilotage.platform.certification.changes import Noted
from pilotage.platform.certification.models import Partner
from pilotage.platform.directory import indexing
from pilotage.platform.directory.cards import Card, Pair, Unlisted, read_cards
from pilotage.platform.directory.indexing import Kept

# How many applied changes are remembered, to find back after one that was rolled back.
_REMEMBERED = 5000
# From so many cards on, building an index takes long enough to keep it on disk.
_WORTH_KEEPING = 500


class Catalogue:
    """Cards by partner, and who offers what. Use `opened`; it holds the lock and brings up to date."""

    def __init__(self) -> None:
        self.cards: dict[int, Card] = {}
        self.offering: dict[Pair, set[int]] = defaultdict(set)
        self.index = Index()
        self.by_ref: dict[str, Card] = {}
        self._unlisted: dict[int, Unlisted] = {}
        self._applied: deque[Noted] = deque(maxlen=_REMEMBERED)
        self._steady = rules.NEVER, rules.BEGINNING
        self._built = False
        self._lock = RLock()

    @contextmanager
    def opened(self, at: datetime) -> Iterator[Catalogue]:
        """The catalogue as it stands at `at`, for one answer."""
        with self._lock:
            if not (self._built and self._apply_changes(at)):
                self._build(at)
            self._apply_time(at)
            yield self

    def _build(self, at: datetime) -> None:
        last = changes.latest()
        self._forget()
        # Cards first, the index after them: it may come from disk and need only what changed since.
        for card in read_cards(
            list(Partner.objects.order_by("pk").values_list("pk", flat=True)), at
        ):
            self._hold(card)
        if last is not None:
            self._applied.append(last)
        self._index_all(last, at)
        self._built = True

    def _forget(self) -> None:
        self.cards, self.by_ref, self._unlisted = {}, {}, {}
        self.offering = defaultdict(set)
        self._applied.clear()
        self._steady = rules.BEGINNING, rules.NEVER

    def _index_all(self, last: Noted | None, at: datetime) -> None:
        """The index from disk with what changed since, or built anew and kept."""
        if last is None or len(self.cards) < _WORTH_KEEPING:
            self.index = indexing.build(self.cards.values())
            return
        if not self._index_from_disk(at):
            self.index = indexing.build(self.cards.values())
            indexing.keep(self.index, _folder(), last, at)

    def _index_from_disk(self, at: datetime) -> bool:
        for kept in indexing.kept(_folder()):
            news = changes.since(kept.number)
            if not news or not kept.holds(news[0]) or len(news) > len(self.cards) // 5:
                continue
            index = indexing.load(kept)
            if index is not None:
                self.index = index
                self._bring_up(kept, {noted.partner_id for noted in news}, at)
                return True
        return False

    def _bring_up(self, kept: Kept, changed: set[int], at: datetime) -> None:
        """Put again who changed, or whom time moved, between the saved instant and `at`."""
        first, last = sorted((kept.at, at))
        for card in self.cards.values():
            if card.pk in changed or not (card.since <= first and last < card.until):
                self.index.put(indexing.profile_of(card))
        for ref in set(self.index.table.row_of) - set(self.by_ref):
            self.index.remove(ref)

    def _apply_changes(self, at: datetime) -> bool:
        """Read again what changed; False when the past cannot be found back and all must be read."""
        seen = self._applied[-1] if self._applied else None
        news = changes.since(seen.number if seen else 0)
        if seen is None:
            self._read([noted.partner_id for noted in news], at)
        elif news and news[0] == seen:
            news = news[1:]
            self._read([noted.partner_id for noted in news], at)
        else:
            return self._find_back(at)
        self._applied.extend(news)
        return True

    def _find_back(self, at: datetime) -> bool:
        """A change seen here was rolled back elsewhere: undo to the last one that stands, then go on."""
        standing = changes.still_there(self._applied)
        undone: list[int] = []
        while self._applied and self._applied[-1] not in standing:
            undone.append(self._applied.pop().partner_id)
        if not self._applied:
            return False
        self._read(undone, at)
        return self._apply_changes(at)

    def _apply_time(self, at: datetime) -> None:
        since, until = self._steady
        if since <= at < until:
            return
        held: list[Card | Unlisted] = [*self.cards.values(), *self._unlisted.values()]
        self._read([card.pk for card in held if not card.since <= at < card.until], at)
        held = [*self.cards.values(), *self._unlisted.values()]
        self._steady = (
            max((card.since for card in held), default=rules.BEGINNING),
            min((card.until for card in held), default=rules.NEVER),
        )

    def _read(self, ids: Sequence[int], at: datetime) -> None:
        wanted = list(dict.fromkeys(ids))
        for pk in wanted:
            self._drop(pk)
        for card in read_cards(wanted, at):
            self._put(card)
        self._drop_dead_rows()

    def _drop_dead_rows(self) -> None:
        """The index never reuses a row; once most of them are dead it is built anew."""
        if len(self.index.table.ids) > 3 * len(self.index) + _WORTH_KEEPING:
            self.index = indexing.build(self.cards.values())

    def _drop(self, pk: int) -> None:
        self._unlisted.pop(pk, None)
        card = self.cards.pop(pk, None)
        if card is None:
            return
        del self.by_ref[card.ref]
        self.index.remove(card.ref)
        for pair in card.pairs:
            self.offering[pair].discard(pk)

    def _put(self, card: Card | Unlisted) -> None:
        self._hold(card)
        if isinstance(card, Card):
            self.index.put(indexing.profile_of(card))

    def _hold(self, card: Card | Unlisted) -> None:
        since, until = self._steady
        self._steady = max(since, card.since), min(until, card.until)
        if isinstance(card, Unlisted):
            self._unlisted[card.pk] = card
            return
        self.cards[card.pk] = self.by_ref[card.ref] = card
        for pair in card.pairs:
            self.offering[pair].add(card.pk)


def _folder() -> Path:
    return Path(settings.VAR) / "search"


_catalogue = Catalogue()


def opened(at: datetime) -> AbstractContextManager[Catalogue]:
    """This process's catalogue as it stands at `at`."""
    return _catalogue.opened(at)


def warm(at: datetime) -> int:
    """Build or load this process's catalogue before anybody waits for it; how many partners are shown."""
    with opened(at) as catalogue:
        return len(catalogue.cards)
