"""Parts of a proof with their verdicts: what is shown beyond chance among all that is compared, and what is not, and why.

Many comparisons bring some that look like effects: probabilities are held against Holm's ladder within three families
(total .02, classes .02, authors .01), so that an account without any effect is told of one in at most 5 of 100 cases.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pilotage.engines.ads.proof.authors import TITLES as AUTHORS
from pilotage.engines.ads.proof.effects import Effect, Effects, Judge
from pilotage.engines.ads.proof.episodes import Episode
from pilotage.engines.ads.proof.panel import Panel
from pilotage.engines.ads.proof.result import MEASURES, Measured, Part, Span
from pilotage.engines.ads.proof.saying import CODES, MOVED, NOTHING, PART, TITLES, figures, spelt
from pilotage.engines.ads.proof.saying import MEASURES as NAMED
from pilotage.kernel.text import Text

RISK = {"total": 0.02, "class": 0.02, "author": 0.01}
LEAST_CONTROLS = 5
LEAST_ORDERS = 5.0
LEAST_CLICKS = 20.0


@dataclass(frozen=True, slots=True)
class Draft:
    """A part before it is judged; `changes` are places in the log, `lost` how many of them have no entity."""

    kind: str
    name: str
    episodes: tuple[Episode, ...]
    changes: frozenset[int]
    lost: int


@dataclass(frozen=True, slots=True)
class _Judged:
    draft: Draft
    effects: Effects | None
    thin: dict[str, str]  # measure → why it cannot be judged


def finished(drafts: Sequence[Draft], judges: Mapping[str, Judge], panel: Panel, ripe_until: date) -> list[Part]:  # fmt: skip
    """All parts, in the order given; each kind of part has its judge."""
    judged = [_judged(one, judges[one.kind]) for one in drafts]
    ladders = {
        kind: _holm([one for one in judged if one.draft.kind == kind], risk)
        for kind, risk in RISK.items()
    }
    return [_part(one, ladders[one.draft.kind], judges[one.draft.kind], panel, ripe_until) for one in judged]  # fmt: skip


def _judged(draft: Draft, judge: Judge) -> _Judged:
    effects = judge.judge(draft.episodes) if draft.episodes else None
    if effects is None:
        return _Judged(draft, None, {})
    thin: dict[str, str] = {}
    few = effects.controls < LEAST_CONTROLS
    value, price = judge.known.order_value, judge.price
    for name in effects.by_measure:
        sums = effects.by_measure["spend" if name == "spend" else "sales"]
        amount = sums.observed + sums.expected
        if few or (name != "spend" and effects.control_sales < LEAST_ORDERS * value):
            thin[name] = "TOO_FEW_CONTROLS"
        elif name == "spend" and amount < LEAST_CLICKS * price:
            thin[name] = "TOO_FEW_CLICKS"
        elif name != "spend" and amount < LEAST_ORDERS * value:
            thin[name] = "TOO_FEW_SALES"
    return _Judged(draft, effects, thin)


def _holm(judged: Sequence[_Judged], risk: float) -> dict[tuple[str, str], tuple[bool, int]]:
    """(part, measure) → whether its probability passes, and among how many it was compared."""
    tests = sorted(
        (effect.chance, one.draft.name, name)
        for one in judged if one.effects
        for name, effect in one.effects.by_measure.items() if name not in one.thin
    )  # fmt: skip
    found, holds = {}, True
    for n, (chance, part, name) in enumerate(tests):
        holds = holds and chance <= risk / (len(tests) - n)
        found[part, name] = (holds, len(tests))
    return found


def _part(one: _Judged, ladder: dict[tuple[str, str], tuple[bool, int]], judge: Judge, panel: Panel, ripe_until: date) -> Part:  # fmt: skip
    draft, of = one.draft, one.draft.episodes
    entities = len({episode.entity for episode in of})
    days = sum(episode.end - episode.first for episode in of) * panel.step
    title = _title(draft)
    why = _nothing(one, entities, ripe_until)
    facts: dict[str, object] = {
        "entities": entities,
        "days": days,
        "controls": one.effects.controls if one.effects else 0,
    }
    measures = tuple(
        _measured(name, one, ladder, judge, panel.currency, facts, why) for name in MEASURES
    )
    seen = {n for episode in of for n in episode.changes} & draft.changes
    return Part(
        draft.kind, draft.name, title, len(draft.changes), len(seen), entities, one.effects.controls if one.effects else 0, days,
        min((panel.first(episode.first) for episode in of), default=None),
        max((panel.last(episode.end - 1) for episode in of), default=None),
        one.effects.bounced if one.effects else None, measures, _summed_up(title, draft, measures, panel.currency), _spans(of, panel),
    )  # fmt: skip


def _title(draft: Draft) -> Text:
    if draft.kind == "author":
        return AUTHORS.get(draft.name, Text(draft.name, draft.name))
    return TITLES[draft.name]


def _nothing(one: _Judged, entities: int, ripe_until: date) -> tuple[str, Text]:
    """Why a part has no figures at all."""
    draft = one.draft
    if not draft.changes:
        return "NO_CHANGES", NOTHING["NO_CHANGES"]
    if draft.lost == len(draft.changes):
        return "NO_ENTITY", NOTHING["NO_ENTITY"].with_(changes=len(draft.changes))
    if not draft.episodes:
        return "TOO_SHORT", NOTHING["TOO_SHORT"].with_(changes=len(draft.changes), ripe=ripe_until)
    return "NO_CONTROLS", NOTHING["NO_CONTROLS"].with_(entities=entities)


def _measured(name: str, one: _Judged, ladder: dict[tuple[str, str], tuple[bool, int]], judge: Judge, currency: str, facts: dict[str, object], why: tuple[str, Text]) -> Measured:  # fmt: skip
    effect = one.effects.by_measure.get(name) if one.effects else None
    if effect is None or one.effects is None:
        code, says = ("NO_SALES", NOTHING["NO_SALES"]) if one.effects else why
        return Measured(
            name, None, None, None, None, None, None, None, None, None, False, code, says
        )
    passes, compared = ladder.get((one.draft.name, name), (False, 0))
    code = one.thin.get(name) or _code(effect, passes)
    values = {
        "observed": effect.observed,
        "expected": effect.expected,
        "effect": effect.value,
        "low": effect.low,
        "high": effect.high,
    }
    sales = one.effects.by_measure["sales"]
    orders = (
        (sales.observed + sales.expected) / judge.known.order_value
        if judge.known.order_value
        else 0.0
    )
    says = CODES[code].with_(
        figures=figures(name, currency, values, **facts), chance=_chance(effect.chance), compared=compared,
        controls=facts["controls"], orders=f"{orders:.0f}",
    )  # fmt: skip
    share, share_low, share_high = effect.share or (None, None, None)
    return Measured(
        name, effect.observed, effect.expected, effect.value, effect.low, effect.high, share, share_low, share_high,
        effect.chance, code == "SHOWN", code, says,
    )  # fmt: skip


def _code(effect: Effect, passes: bool) -> str:
    if passes:
        return "SHOWN"
    return "INTERVAL_HOLDS_ZERO" if effect.low <= 0 <= effect.high else "CHANCE_OF_MANY"


def _chance(value: float) -> str:
    return "< 0.001" if value < 0.001 else f"{value:.3f}"


def _summed_up(title: Text, draft: Draft, measures: tuple[Measured, ...], currency: str) -> Text:
    shown = [one for one in measures if one.shown]
    if not shown:
        return PART["not_shown"].with_(
            title=title, changes=len(draft.changes), why=measures[0].says
        )
    moved = [
        MOVED.with_(measure=NAMED[one.name], **{key: spelt(one.name, getattr(one, key) or 0.0, currency, True) for key in ("effect", "low", "high")})
        for one in shown
    ]  # fmt: skip
    listed = Text("；".join(one.zh for one in moved), "; ".join(one.en for one in moved))
    return PART["shown"].with_(title=title, changes=len(draft.changes), list=listed)


def _spans(of: Sequence[Episode], panel: Panel) -> tuple[Span, ...]:
    return tuple(
        Span(*panel.entities[one.entity][:4], panel.first(one.start), panel.first(one.first), panel.last(one.end - 1))
        for one in of
    )  # fmt: skip
