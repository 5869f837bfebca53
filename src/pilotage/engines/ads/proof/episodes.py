"""Changes on one entity in the order of time, and the days on which each alone can be seen.

Changes less than a week apart cannot be told apart: they are judged together, as `mixed` where their classes differ.
The days of a change run from the period after it to the one before the next, at most eight weeks, and end where sales
are not yet fully attributed. Days of the change itself count neither before nor after.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from pilotage.engines.ads.proof.join import Touch
from pilotage.engines.ads.proof.levels import Levels
from pilotage.engines.ads.proof.log import Logged
from pilotage.engines.ads.proof.panel import Panel

APART_DAYS = 7
LONGEST_DAYS = 56
_BASE_DAYS = 14


@dataclass(frozen=True, slots=True)
class Episode:
    """One entity: the level before period `start`, figures from `first` up to and without `end`."""

    entity: int
    start: int
    first: int
    end: int
    kind: str
    author: str
    changes: tuple[int, ...]
    is_fresh: bool  # the entity did not exist before


@dataclass(frozen=True, slots=True)
class Episodes:
    """`single` end at the next change, `whole` run from the first judged change to the end; `unseen` are changes that
    have an entity but no days or no past to be judged by."""

    single: tuple[Episode, ...]
    whole: tuple[Episode, ...]
    unseen: frozenset[int]


def episodes(panel: Panel, known: Levels, touches: Sequence[Touch], changes: Sequence[Logged], judged: frozenset[int], ripe: int) -> Episodes:  # fmt: skip
    """All episodes of `judged` changes that end before period `ripe`."""
    bare = np.flatnonzero(~known.quiet.any(axis=0))
    by_entity: dict[int, list[Touch]] = defaultdict(list)
    for touch in touches:
        by_entity[touch.entity].append(touch)
    single: list[Episode] = []
    whole: list[Episode] = []
    for entity in sorted(by_entity):
        bundles = _bundles(
            sorted(by_entity[entity], key=lambda one: (one.period, one.change)), panel.step
        )
        for n, bundle in enumerate(bundles):
            nxt = bundles[n + 1][0].period if n + 1 < len(bundles) else ripe
            found = _episode(panel, known, bundle, changes, judged, min(nxt, ripe))
            if found:
                single.append(_compared(found, bare, panel.step))
        found = _whole(panel, known, bundles, changes, judged, ripe)
        if found:
            whole.append(_compared(found, bare, panel.step))
    seen = {change for one in single for change in one.changes}
    return Episodes(tuple(single), tuple(whole), judged - seen)


def _bundles(touches: list[Touch], step: int) -> list[list[Touch]]:
    found: list[list[Touch]] = []
    for touch in touches:
        if found and (touch.period - found[-1][-1].period) * step < APART_DAYS:
            found[-1].append(touch)
        else:
            found.append([touch])
    return found


def _episode(panel: Panel, known: Levels, bundle: list[Touch], changes: Sequence[Logged], judged: frozenset[int], end: int) -> Episode | None:  # fmt: skip
    all_ = tuple(dict.fromkeys(one.change for one in bundle))
    start, first = bundle[0].period, bundle[-1].period + 1
    end = min(end, first + LONGEST_DAYS // panel.step)
    fresh = _is_fresh(panel, bundle, changes)
    if (
        not judged.issuperset(all_)
        or (end - first) * panel.step < APART_DAYS
        or not _has_past(panel, known, bundle[0], fresh)
    ):
        return None
    kinds, authors = {changes[n].kind for n in all_}, {changes[n].author for n in all_}
    return Episode(
        bundle[0].entity, start, first, end, kinds.pop() if len(kinds) == 1 else "mixed",
        authors.pop() if len(authors) == 1 else "several", all_, fresh,
    )  # fmt: skip


def _whole(panel: Panel, known: Levels, bundles: list[list[Touch]], changes: Sequence[Logged], judged: frozenset[int], ripe: int) -> Episode | None:  # fmt: skip
    """From the first bundle that is wholly judged and has a past, to the first change that is not judged."""
    for n, bundle in enumerate(bundles):
        fresh = _is_fresh(panel, bundle, changes)
        if not all(one.change in judged for one in bundle) or not _has_past(
            panel, known, bundle[0], fresh
        ):
            continue
        later = [one for rest in bundles[n + 1 :] for one in rest]
        end = next((one.period for one in later if one.change not in judged), ripe)
        end, first = min(end, ripe), bundle[-1].period + 1
        if (end - first) * panel.step < APART_DAYS:
            continue
        all_ = tuple(dict.fromkeys(one.change for one in [*bundle, *later] if one.period < end))
        authors = {changes[n].author for n in all_}
        return Episode(bundle[0].entity, bundle[0].period, first, end, "mixed", authors.pop() if len(authors) == 1 else "several", all_, fresh)  # fmt: skip
    return None


def _compared(one: Episode, bare: np.ndarray, step: int) -> Episode:
    """Until the first period without any control, if a week is left: what is learnt later hangs on nothing."""
    at = np.searchsorted(bare, one.first)
    end = min(one.end, int(bare[at])) if at < len(bare) else one.end
    return replace(one, end=end) if (end - one.first) * step >= APART_DAYS else one


def with_controls(of: Sequence[Episode], known: Levels) -> tuple[Episode, ...]:
    """Those that have a control on each of their days; what is new needs none."""
    bare = np.concatenate([[0], np.cumsum(~known.quiet.any(axis=0))])
    return tuple(one for one in of if one.is_fresh or bare[one.end] == bare[one.first])


def _is_fresh(panel: Panel, bundle: list[Touch], changes: Sequence[Logged]) -> bool:
    """Whether the entity came into being with this change: no row before it."""
    own_new = any(one.is_own and changes[one.change].kind in ("new", "harvest") for one in bundle)
    return own_new and bool(panel.born[bundle[0].entity] >= bundle[0].period)


def _has_past(panel: Panel, known: Levels, touch: Touch, fresh: bool) -> bool:
    return fresh or bool(
        known.known[touch.entity, touch.period]
        >= min(_BASE_DAYS, 2 * panel.step if panel.step > 1 else _BASE_DAYS)
    )


def stopped(
    panel: Panel, touched: np.ndarray, entity: np.ndarray, first: int, end: int
) -> np.ndarray:
    """The end of each entity's own quiet days from `first`: its next change, or `end`."""
    if end <= first:
        return np.full(len(entity), first)
    span = touched[entity, first:end]
    return np.where(span.any(axis=1), first + span.argmax(axis=1), end)
