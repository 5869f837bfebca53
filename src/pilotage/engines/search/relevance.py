"""How well each profile answers a question, in millionths.

Grades 3 … 0 as a seller would give them: every stated need met · met in part · the right service in
the wrong place, or the neighbouring trade · nothing. Within a grade the main business goes first and
the words decide.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pilotage.engines.search.columns import bits
from pilotage.engines.search.grams import NAME_MARK, SOUND_MARK, grams, known_only, rarity
from pilotage.engines.search.normalise import lower
from pilotage.engines.search.offering import Standing
from pilotage.engines.search.question import Need, Question
from pilotage.engines.search.table import Columns, Table

MICRO = 1_000_000
Grades = NDArray[np.float64]

_MAIN_SHARE = 0.6
_CLOSE, _NEAR, _FAMILY = 1.6, 0.7, 2.25
_CASES_ONLY, _PASSED_ON = 0.9, 0.75
_BRANCH = 0.6
_WORDS_PART = 0.1


class Relevance(NamedTuple):
    """Per row: millionths, and whether it answers at all."""

    micro: NDArray[np.int64]
    matched: NDArray[np.bool_]


def relevance(question: Question, table: Table, day: int) -> Relevance:
    """The relevance of every row on a day (proleptic ordinal)."""
    rows = len(table.ids)
    words = _words(question, table)
    grades = _grades(question, table, day)
    named = _named(question, table, grades)
    if named is not None:
        grades = named
    excluded = _excluded(question, table, day)
    if not grades.any() and not _forbidden(question, table):
        grades = _by_words(words, question, table)
    grades = np.where(excluded, 0.0, grades)
    score = (1 - _WORDS_PART) * np.minimum(grades / 3, 1.0) + _WORDS_PART * words
    micro = np.rint(score * MICRO).astype(np.int64)
    matched = grades > 0.05 if rows else np.zeros(0, dtype=bool)
    return Relevance(np.where(matched, micro, 0), matched)


def _by_words(words: Grades, question: Question, table: Table) -> Grades:
    """Where nobody offers what was asked: those who at least write of it, their claims unchecked.

    A partner with certified offers is not among them: what it may sell is known.
    """
    best = words.max(initial=0.0)
    if not best:
        return words
    close = words >= best / 2
    if question.needs:
        close &= ~table.rows.view("certified")
    return np.where(close, 1.5 * words, 0.0)


def _forbidden(question: Question, table: Table) -> bool:
    """Whether it asks for what the marketplace forbids: that finds nobody, not the next best."""
    return any(table.lexicon.concepts[c].forbidden for n in question.needs for c in n.concepts)


def _grades(question: Question, table: Table, day: int) -> Grades:
    rows = len(table.ids)
    constrained = len(question.needs) > 1 or bool(
        question.places
        or any(need.places for need in question.needs)
        or question.cities
        or question.unwanted
        or question.languages
    )
    if question.needs:
        each = [_need(n, question, table, day, constrained) for n in question.needs]
        grades: Grades = np.mean(each, axis=0)
    elif question.places:
        sites = table.rows.view("sites")
        grades = 3.0 * _place_share(sites, question.places, table)
    elif question.cities or question.languages:
        grades = np.full(rows, 3.0)
    else:
        return np.zeros(rows)
    for group in question.cities:
        grades = _in_city(grades, group, table, sole=not question.needs)
    if question.languages:
        spoken = table.rows.view("languages")
        mask = np.uint64(bits(question.languages, table.languages.numbers))
        grades = np.where((spoken & mask) == mask, grades, np.minimum(grades, 2.0) * 0.9)
    return grades


def _need(need: Need, question: Question, table: Table, day: int, constrained: bool) -> Grades:
    grades = np.zeros(len(table.ids))
    asked = list(dict.fromkeys([*question.places, *need.places]))
    for code in need.concepts:
        for other, level in _related(code, table):
            columns = table.services.get(other)
            if columns is not None:
                elsewhere = other != code and bool(table.lexicon.concepts[code].serves)
                places = [] if elsewhere else asked
                _raise(grades, columns, level, places, table, day, constrained)
    return grades


def _related(code: str, table: Table) -> list[tuple[str, float]]:
    """The concept itself, then what nearly or partly meets the same need, with its best grade."""
    concepts = table.lexicon.concepts
    concept = concepts[code]
    own = {code, *concept.narrower}
    members = [concept, *(concepts[c] for c in concept.narrower)]
    related = {c: _NEAR for m in members for c in m.near if c not in own}
    related |= {c: _CLOSE for m in members for c in m.close if c not in own}
    if concept.broader and not concepts[concept.broader].mixed:
        related.setdefault(concept.broader, _FAMILY)
    return [*related.items(), (code, 3.0)]


def _raise(
    grades: Grades,
    columns: Columns,
    level: float,
    places: list[str],
    table: Table,
    day: int,
    constrained: bool,
) -> None:
    rows = columns.view("row")
    share = columns.view("share") / 255
    standing = columns.view("standing")
    value = _value(share, level, constrained)
    value = np.where(standing == Standing.CASES_ONLY, min(level, _CASES_ONLY), value)
    passed = _PASSED_ON if level == 3.0 else 0.0
    value = np.where(standing == Standing.PASSES_ON, passed, value)
    if places:
        value = _in_place(value, _place_share(columns.view("places"), places, table))
    valid = (columns.view("begins") <= day) & (day <= columns.view("ends"))
    np.maximum.at(grades, rows, np.where(valid, value, 0.0))


def _value(share: Grades, level: float, constrained: bool) -> Grades:
    if level < 3.0:
        return level + 0.3 * share
    main = 2.6 + 0.4 * share
    return main if constrained else np.where(share >= _MAIN_SHARE, main, 1.75 + 0.25 * share)


def _in_place(value: Grades, share: Grades) -> Grades:
    """Full where every place is served; part for a region's promise; the rest for elsewhere."""
    elsewhere = np.maximum(value - 2.0, 0.0)
    partly = np.minimum(value, 2.0)
    between = elsewhere + (partly - elsewhere) * np.minimum(share / _BRANCH, 1.0)
    return np.where(share > 0.99, value, between)


