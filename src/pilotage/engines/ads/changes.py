"""A change of a plan: what, from, to, why in both languages, with evidence and the guards that shaped it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from pilotage.kernel.decimals import plain
from pilotage.kernel.text import Text
from pilotage.kernel.yaml_text import read_yaml

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """`ids` has campaign_id, ad_group_id, keyword_id or targeting_id where Amazon gave one, and names; `to` of a state
    is a word, of everything else an amount. `says` are the words and figures of a created entity."""

    entity: str
    operation: str
    what: str
    ids: dict[str, str]
    before: Decimal | str | None
    after: Decimal | str
    code: str
    evidence: Facts
    expected: Facts
    guards: tuple[str, ...] = ()
    says: Facts = field(default_factory=dict)

    @property
    def reason(self) -> Text:
        """Why, with its figures."""
        facts = {"from": _shown(self.before), "to": _shown(self.after)}
        facts |= {name: _shown(value) for name, value in {**self.evidence, **self.says}.items()}
        return reason("changes", self.code, **facts)


def reason(kind: str, code: str, **facts: object) -> Text:
    """A sentence of `reasons.yaml` with its places filled."""
    row = _reasons()[kind][code]
    return Text(row["zh"], row["en"]).with_(**facts)


@cache
def _reasons() -> dict[str, Any]:
    found = read_yaml((Path(__file__).parent / "reasons.yaml").read_bytes())
    if not isinstance(found, dict):
        raise TypeError("reasons.yaml")
    return found


def _shown(value: object) -> str:
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, float):
        return f"{value:.4g}"
    return "" if value is None else str(value)


def stepped(value: float, step: float) -> Decimal:
    """An amount on the marketplace's grid.

    >>> stepped(0.5749999, 0.01), stepped(17.6, 1)
    (Decimal('0.57'), Decimal('18'))
    """
    grid = Decimal(str(step))
    return (Decimal(round(value / step)) * grid).quantize(grid)
