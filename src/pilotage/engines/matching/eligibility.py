"""May this partner be chosen for this need? Every reason against, in a fixed order; none means yes.

`site × category × language × certified × standing × accepting × capacity × scope × budget`.
The badge is no condition, and nothing here can be bought.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from pilotage.kernel.text import Text


class Standing(StrEnum):
    """How the programme stands to a partner; a second axis beside certification."""

    ACTIVE = "active"
    WARNED = "warned"
    SUSPENDED = "suspended"


class WhyNot(StrEnum):
    """Why a partner cannot be chosen for a need."""

    CATEGORY = "CATEGORY"
    SITE = "SITE"
    LANGUAGE = "LANGUAGE"
    NOT_CERTIFIED = "NOT_CERTIFIED"
    SUSPENDED = "SUSPENDED"
    NOT_ACCEPTING = "NOT_ACCEPTING"
    NO_ROOM = "NO_ROOM"
    SCOPE = "SCOPE"
    BUDGET = "BUDGET"

    @property
    def says(self) -> Text:
        """The reason as a seller or partner reads it."""
        return _SAYS[self]


_SAYS = {
    WhyNot.CATEGORY: Text("不提供该类服务", "does not offer this service"),
    WhyNot.SITE: Text("不覆盖该国家站点", "does not cover this country site"),
    WhyNot.LANGUAGE: Text("不使用所需语言", "does not work in the languages asked for"),
    WhyNot.NOT_CERTIFIED: Text(
        "该类目在该国没有有效认证", "holds no valid certification for this service there"
    ),
    WhyNot.SUSPENDED: Text("已被平台暂停", "is suspended by the programme"),
    WhyNot.NOT_ACCEPTING: Text("目前不接新客户", "accepts no new clients at present"),
    WhyNot.NO_ROOM: Text("容量已满", "has no capacity left"),
    WhyNot.SCOPE: Text("不覆盖所需的业务范围", "does not cover the scope asked for"),
    WhyNot.BUDGET: Text("超出预算", "costs more than the budget"),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """One service at one site (`country` None: everywhere); `cost` for twelve months, or unknown."""

    category: str
    country: str | None
    languages: frozenset[str]
    certified: bool
    cost: Decimal | None = None
    scopes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Partner:
    """A partner as matching sees it: what it offers, whether it may and can take work.

    `room` counts services it can still take on; `base` is its fixed fee for twelve months;
    `quality` is the posterior mean, 0 … 1.
    """

    ref: str
    offers: tuple[Offer, ...]
    standing: Standing = Standing.ACTIVE
    accepting: bool = True
    room: int = 1
    base: Decimal = Decimal(0)
    quality: Decimal = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Need:
    """One service at one site; any of `languages` will do, all of `scopes` are needed."""

    category: str
    country: str | None
    languages: frozenset[str] = frozenset()
    scopes: frozenset[str] = frozenset()
    budget: Decimal | None = None


def why_not(partner: Partner, need: Need) -> tuple[WhyNot, ...]:
    """All reasons why `partner` cannot take `need`, in the order of `WhyNot`; empty means it can."""
    reasons, _ = _judged(partner, need)
    return reasons


def offer_for(partner: Partner, need: Need) -> Offer | None:
    """The partner's offer that meets the need (the cheapest one), or None when it cannot take it."""
    reasons, offer = _judged(partner, need)
    return None if reasons else offer


def reasons_against(partners: Iterable[Partner], need: Need) -> Counter[WhyNot]:
    """How many partners each reason keeps from a need: why nobody can take it."""
    return Counter(reason for partner in partners for reason in why_not(partner, need))


def _judged(partner: Partner, need: Need) -> tuple[tuple[WhyNot, ...], Offer | None]:
    at_hand = [(_against_offer(o, need), o) for o in partner.offers if _fits(o, need)]
    # The offer with the fewest reasons against it is the one worth talking about.
    best = min(at_hand, key=lambda judged: (len(judged[0]), _price(judged[1])), default=None)
    missing = _missing(partner, need) if best is None else best[0]
    against = {*missing, *_against_partner(partner)}
    return tuple(why for why in WhyNot if why in against), best[1] if best else None


def _fits(offer: Offer, need: Need) -> bool:
    return offer.category == need.category and offer.country in (need.country, None)


def _missing(partner: Partner, need: Need) -> list[WhyNot]:
    known = any(offer.category == need.category for offer in partner.offers)
    return [WhyNot.SITE if known else WhyNot.CATEGORY]


def _against_offer(offer: Offer, need: Need) -> list[WhyNot]:
    checks = (
        (WhyNot.LANGUAGE, bool(need.languages) and not need.languages & offer.languages),
        (WhyNot.NOT_CERTIFIED, not offer.certified),
        (WhyNot.SCOPE, not need.scopes <= offer.scopes),
        (WhyNot.BUDGET, need.budget is not None and _price(offer) > need.budget),
    )
    return [why for why, against in checks if against]


def _against_partner(partner: Partner) -> list[WhyNot]:
    checks = (
        (WhyNot.SUSPENDED, partner.standing is Standing.SUSPENDED),
        (WhyNot.NOT_ACCEPTING, not partner.accepting),
        (WhyNot.NO_ROOM, partner.room < 1),
    )
    return [why for why, against in checks if against]


def _price(offer: Offer) -> Decimal:
    # A price nobody knows cannot be shown to lie within a budget.
    return Decimal("Infinity") if offer.cost is None else offer.cost