def _place_share(masks: NDArray[np.uint64], places: list[str], table: Table) -> Grades:
    """The mean over the places asked for of how far `masks` serve them."""
    each = [_served(masks, place, table) for place in places]
    shares: Grades = np.mean(each, axis=0)
    return shares


def _served(masks: NDArray[np.uint64], place: str, table: Table) -> Grades:
    regions = table.lexicon.regions
    wholes = [c for c, r in regions.items() if r.whole and (place in r.members or c == place)]
    promised = (masks & np.uint64(bits(wholes, table.places))) != 0
    if place not in regions:
        exact = (masks & np.uint64(bits([place], table.places))) != 0
        return np.where(exact, 1.0, np.where(promised, _BRANCH, 0.0))
    members = np.uint64(bits(regions[place].members, table.places))
    held = np.bitwise_count(masks & members)
    inside = [
        c for c, r in regions.items() if r.whole and set(r.members) <= set(regions[place].members)
    ]
    mostly = (masks & np.uint64(bits(inside, table.places))) != 0
    some = np.select([held >= 5, held >= 3, held >= 1], [0.9, 0.75, 0.4], 0.0)
    wider = bits(_containing(place, table), table.places)
    whole = (masks & np.uint64(wider)) != 0
    return np.where(whole, 1.0, np.where(mostly, 0.9, some))


def _containing(place: str, table: Table) -> list[str]:
    """A region and those that hold all of it."""
    regions = table.lexicon.regions
    inside = set(regions[place].members)
    return [c for c, r in regions.items() if r.whole and inside <= set(r.members)]


def _in_city(grades: Grades, cities: tuple[str, ...], table: Table, *, sole: bool) -> Grades:
    there = np.zeros(len(table.ids))
    for city in cities:
        columns = table.cities.get(city)
        if columns is not None:
            rows = columns.view("row")
            np.maximum.at(there, rows, np.where(columns.view("home"), 1.0, _BRANCH))
    away = np.clip(grades - 1.0, 0.0, 1.0) * (0.0 if sole else 1.0)
    branch = np.minimum(grades, 2.0)
    return np.where(there > 0.99, grades, np.where(there > 0, branch, away))


def _excluded(question: Question, table: Table, day: int) -> NDArray[np.bool_]:
    """Rows that do what the seller does not want."""
    found = np.zeros(len(table.ids), dtype=bool)
    for code in question.unwanted:
        columns = table.services.get(code)
        if columns is not None:
            doing = columns.view("standing") == Standing.OFFERS
            found[columns.view("row")[doing]] = True
    return found


def _words(question: Question, table: Table) -> Grades:
    """BM25 over the question's words, what nobody explained counting threefold, best row 1."""
    score = np.zeros(len(table.ids))
    rest = {gram for run in question.rest for gram in _pairs(run)}
    terms = known_only([*_pairs(lower(question.text)), *rest], table.text.terms)
    alive = table.rows.view("alive")
    for term in terms:
        rows, impact = table.text.of(term)
        held = int(np.count_nonzero(alive[rows]))
        weight = rarity(held, len(table.row_of)) * (3 if term in rest else 1)
        score[rows] += impact.astype(np.float64) * weight
    score[~alive] = 0.0
    best = score.max(initial=0.0)
    return score / best if best else score


def _pairs(text: str) -> list[str]:
    """Pairs and latin words; single characters only where nothing longer is asked."""
    every = list(grams(text))
    longer = [gram for gram in every if len(gram) > 1]
    return longer or every


def _named(question: Question, table: Table, grades: Grades) -> Grades | None:
    """Grades when the question names partners: those with the whole name before those with a part."""
    runs = [run for run in question.rest if len(run) > 1]
    if not runs:
        return None
    held = np.mean([_name_share(run, table) for run in runs], axis=0)
    held[~table.rows.view("alive")] = 0.0
    best = held.max(initial=0.0)
    if best < 0.5 or (best < 0.99 and question.needs):
        return None
    whole = _name_share(lower(question.text), table) if question.needs else held
    named = held >= best - 0.01
    part = 1.2 + 1.8 * whole / max(float(whole[named].max(initial=0.0)), 0.01)
    return np.where(named, part, np.where(held >= 0.5, 0.8 * held, 0.2 * grades))


def _name_share(text: str, table: Table) -> Grades:
    """The share of a text's terms that stand in each name, read or heard."""
    terms = _pairs(text)
    share = np.zeros(len(table.ids))
    for term in terms:
        heard = np.zeros(len(table.ids), dtype=bool)
        for mark in (NAME_MARK, SOUND_MARK):
            heard[table.text.of(mark + term)[0]] = True
        share += heard
    return share / max(len(terms), 1)
