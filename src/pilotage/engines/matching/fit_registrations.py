"""VAT: where a registration is needed and which one is missing, representatives, own goods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from pilotage.engines import law
from pilotage.engines.law import Dated
from pilotage.engines.matching.fit_evidence import Evidence, Flow, by, rows_of
from pilotage.engines.matching.fit_findings import Finding, resting_on
from pilotage.engines.matching.fit_seller import SellerProfile
from pilotage.kernel import places
from pilotage.kernel.errors import RuleGap
from pilotage.kernel.text import Text

_MISSING = Text(
    "货物曾存放在{country}，而资料中没有该国税号：须登记增值税。",
    "Goods lay in {country} and the profile has no VAT number there: a registration is needed.",
)
_ON_FILE = Text(
    "货物曾存放在{country}，税号已在资料中：须按期申报。",
    "Goods lay in {country}; the VAT number is on file: returns are due there.",
)
_REPRESENTATIVE = Text("{country}：{rule}", "{country}: {rule}")
_REPRESENTATIVE_UNKNOWN = Text(
    "{country}是否要求税务代理：法规表没有答案。",
    "Whether {country} asks for a fiscal representative: the tables do not say.",
)
_NO_ROWS = Text(
    "资料中有{country}税号，报告中没有该国存货：登记期间仍须零申报。",
    "The profile has a VAT number of {country} and the report no stock there: nil returns stay due"
    " while the registration lasts.",
)
_OWN_GOODS = Text(
    "自有货物跨国调拨 {pair}：两国都须有税号，须有各 SKU 的成本价。",
    "Own goods moved {pair}: numbers in both states and a cost price per SKU are needed.",
)
_OWN_GOODS_OUT = Text(
    "自有货物跨境运输 {pair}：出口与进口各需报关，成本价与海关文件须留存。",
    "Own goods moved {pair}: customs on both sides; keep cost prices and customs papers.",
)
_IT_VIES = Text(
    "自有货物进出意大利，而资料未声明 VIES 担保：担保前不得调拨，相关申报会被拦下。",
    "Own goods moved to or from Italy and the profile states no VIES guarantee: no transfers before"
    " it, and such rows are blocked in the returns.",
)
_MISSED = Text(
    "{country}有本应由平台代收、却由卖家计税的本地消费者销售：须自行申报，并向平台查询原因。",
    "{country} has domestic consumer sales that the platform should have collected and did not:"
    " report them and ask the platform why.",
)


def established(seller: SellerProfile, ruler: str) -> bool:
    """Whether the seller sits in `GB`, else in the Union: then the platform does not collect."""
    if ruler == "GB":
        return law.vat_home(seller.established_in) == "GB"
    return seller.established_in in law.eu_states_today()


def filing_countries(evidence: Evidence, seller: SellerProfile) -> tuple[str, ...]:
    """Where returns are owed: where goods lay, and where a number is held (nil returns too)."""
    held = {law.vat_home(place) for place in seller.vat_numbers}
    return tuple(sorted(set(stock_countries(evidence)) | {c for c in held if ruler_of(c)}))


def stock_countries(evidence: Evidence) -> Mapping[str, str]:
    """EU states and GB in which goods lay, each with whose rules hold there."""
    rulers = {place: ruler_of(place) for place in evidence.stock()}
    return {place: ruler for place, ruler in rulers.items() if ruler}


def registrations(evidence: Evidence, seller: SellerProfile, on: date) -> Iterator[Finding]:
    """One finding per country with stock: the number on file, or the registration that is missing."""
    stock = evidence.stock()
    for country, ruler in stock_countries(evidence).items():
        rule = law.obligation(ruler, "stock_registration", on)
        missing = not seller.has_number(country)
        yield Finding(
            code="VAT_NUMBER_MISSING" if missing else "VAT_NUMBER_ON_FILE",
            kind="missing" if missing else "need",
            says=(_MISSING if missing else _ON_FILE).with_(country=places.name(country)),
            country=country,
            service="vat_registration" if missing else "vat_filing",
            rows=rows_of(stock[country]),
            trail=resting_on(rule),
        )


def idle_numbers(evidence: Evidence, seller: SellerProfile) -> Iterator[Finding]:
    """Numbers on file for countries in which nothing lay: their returns are owed all the same."""
    stocked = stock_countries(evidence)
    for country in filing_countries(evidence, seller):
        if country not in stocked:
            says = _NO_ROWS.with_(country=places.name(country))
            yield Finding("VAT_NUMBER_WITHOUT_STOCK", "need", says, country, "vat_filing")


def representatives(evidence: Evidence, seller: SellerProfile, on: date) -> Iterator[Finding]:
    """Whether each country with stock asks a seller from outside for a representative."""
    for country in stock_countries(evidence):
        if established(seller, country):
            continue
        rule = law.fiscal_representation(country, on)
        if rule is None or seller.established_in != "CN":
            yield _representation_unknown(country)
        else:
            yield _representation(country, rule)


def own_goods(evidence: Evidence, seller: SellerProfile, on: date) -> Iterator[Finding]:
    """Movements between countries: which pairs, and what Italy asks before it allows them."""
    eu = law.eu_states(on)
    between = [f for f in evidence.movements() if f.dep in eu and f.arr in eu]
    for pair, flows in by(between, lambda f: f"{f.dep} → {f.arr}").items():
        yield Finding(
            "OWN_GOODS_MOVED",
            "need",
            _OWN_GOODS.with_(pair=pair),
            rows=rows_of(flows),
            trail=resting_on(law.obligation("EU", "own_goods", on)),
        )
    out = [f for f in evidence.movements() if (f.dep in eu) != (f.arr in eu) and _crosses(f)]
    for pair, flows in by(out, lambda f: f"{f.dep} → {f.arr}").items():
        rule = law.obligation("EU", "own_goods_export", on)
        says = _OWN_GOODS_OUT.with_(pair=pair)
        yield Finding(
            "OWN_GOODS_CROSSED_BORDER", "fact", says, rows=rows_of(flows), trail=resting_on(rule)
        )
    yield from _italian_guarantee(between, seller, on)


def _italian_guarantee(between: list[Flow], seller: SellerProfile, on: date) -> Iterator[Finding]:
    italian = [f for f in between if "IT" in (f.dep, f.arr)]
    if not italian or seller.italy_vies_guarantee or established(seller, "EU"):
        return
    try:
        rule = law.obligation("IT", "vies_guarantee", on)
    except RuleGap:  # before April 2025 nobody asked for it
        return
    amount = law.threshold("IT", "vies_guarantee", on)
    yield Finding(
        "IT_NOT_IN_VIES",
        "missing",
        _IT_VIES,
        "IT",
        "fiscal_representation",
        rows_of(italian),
        resting_on(rule, amount),
    )


def missed_by_platform(evidence: Evidence, seller: SellerProfile, on: date) -> Iterator[Finding]:
    """Domestic consumer sales that the platform left to a seller from outside."""
    domestic = [
        f
        for f in evidence.sales()
        if f.collector == "seller"
        and not f.business
        and f.dep
        and law.vat_home(f.dep) == law.vat_home(f.arr)
    ]
    for country, flows in by(domestic, lambda f: law.vat_home(f.dep)).items():
        ruler = ruler_of(country)
        if ruler and not established(seller, ruler):
            yield Finding(
                "PLATFORM_MISSED",
                "need",
                _MISSED.with_(country=places.name(country)),
                country,
                "vat_filing",
                rows_of(flows),
                resting_on(law.obligation(ruler, "platform_missed", on)),
            )


def _representation(country: str, rule: Dated[law.Representation]) -> Finding:
    needed = rule.value.needed == "yes"
    code = {"yes": "NEEDED", "no": "NOT_NEEDED", "if_directed": "IF_DIRECTED"}[rule.value.needed]
    return Finding(
        f"REPRESENTATIVE_{code}",
        "need" if needed else "fact",
        _REPRESENTATIVE.with_(country=places.name(country), rule=rule.value.says),
        country,
        "fiscal_representation" if needed else "",
        trail=resting_on(rule),
    )


def _representation_unknown(country: str) -> Finding:
    return Finding(
        "REPRESENTATIVE_UNKNOWN",
        "unknown",
        _REPRESENTATIVE_UNKNOWN.with_(country=places.name(country)),
        country,
        settles=Text("请当地税务顾问书面确认。", "A written answer from a tax adviser there."),
    )


def ruler_of(country: str) -> str | None:
    """Whose rules hold in a country: `GB`, `EU` for its states, None elsewhere."""
    if country == "GB":
        return "GB"
    return "EU" if country in law.eu_states_today() else None


def _crosses(movement: Flow) -> bool:
    """Not between Great Britain and Northern Ireland, which are one country for the returns."""
    return law.vat_home(movement.dep) != law.vat_home(movement.arr)
