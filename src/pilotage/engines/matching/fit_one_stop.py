"""The One-Stop-Shops: whether the seller's own sales to consumers ask for OSS or IOSS."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from pilotage.engines import law
from pilotage.engines.law import Dated
from pilotage.engines.matching.fit_evidence import Evidence, Flow, Rows, by, rows_of
from pilotage.engines.matching.fit_findings import Finding, resting_on
from pilotage.engines.matching.fit_registrations import established
from pilotage.engines.matching.fit_seller import SellerProfile
from pilotage.kernel import places
from pilotage.kernel.text import Text

_OSS_NOT = Text(
    "报告中没有由卖家自行计税的跨成员国消费者销售：目前不需要 OSS。",
    "The report has no cross-border consumer sales taxed by the seller itself: no OSS is needed now.",
)
_OSS_HELD = Text(
    "跨成员国消费者销售由卖家计税，OSS 已在{state}登记：按季申报。",
    "The seller taxes cross-border consumer sales; OSS is registered in {state}: file each quarter.",
)
_OSS_LOCAL = Text(
    "跨成员国消费者销售由卖家计税，各到达国都有税号：可在当地申报，不必登记 OSS。",
    "The seller taxes cross-border consumer sales and has a number in every state of arrival: local"
    " returns will do, OSS is not needed.",
)
_OSS_NEEDED = Text(
    "跨成员国消费者销售由卖家计税（到达：{arrivals}），没有 OSS 或当地税号：须登记 OSS，可选登记国：{states}。",
    "The seller taxes cross-border consumer sales (arriving in {arrivals}) without OSS or a number"
    " there: register for OSS; states to choose from: {states}.",
)
_IOSS_HELD = Text(
    "有以卖家自己的 IOSS 申报的进口销售，号码已在资料中：按月申报。",
    "There are imports under the seller's own IOSS; the number is on file: file each month.",
)
_IOSS_MISSING = Text(
    "有以卖家自己的 IOSS 申报的进口销售，而资料中没有 IOSS 号码：须经中介登记。",
    "There are imports under the seller's own IOSS and the profile has no number: register through"
    " an intermediary.",
)


def one_stop_shop(evidence: Evidence, seller: SellerProfile, on: date) -> Iterator[Finding]:
    """OSS or not: only the seller's own sales to consumers across member states ask for it."""
    own = cross_border_by_seller(evidence)
    rule = law.obligation("EU", "distance_sales", on)
    if not own:
        yield Finding(
            "OSS_NOT_NEEDED", "fact", _OSS_NOT, trail=resting_on(rule), rows=_collected(evidence)
        )
    elif seller.oss_on(on):
        state = seller.oss.member_state if seller.oss else ""
        says = _OSS_HELD.with_(state=places.name(state))
        yield Finding(
            "OSS_IN_FORCE", "need", says, state, "oss_registration", rows_of(own), resting_on(rule)
        )
    else:
        yield from _without_oss(own, seller, on, rule)


def import_one_stop_shop(evidence: Evidence, seller: SellerProfile, on: date) -> Iterator[Finding]:
    """IOSS, when the seller itself taxes consignments from outside the Union."""
    own = [f for f in evidence.sales() if f.collector == "seller" and f.scheme == "IMPORT-OSS"]
    if own:
        outside = not established(seller, "EU")
        rules = (
            law.threshold("EU", "ioss_consignment", on),
            law.fiscal_representation("EU", on, "ioss") if outside else None,
        )
        held = seller.ioss_number is not None
        yield Finding(
            "IOSS_IN_FORCE" if held else "IOSS_MISSING",
            "need" if held else "missing",
            _IOSS_HELD if held else _IOSS_MISSING,
            "EU",
            "ioss_intermediary" if outside else "",
            rows_of(own),
            resting_on(*rules),
        )


def cross_border_by_seller(evidence: Evidence) -> tuple[Flow, ...]:
    """Sales to consumers from one member state to another that the seller itself taxes."""
    eu = law.eu_states_today()
    return tuple(
        f
        for f in evidence.sales()
        if f.collector == "seller" and not f.business and f.dep != f.arr and {f.dep, f.arr} <= eu
    )


def _without_oss(
    own: tuple[Flow, ...], seller: SellerProfile, on: date, rule: Dated[Text]
) -> Iterator[Finding]:
    bare = [f for f in own if not seller.has_number(f.arr)]
    if not bare and all(f.scheme != "UNION-OSS" for f in own):
        yield Finding(
            "OSS_LOCAL_NUMBERS", "fact", _OSS_LOCAL, rows=rows_of(own), trail=resting_on(rule)
        )
        return
    choice = law.obligation("EU", "oss_choice", on)
    outside = not established(seller, "EU")
    representation = law.fiscal_representation("EU", on, "oss") if outside else None
    states = by(bare or own, lambda f: f.dep)
    state = max(states, key=lambda s: rows_of(states[s]).count)
    yield Finding(
        "OSS_NEEDED",
        "missing",
        _OSS_NEEDED.with_(states=_named(states), arrivals=_named(by(bare or own, lambda f: f.arr))),
        state,
        "oss_registration",
        rows_of(bare or own),
        resting_on(rule, choice, representation),
    )


def _collected(evidence: Evidence) -> Rows:
    return rows_of(f for f in evidence.sales() if f.collector == "marketplace")


def _named(states: Iterable[str]) -> Text:
    names = [places.name(state) for state in states]
    return Text("、".join(n.zh for n in names), ", ".join(n.en for n in names))
