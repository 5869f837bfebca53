"""What happened in a case, as values. Events are a set: order of delivery and repetition say nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby

from pilotage.engines.sla.terms import Change

# A clock may be wrong by this much before an event counts as stamped in the future.
_TOLERANCE = timedelta(seconds=300)


class Mode(StrEnum):
    """How a change of policy meets an open obligation."""

    RETROACTIVE = "retroactive"
    PROSPECTIVE = "prospective"


@dataclass(frozen=True, kw_only=True)
class Event:
    """`at` decides (aware); `received_at` is the server's clock on arrival.

    `case` is needed when several cases are told of; `tie` orders events of one kind at one instant.
    """

    at: datetime
    case: str | None = None
    received_at: datetime | None = None
    tie: str = ""

    @property
    def reason_to_refuse(self) -> str | None:
        """`FUTURE`, or None for an event that counts."""
        late = self.received_at is not None and self.at > self.received_at + _TOLERANCE
        return "FUTURE" if late else None


@dataclass(frozen=True, kw_only=True)
class Opened(Event):
    """The case begins."""


@dataclass(frozen=True, kw_only=True)
class PartnerReplied(Event):
    """A reply of the partner; an automatic one answers nothing."""

    auto: bool = False


@dataclass(frozen=True, kw_only=True)
class SellerReplied(Event):
    """A message of the seller; `needs_action` is false when marked "no action needed"."""

    needs_action: bool = True


@dataclass(frozen=True, kw_only=True)
class WaitingForSeller(Event):
    """A question put to the seller; without one nothing pauses."""

    question: str

    @property
    def reason_to_refuse(self) -> str | None:
        return super().reason_to_refuse or (None if self.question.strip() else "NO_QUESTION")


@dataclass(frozen=True, kw_only=True)
class Resolved(Event):
    """The partner says that it is done."""


@dataclass(frozen=True, kw_only=True)
class Reopened(Event):
    """It was not done."""


@dataclass(frozen=True, kw_only=True)
class PolicyChanged(Event):
    """New values for later obligations and, by `mode`, for open ones; for one case, or for all."""

    mode: Mode
    change: Change
    signed: bool = False

    @property
    def reason_to_refuse(self) -> str | None:
        unsigned = bool(self.change.add_closed) and not self.signed
        return super().reason_to_refuse or ("NOT_SIGNED" if unsigned else None)


@dataclass(frozen=True, kw_only=True)
class HandedOver(Event):
    """Another team of the partner goes on with it."""

    giver: str
    taker: str


@dataclass(frozen=True, kw_only=True)
class Merged(Event):
    """Several cases become one, which bears the first name."""

    cases: tuple[str, ...]


# Also the order in which events of one instant are read.
KINDS: dict[str, type[Event]] = {
    "opened": Opened,
    "partner_replied": PartnerReplied,
    "seller_replied": SellerReplied,
    "waiting_for_seller": WaitingForSeller,
    "resolved": Resolved,
    "reopened": Reopened,
    "policy_changed": PolicyChanged,
    "handed_over": HandedOver,
    "merged": Merged,
}
_NAMES = {kind: name for name, kind in KINDS.items()}
_RANKS = {kind: rank for rank, kind in enumerate(KINDS.values())}


def kind_of(event: Event) -> str:
    """The contract's name of the event's kind."""
    return _NAMES[type(event)]


def in_order(events: Iterable[Event]) -> list[Event]:
    """The events as they are read: by time, kind, then `tie`; what is told twice counts once."""
    read = sorted(events, key=lambda event: (event.at, _RANKS[type(event)], event.tie))
    return [event for event, _ in groupby(read)]
