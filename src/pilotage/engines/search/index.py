"""The directory's search: profiles in, questions answered with counts, order and reasons.

In process and incremental: a changed profile is found by the next question, nothing is rebuilt. The
caller says who may be seen (`barred`) and which day it is (`on`); who is not eligible is not scored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pilotage.engines.search.facets import Facets, Filters
from pilotage.engines.search.grams import NAME_MARK, SOUND_MARK
from pilotage.engines.search.lexicon import Lexicon, trade
from pilotage.engines.search.offering import offering
from pilotage.engines.search.profile import Profile
from pilotage.engines.search.quality import category_prior
from pilotage.engines.search.question import Question, Vocabulary, understand
from pilotage.engines.search.ranking import (
    MICRO,
    WEIGHTS,
    Candidates,
    Placed,
    QueryTerms,
    Ranked,
    Weights,
    rank,
)
from pilotage.engines.search.relevance import Relevance, relevance
from pilotage.engines.search.table import Table

OPEN = Filters()


@dataclass(frozen=True, slots=True)
class Found:
    """The answer: how many, in which order, the counts of every facet, what the words were read as."""

    total: int
    ranked: Ranked
    facets: Mapping[str, Mapping[str, int]]
    question: Question

    def top(self, n: int) -> list[Placed]:
        """The first `n` partners with the terms of their scores."""
        return self.ranked.top(n)


class _Chosen(Sequence[str]):
    """Ids of some rows, looked up only when read."""

    def __init__(self, ids: Sequence[str], rows: NDArray[np.intp]) -> None:
        self._ids, self._rows = ids, rows

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, index: Any) -> Any:
        return self._ids[int(self._rows[index])]


class Index:
    """Profiles in columns. Not for two threads at once: the owner holds a lock around each call."""

    def __init__(self, profiles: Iterable[Profile] = (), lexicon: Lexicon | None = None) -> None:
        self.table = Table(lexicon or trade())
        for profile in profiles:
            self.put(profile)
        self.table.text.compact()

    def __len__(self) -> int:
        return len(self.table.row_of)

    def __contains__(self, name: object) -> bool:
        return name in self.table.row_of

    def put(self, profile: Profile) -> None:
        """Adds a profile or replaces the one with its id."""
        self.table.add(profile, offering(profile, self.table.lexicon))

    def remove(self, name: str) -> bool:
        """Whether there was such a profile; it is found no more."""
        return self.table.drop(name)

    def understood(self, text: str) -> Question:
        """The question in the words of the lexicon and of this directory."""
        return understand(text, self.table.lexicon, self._vocabulary())

    def relevance(self, text: str, on: date) -> tuple[Question, Relevance]:
        """What a text asks for and the relevance of every row to it."""
        question = self.understood(text)
        return question, relevance(question, self.table, on.toordinal())

    def search(
        self,
        text: str = "",
        *,
        on: date,
        filters: Filters = OPEN,
        barred: Iterable[str] = (),
        seed: str = "",
        weights: Weights = WEIGHTS,
    ) -> Found:
        """Partners that answer `text` (all, when it is blank) and pass the filters, best first."""
        day = on.toordinal()
        base = self._visible(day, barred)
        asked = bool(text.strip())
        question = self.understood(text) if asked else Question("")
        scored = relevance(question, self.table, day) if asked else None
        if scored is not None:
            base = base & scored.matched
        facets = Facets(self.table, filters, base, day)
        rows = np.flatnonzero(facets.hits())
        categories = self._categories(question, filters)
        ranked = rank(
            self._candidates(rows, scored, categories),
            QueryTerms(has_words=asked, quality=self._prior(categories)),
            weights,
            seed,
        )
        return Found(len(rows), ranked, facets.counts(), question)

    def order(self, ids: Iterable[str], categories: Sequence[str], seed: str) -> Ranked:
        """These profiles without a question, best first by what they did in these categories.

        `Placed.row` counts in the order of `ids`; an id that is not here raises KeyError.
        """
        rows = np.array([self.table.row_of[name] for name in ids], dtype=np.intp)
        terms = QueryTerms(quality=self._prior(categories))
        return rank(self._candidates(rows, None, categories), terms, seed=seed)

    def _visible(self, day: int, barred: Iterable[str]) -> NDArray[np.bool_]:
        rows = self.table.rows
        visible: NDArray[np.bool_] = (
            rows.view("alive") & (rows.view("begins") <= day) & (day <= rows.view("ends"))
        )
        out = [row for name in barred if (row := self.table.row_of.get(name)) is not None]
        visible[out] = False
        return visible

    def _categories(self, question: Question, filters: Filters) -> list[str]:
        """Categories whose ratings count: the chosen ones, else those the words ask for."""
        if filters.category:
            return sorted(filters.category)
        concepts = self.table.lexicon.concepts
        asked = [concepts[c].category for need in question.needs for c in need.concepts]
        return [c for c in dict.fromkeys(asked) if c in self.table.tracks]

    def _ratings(self, categories: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Praise and engagements of every row, in these categories or over all."""
        rows = self.table.rows
        if not categories:
            return rows.view("praise"), rows.view("engagements")
        praise = np.zeros(len(rows), dtype=np.int64)
        engagements = np.zeros(len(rows), dtype=np.int64)
        for category in categories:
            track = self.table.tracks.get(category)
            if track is not None:
                praise[track.view("row")] += track.view("praise")
                engagements[track.view("row")] += track.view("engagements")
        return praise, engagements

    def _prior(self, categories: Sequence[str]) -> Any:
        alive = self.table.rows.view("alive")
        praise, engagements = self._ratings(categories)
        return category_prior(int(praise[alive].sum()), int(engagements[alive].sum()))

    def _candidates(
        self, rows: NDArray[np.intp], scored: Relevance | None, categories: Sequence[str]
    ) -> Candidates:
        columns = self.table.rows
        praise, engagements = self._ratings(categories)
        none = np.zeros(len(rows), dtype=np.int64)
        return Candidates(
            ids=_Chosen(self.table.ids, rows),
            keys=columns.view("key")[rows],
            relevance=scored.micro[rows] if scored else none,
            fit=np.full(len(rows), MICRO, dtype=np.int64),
            praise=praise[rows],
            engagements=engagements[rows],
            answered=columns.view("answered")[rows],
            asked=columns.view("asked")[rows],
            free=columns.view("free")[rows],
            capacity=columns.view("capacity")[rows],
            badge=columns.view("badge")[rows],
            eligible=np.ones(len(rows), dtype=bool),
        )

    def _vocabulary(self) -> Vocabulary:
        alive, postings, services = (
            self.table.rows.view("alive"),
            self.table.text,
            self.table.services,
        )

        def frequency(term: str) -> int:
            return int(np.count_nonzero(alive[postings.of(term)[0]]))

        def offering_it(code: str) -> int:
            columns = services.get(code)
            return int(np.count_nonzero(alive[columns.view("row")])) if columns else 0

        return Vocabulary(
            named=lambda text: frequency(NAME_MARK + text) > 0,
            heard=lambda letters: frequency(SOUND_MARK + letters) > 0,
            frequency=frequency,
            offering=offering_it,
        )
