"""The shortlist: which one, two or more partners together cover everything, and at what price."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pilotage.engines.fees import Forecast, Quote, Rates
from pilotage.engines.matching.eligibility import why_closed, why_not
from pilotage.kernel.errors import Invalid
from pilotage.kernel.money import Money, minor_units, total
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.certification.queries import moment
from pilotage.platform.directory import covering, eligibility, exchange, pricing
from pilotage.platform.directory.cards import Card, Pair
from pilotage.platform.directory.catalogue import Catalogue, opened
from pilotage.platform.directory.covering import Covering, Found, Limits, Objective, Taker
from pilotage.platform.directory.models import FeePlan
from pilotage.platform.directory.pricing import PlanItems
from pilotage.platform.directory.queries.partner import Measured, measured

MOST_NEEDS = 60


@dataclass(frozen=True, slots=True)
class Chosen:
    """One partner of a set: what it serves there, how it was rated in that, what it costs in twelve months."""

    ref: str
    name: Text
    badge: bool
    quality: Measured
    serves: tuple[Pair, ...]
    quote: Quote


@dataclass(frozen=True, slots=True)
class PartnerSet:
    """Partners that cover every need together; totals over twelve months.

    `proven`: the solver has shown that nothing better remains; else it is the best found in time.
    """

    partners: tuple[Chosen, ...]
    service: Money
    pass_through: Money
    total: Money
    reasons: tuple[Text, ...]
    proven: bool


@dataclass(frozen=True, slots=True)
class Shortlist:
    """Up to three sets, best first, for the needs that somebody can take; without any, `why_none`.

    Nothing covers everything with fewer partners than `most_partners` where that is more than was asked
    for. `left_out` names the needs that nobody can take now, each with the reason. Chosen exactly, but for
    cents of rounding. `would_change` says what it would take for another set to come first.
    """

    sets: tuple[PartnerSet, ...]
    most_partners: int
    left_out: tuple[Text, ...]
    why_none: tuple[Text, ...]
    would_change: tuple[Text, ...]
    objective: Objective
    currency: str
    on: date
    rates_source: str
    rates_confidence: str


@dataclass(frozen=True, slots=True)
class _Ground:
    """What every price of one shortlist rests on."""

    plans: Mapping[int, PlanItems]
    forecast: Forecast
    rates: Rates
    on: date


def shortlist(
    viewer: Viewer,
    *,
    needs: Sequence[Pair],
    languages: frozenset[str],
    budget: Money | None,
    most_partners: int,
    currency: str,
    forecast: Forecast,
    on: date,
    objective: str,
) -> Shortlist:
    """The best sets for `needs`; `budget` limits the twelve-month total and is in `currency`.

    Where so few partners cannot cover everything, the least that can are allowed.
    """
    check_may(viewer, "shortlist.plan")
    wanted = tuple(dict.fromkeys(needs))
    _check(wanted, budget, currency, objective)
    aim = Objective(objective)
    with opened(moment(viewer, on)) as catalogue:
        cards = _takers(catalogue, wanted)
        left_out = _left_out(catalogue, wanted, languages)
    coverable = tuple(need for need in wanted if need not in left_out)
    ground = _Ground(_plans(cards, wanted), forecast, exchange.rates_into(currency), on)
    prices = {
        pk: pricing.plan_price(items, forecast, ground.rates, on)
        for pk, items in ground.plans.items()
    }
    able = covering.takers(cards, coverable, languages, prices)
    most = max(most_partners, covering.fewest(able, coverable) or 0)
    limits = Limits(_minor(budget), most)
    found = covering.covering(able, coverable, limits, aim)
    sets = _with_difference(tuple(_priced_set(one, ground, aim) for one in found.sets))
    source, confidence = exchange.source()
    return Shortlist(
        sets,
        most,
        tuple(left_out.values()),
        (_why_none(able, coverable, budget, most, ground),) if coverable and not sets else (),
        _would_change(sets, found, ground),
        aim,
        currency,
        on,
        source,
        confidence,
    )


def _check(needs: Sequence[Pair], budget: Money | None, currency: str, objective: str) -> None:
    if not 1 <= len(needs) <= MOST_NEEDS:
        raise Invalid(
            "NEEDS_MISSING",
            Text("请选择 1 到 {most} 项需求。", "Choose 1 to {most} needs."),
            most=MOST_NEEDS,
        )
    if objective not in set(Objective):
        raise Invalid("NO_SUCH_OBJECTIVE", Text("没有这种目标。", "There is no such objective."))
    if budget is not None and budget.currency != currency:
        raise Invalid(
            "BUDGET_CURRENCY",
            Text("预算的币种应与总额相同。", "The budget is in the currency of the totals."),
        )


def _takers(catalogue: Catalogue, needs: Sequence[Pair]) -> list[Card]:
    some = {pk for need in needs for pk in catalogue.offering.get(need, ())}
    return [card for pk in some if why_closed(card := catalogue.cards[pk]) is None]


def _left_out(
    catalogue: Catalogue, needs: Sequence[Pair], languages: frozenset[str]
) -> dict[Pair, Text]:
    """The needs that nobody at all can take, each with its reason."""
    found = {}
    for need in needs:
        offering = eligibility.offering_all(catalogue, [need])
        if all(why_not(card, [need], languages) for card in offering):
            found[need] = _why_nobody(catalogue, need, languages)
    return found


def _why_nobody(catalogue: Catalogue, need: Pair, languages: frozenset[str]) -> Text:
    reasons = eligibility.reasons_for_none(catalogue, [need], languages)
    if not catalogue.offering.get(need):
        return reasons[0]
    return Text("{need}：{why}", "{need}: {why}").with_(
        need=eligibility.pair_name(need),
        why=Text("；".join(r.zh for r in reasons), "; ".join(r.en for r in reasons)),
    )


def _minor(money: Money | None) -> int | None:
    return None if money is None else int(money.amount.scaleb(minor_units(money.currency)))


def _plans(cards: Sequence[Card], needs: Sequence[Pair]) -> dict[int, PlanItems]:
    wanted = set(needs)
    ids = {o.plan_id for c in cards for o in c.offers if (o.category, o.country) in wanted}
    found: dict[int, PlanItems] = {}
    listed = sorted(ids)
    for start in range(0, len(listed), 500):
        rows = FeePlan.objects.filter(pk__in=listed[start : start + 500])
        found.update(rows.values_list("pk", "items"))
    return found


def _why_none(
    able: Sequence[Taker],
    needs: Sequence[Pair],
    budget: Money | None,
    most: int,
    ground: _Ground,
) -> Text:
    """Somebody can take each need: either the budget is too small, or no plan can be priced."""
    if budget is None:
        return _UNPRICED
    cheapest = covering.covering(able, needs, Limits(None, most), Objective.COST).sets
    if not cheapest:
        return _UNPRICED
    least = _priced_set(cheapest[0], ground, Objective.COST).total
    return _OVER_BUDGET.with_(budget=_money(budget), least=_money(least))


def _priced_set(found: Found, ground: _Ground, objective: Objective) -> PartnerSet:
    by_partner: dict[int, dict[Pair, Taker]] = {}
    for need, taker in found.serves.items():
        by_partner.setdefault(taker.card.pk, {})[need] = taker
    chosen = tuple(_chosen(own, ground) for own in by_partner.values())
    quotes = [one.quote for one in chosen]
    currency = ground.rates.currency
    return PartnerSet(
        partners=chosen,
        service=total((quote.service for quote in quotes), currency),
        pass_through=total((quote.pass_through for quote in quotes), currency),
        total=total((quote.total for quote in quotes), currency),
        reasons=(objective.says, _covers(len(chosen), len(found.serves))),
        proven=found.proven,
    )


def _with_difference(sets: tuple[PartnerSet, ...]) -> tuple[PartnerSet, ...]:
    """The sets after the first also say how much more or less than it they cost."""
    return sets[:1] + tuple(
        replace(one, reasons=(_apart(one.total - sets[0].total), *one.reasons[1:]))
        for one in sets[1:]
    )


def _apart(difference: Money) -> Text:
    return _as_signed(difference, _MORE, _SAME, _LESS)


def _chosen(own: dict[Pair, Taker], ground: _Ground) -> Chosen:
    taker = next(iter(own.values()))
    card = taker.card
    covered = {need: taker.plans[need] for need in own}
    plan = pricing.combined(ground.plans, covered)
    categories = sorted({category for category, _ in own})
    quote = pricing.quoted(plan, ground.forecast, ground.rates, ground.on, categories)
    rated = [card.tracks.get(category, (0, 0)) for category in categories]
    quality = measured(sum(praise for praise, _ in rated), sum(n for _, n in rated))
    return Chosen(card.ref, card.name, card.badge, quality, tuple(own), quote)


def _would_change(sets: Sequence[PartnerSet], found: Covering, ground: _Ground) -> tuple[Text, ...]:
    """What happens to the best set's total when each of its partners falls away."""
    if not sets:
        return ()
    names = {taker.card.pk: taker.card.name for taker in found.sets[0].serves.values()}
    return tuple(_if_gone(names[pk], sets[0], other, ground) for pk, other in found.without.items())


