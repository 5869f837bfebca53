"""From dated rows and the change log to the proof: what the changes did, by class, by author and in total."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from pilotage.engines.ads.proof.authors import Authors
from pilotage.engines.ads.proof.effects import Judge
from pilotage.engines.ads.proof.episodes import Episode, Episodes, episodes, with_controls
from pilotage.engines.ads.proof.join import Joined, join
from pilotage.engines.ads.proof.levels import Levels, levels
from pilotage.engines.ads.proof.log import CLASSES, Log, Logged, read_log
from pilotage.engines.ads.proof.panel import Flags, Panel, panel
from pilotage.engines.ads.proof.parts import Draft, finished
from pilotage.engines.ads.proof.refusals import refused
from pilotage.engines.ads.proof.result import Proof
from pilotage.engines.ads.proof.saying import NOTES, spelt
from pilotage.engines.ads.proof.spread import placebos
from pilotage.engines.mill.ads import AdsFile
from pilotage.kernel.text import Text

ATTRIBUTION_DAYS = 7
_ORDER = ("partner", "seller", "amazon", "several", "unknown")


def prove(
    file: AdsFile, history: AdsFile, *, bulk: AdsFile | None = None, start: date | None = None,
    until: date | None = None, target_acos: float | None = None, authors: Authors | None = None,
    as_of: date | None = None,
) -> Proof:  # fmt: skip
    """What the changes of `history` from `start` to `until` (both included; all where None) did.

    `file`: daily or weekly rows of targets, search terms, ad groups or campaigns; `bulk` gives names their ids where the
    report has none; `as_of`: the day the report was made (its last day where None), from which late sales are reckoned.
    Raises `Invalid` for files without dates, with several currencies, or that are no history.
    """
    if start and until and start > until:
        raise refused("FROM_AFTER_UNTIL", start=start, until=until)
    if target_acos is not None and not 0.001 <= target_acos <= 10:
        raise refused("UNUSABLE_TARGET", target=target_acos)
    rows = panel(file.of_kind("search_term", "targeting", "campaign"))
    tables = history.of_kind("history")
    if not tables:
        raise refused("NO_HISTORY", file=Path(history.file).name)
    log = read_log(tables, authors or Authors())
    return _Proving(rows, log, bulk, start, until, target_acos, as_of).proof()


class _Proving:
    def __init__(self, rows: Panel, log: Log, bulk: AdsFile | None, start: date | None, until: date | None, target: float | None, as_of: date | None) -> None:  # fmt: skip
        self.rows, self.log, self.given = rows, log, target
        self.last = as_of or rows.last(len(rows.starts) - 1)
        self.ripe_until = min(
            self.last - timedelta(days=ATTRIBUTION_DAYS), rows.last(len(rows.starts) - 1)
        )
        self.ripe = int(
            np.sum(
                rows.starts + (rows.step - 1) * np.timedelta64(1, "D")
                <= np.datetime64(self.ripe_until)
            )
        )
        self.joined: Joined = join(rows, log.changes, bulk.of_kind("bulk") if bulk else ())
        self.judged = frozenset(
            n for n, one in enumerate(log.changes)
            if (start is None or one.day >= start) and (until is None or one.day <= until)
        )  # fmt: skip
        self.touched = self._touched()
        self.known: Levels = levels(rows, self.touched)
        self.episodes: Episodes = episodes(
            rows, self.known, self.joined.touches, log.changes, self.judged, self.ripe
        )
        self.target = target if target is not None else self._acos_before()

    def _touched(self) -> Flags:
        found = np.zeros(self.rows.clicks.shape, bool)
        for one in self.joined.touches:
            found[one.entity, one.period] = True
        return found

    def _acos_before(self) -> float | None:
        """ACoS of the time before the first judged change; of the whole where that has no sales."""
        first = min(
            (one.period for one in self.joined.touches if one.change in self.judged),
            default=self.ripe,
        )
        for end in (first, len(self.rows.starts)):
            sales = float(self.rows.sales[:, :end].sum())
            if sales > 0:
                return float(self.rows.spend[:, :end].sum()) / sales
        return None

    def proof(self) -> Proof:
        single, whole = self.episodes.single, self.episodes.whole
        alone, together = self._judge(single), self._judge(whole)
        drafts = [self._draft("total", "total", whole, self.judged)]
        changes = self.log.changes
        kinds = {changes[n].kind for n in self.judged} | {one.kind for one in single}
        for name in (one for one in CLASSES if one in kinds):
            of = [one for one in single if one.kind == name]
            mine = (
                {n for n in self.judged if changes[n].kind == name}
                if name != "mixed"
                else {n for one in of for n in one.changes}
            )
            drafts.append(self._draft("class", name, of, mine))
        people = {changes[n].author for n in self.judged} | {one.author for one in single}
        for name in sorted(
            people, key=lambda one: (_ORDER.index(one) if one in _ORDER else 2.5, one)
        ):
            of = [one for one in single if one.author == name]
            mine = (
                {n for n in self.judged if changes[n].author == name}
                if name != "several"
                else {n for one in of for n in one.changes}
            )
            drafts.append(self._draft("author", name, of, mine))
        parts = finished(drafts, {"total": together, "class": alone, "author": alone}, self.rows, self.ripe_until)  # fmt: skip
        rows = self.rows
        return Proof(
            rows.currency, self.target, rows.first(0), rows.last(len(rows.starts) - 1), self.ripe_until, rows.step,
            len(rows.entities), parts[0], tuple(one for one in parts if one.kind == "class"),
            tuple(one for one in parts if one.kind == "author"), tuple(changes[n] for n in sorted(self.judged)),
            self._notes(parts[0].bounced, any(one.is_fresh for one in single)), len(alone.placebos.entity), alone.placebo_outside(),
        )  # fmt: skip

    def _judge(self, of: tuple[Episode, ...]) -> Judge:
        """Judges by untouched entities followed as long as these."""
        found = placebos(self.rows, self.known, self.touched, of)
        return Judge(self.rows, self.known, found, self.target or 0.0)

    def _draft(
        self, kind: str, name: str, of: Sequence[Episode], mine: frozenset[int] | set[int]
    ) -> Draft:
        """Without those that have no control, unless none has one."""
        lost = len(mine & set(self.joined.lost))
        compared = with_controls(of, self.known) or tuple(of)
        return Draft(kind, name, compared, frozenset(mine), lost)

    def _notes(self, bounced: float | None, fresh: bool) -> tuple[tuple[str, Text], ...]:
        lost = len(self.judged & set(self.joined.lost))
        found: list[tuple[str, dict[str, object]]] = []
        if lost:
            found.append(("LOST", {"n": lost}))
        if unseen := len(self.episodes.unseen) - lost:
            found.append(("UNSEEN", {"n": unseen, "ripe": self.ripe_until}))
        compared = {
            n for one in with_controls(self.episodes.single, self.known) for n in one.changes
        }
        if bare := len(self.judged - self.episodes.unseen - compared):
            found.append(("BARE", {"n": bare}))
        if self.log.unread:
            found.append(("UNREAD", {"n": self.log.unread}))
        if self.rows.undated:
            found.append(("UNDATED", {"n": self.rows.undated}))
        found.append(("RIPE", {"ripe": self.ripe_until}))
        if self.given is None and self.target is not None:
            found.append(("TARGET", {"target": f"{self.target:.2%}"}))
        if bounced is not None:
            found.append(("MEAN", {"bounced": spelt("sales", bounced, self.rows.currency, True)}))
        if fresh:
            found.append(("FRESH", {}))
        return tuple((code, NOTES[code].with_(**facts)) for code, facts in found)


__all__ = ["Logged", "prove"]
