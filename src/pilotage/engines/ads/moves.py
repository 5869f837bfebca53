"""Bids that change, kept in columns: each `Change` is written out when it is looked at.

A plan may hold a million of them; as objects they would fill two gigabytes before anybody read one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from pilotage.engines.ads.account import Account
from pilotage.engines.ads.bids import CLICKS_BY_BID
from pilotage.engines.ads.changes import Change, stepped
from pilotage.engines.ads.guards import Bounds
from pilotage.engines.ads.values import Values

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Ground:
    """What changes are told from, per target: bid, clicks and spend a day at it; sums of the reports."""

    account: Account
    values: Values
    bounds: Bounds
    step: float
    bid: Floats
    clicks: Floats
    spend: Floats
    totals: dict[str, Floats]


class Moves(Sequence[Change]):
    """Targets `places` with wanted and given bid, spend and sales a day; `pause`: how sure a target is worthless, else 0."""

    def __init__(
        self, ground: Ground, places: Ints, wanted: Floats, given: Floats, spend: Floats, sales: Floats,
        pause: Floats,
    ) -> None:  # fmt: skip
        self._ground, self.places, self.pause = ground, places, pause
        self._wanted, self._given, self._spend, self._sales = wanted, given, spend, sales

    def only(self, these: Flags) -> Moves:
        """Those where `these` says so."""
        columns = (self.places, self._wanted, self._given, self._spend, self._sales, self.pause)
        return Moves(self._ground, *(one[these] for one in columns))  # type: ignore[arg-type]

    def that_move(self) -> Moves:
        """Without bids that stay where they are on the marketplace's grid."""
        step = self._ground.step
        before = np.round(self._ground.bid[self.places], 4)
        return self.only((np.abs(np.round(self._given / step) * step - before) > 1e-9) | (self.pause > 0))  # fmt: skip

    def with_ids(self) -> Flags:
        """Whether the sheet can say which target is meant."""
        account = self._ground.account
        campaign = np.array(
            [bool(account.campaigns[one.campaign].id) for one in account.groups], bool
        )
        group = np.asarray(account.group, np.int64)[self.places]
        own = np.array([bool(account.ids[n]) for n in self.places.tolist()], bool)
        return np.asarray(campaign[group] & own)

    def more_spend(self) -> float:
        """Spend a day that the bids add; what is paused is not counted."""
        bids = self.pause == 0
        return float((self._spend - self._ground.spend[self.places])[bids].sum())

    def __len__(self) -> int:
        return len(self.places)

    @overload
    def __getitem__(self, at: int) -> Change: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Change]: ...
    def __getitem__(self, at: int | slice) -> Change | Sequence[Change]:
        if isinstance(at, slice):
            return [self._change(n) for n in range(*at.indices(len(self)))]
        if not -len(self) <= at < len(self):
            raise IndexError(at)
        return self._change(at % len(self))

    def _change(self, i: int) -> Change:
        one, n = self._ground, int(self.places[i])
        bid, given, wanted, pause = float(one.bid[n]), float(self._given[i]), float(self._wanted[i]), float(self.pause[i])  # fmt: skip
        before, after = Decimal(str(round(bid, 4))), stepped(given, one.step)
        code = "PAUSE_WORTHLESS" if pause else "BID_UP" if given > bid else "BID_DOWN"
        expected = {
            "clicks_per_day": round(float(one.clicks[n]) * (given / bid) ** CLICKS_BY_BID, 4),
            "spend_per_day_before": round(float(one.spend[n]), 4),
            "spend_per_day": round(float(self._spend[i]), 4), "sales_per_day": round(float(self._sales[i]), 4),
        }  # fmt: skip
        return Change(
            one.account.entity[n], "Update", "pause" if pause else "bid", self._ids(n),
            "enabled" if pause else before, "paused" if pause else after, code,
            self._evidence(n, pause), expected, tuple(one.bounds.names(n, wanted, given)),
        )  # fmt: skip

    def _ids(self, n: int) -> dict[str, str]:
        account = self._ground.account
        group = account.groups[account.group[n]]
        campaign = account.campaigns[group.campaign]
        key = "keyword_id" if account.entity[n] == "Keyword" else "targeting_id"
        return {
            "campaign_id": campaign.id, "ad_group_id": group.id, key: account.ids[n],
            "campaign_name": campaign.name, "ad_group_name": group.name,
            "targeting": account.words[n], "match_type": account.match[n],
        }  # fmt: skip

    def _evidence(self, n: int, pause: float) -> dict[str, Any]:
        totals, values = self._ground.totals, self._ground.values
        value, doubt = float(values.value[n]), float(values.doubt[n])
        found: dict[str, Any] = {
            "clicks": int(totals["clicks"][n]), "orders": int(totals["orders"][n]),
            "spend": Decimal(str(round(float(totals["spend"][n]), 2))),
            "sales": Decimal(str(round(float(totals["sales"][n]), 2))),
            "value": round(value, 4),
            "posterior": {"value_per_click": round(value, 6), "low_90": round(value * float(np.exp(-1.645 * doubt)), 6),
                          "high_90": round(value * float(np.exp(1.645 * doubt)), 6)},
        }  # fmt: skip
        return found | ({"probability": round(pause, 4)} if pause else {})


class Changes(Sequence[Change]):
    """Several runs of changes one after the other."""

    def __init__(self, *parts: Sequence[Change]) -> None:
        self._parts = [one for one in parts if len(one)]

    def __len__(self) -> int:
        return sum(len(one) for one in self._parts)

    def __iter__(self) -> Iterator[Change]:
        for part in self._parts:
            yield from part

    @overload
    def __getitem__(self, at: int) -> Change: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Change]: ...
    def __getitem__(self, at: int | slice) -> Change | Sequence[Change]:
        if isinstance(at, slice):
            return [self[n] for n in range(*at.indices(len(self)))]
        place = at + len(self) if at < 0 else at
        for part in self._parts:
            if 0 <= place < len(part):
                return part[place]
            place -= len(part)
        raise IndexError(at)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))  # fmt: skip

    __hash__ = None  # type: ignore[assignment]