def _if_gone(name: Text, best: PartnerSet, other: Found | None, ground: _Ground) -> Text:
    if other is None:
        return _NO_OTHER.with_(name=name)
    apart = _priced_set(other, ground, Objective.COST).total - best.total
    return _as_signed(apart, _COSTS, _NO_MATTER, _SAVES, name=name)


def _as_signed(apart: Money, more: Text, same: Text, less: Text, **facts: Text) -> Text:
    """The sentence for a difference as it is shown; what is shown as nothing is none."""
    if not apart.rounded().amount:
        return same.with_(**facts)
    fewer = apart.amount < 0
    return (less if fewer else more).with_(**facts, difference=_money(-apart if fewer else apart))


def _covers(firms: int, needs: int) -> Text:
    if needs == 1:
        return Text("覆盖这一项需求", "Covers the one need")
    if firms == 1:
        return Text("一家覆盖全部 {n} 项需求", "One partner covers all {n} needs").with_(n=needs)
    return _COVERS.with_(n=needs, firms=firms)


def _money(money: Money) -> str:
    return f"{money.currency} {money.rounded().amount:,}"


_MORE = Text("比首选多 {difference}", "{difference} more than the first choice")
_SAME = Text("总额与首选相同", "The same total as the first choice")
_LESS = Text("比首选少 {difference}", "{difference} less than the first choice")
_COVERS = Text("{firms} 家覆盖全部 {n} 项需求", "{firms} partners cover all {n} needs")
_COSTS = Text(
    "若不选{name}，次优组合的总额增加 {difference}",
    "Without {name}, the next best set costs {difference} more",
)
_NO_MATTER = Text(
    "若不选{name}，另有总额相同的组合",
    "Without {name}, another set has the same total",
)
_SAVES = Text(
    "若不选{name}，总额可减少 {difference}，但在这个目标下较差",
    "Without {name}, the total falls by {difference}, but the set is worse by this aim",
)
_NO_OTHER = Text(
    "若不选{name}，没有其他组合能满足全部条件",
    "Without {name}, no other set meets all conditions",
)
_OVER_BUDGET = Text(
    "预算 {budget} 内没有组合能覆盖全部需求；最便宜的组合是 {least}",
    "No set covers everything within {budget}; the cheapest costs {least}",
)
_UNPRICED = Text(
    "能提供的服务商中，没有一份价格能按这些数据算出总额",
    "Of those who could, no price can be worked out on these figures",
)
