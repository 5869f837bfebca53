"""What a proof says: per part of the changes and in total, each measure with its interval, or why nothing can be shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pilotage.engines.ads.proof.log import Logged
from pilotage.kernel.text import Text

MEASURES = ("sales", "spend", "gain", "acos")
LEVEL = 0.90


@dataclass(frozen=True, slots=True)
class Measured:
    """One measure of one part: `observed` against `expected` without the changes, both over the same entities and days.

    Money in the account's currency over the whole span; `acos` as fractions. `low` and `high` hold the true effect
    with probability .90. `gain` is target ACoS × sales − spend. `share` is effect ÷ expected, None where that is zero.
    `shown`: whether chance is ruled out among all that is compared (`code` says why or why not).
    """

    name: str
    observed: float | None
    expected: float | None
    effect: float | None
    low: float | None
    high: float | None
    share: float | None
    share_low: float | None
    share_high: float | None
    chance: float | None  # probability of as large a difference without any effect
    shown: bool
    code: str
    says: Text


@dataclass(frozen=True, slots=True)
class Span:
    """An entity from the day after its change to the day before its next one, or to the last day that counts."""

    campaign: str
    ad_group: str
    target: str
    match: str
    changed: date
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Part:
    """`kind`: total, class or author; `name`: the class (`bid_up`, …) or the author (`partner`, `seller`, `amazon`, …).

    `changes` is how many of the log belong here, `judged` how many of them the figures speak of; `entities` had them,
    `controls` are untouched ones they were compared with, `days` are the entity-days counted. `bounced` is what a
    comparison with the period before alone would have called an effect on sales though it is a return to the mean.
    """

    kind: str
    name: str
    title: Text
    changes: int
    judged: int
    entities: int
    controls: int
    days: int
    first: date | None
    last: date | None
    bounced: float | None
    measures: tuple[Measured, ...]
    says: Text
    spans: tuple[Span, ...]

    def measure(self, name: str) -> Measured:
        """One of `MEASURES`."""
        return next(one for one in self.measures if one.name == name)


@dataclass(frozen=True, slots=True)
class Proof:
    """The whole answer. `notes` are (code, sentence): what was left out and why; `placebo`: how often a claim would have
    been made of untouched entities, as they were drawn and compared in the same way."""

    currency: str
    target_acos: float | None
    first: date
    last: date
    ripe_until: date
    step: int
    entities: int
    total: Part
    classes: tuple[Part, ...]
    authors: tuple[Part, ...]
    log: tuple[Logged, ...]
    notes: tuple[tuple[str, Text], ...]
    placebo_draws: int
    placebo_outside: float | None
