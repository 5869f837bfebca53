"""The programme's guide on this seller, and what doing it alone takes: only with known numbers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from pilotage.engines import law
from pilotage.engines.matching.fit_dues import owed_forms
from pilotage.engines.matching.fit_evidence import Evidence
from pilotage.engines.matching.fit_findings import (
    Finding,
    Strength,
    Verdict,
    YearOfReturns,
    resting_on,
)
from pilotage.engines.matching.fit_registrations import filing_countries, representatives
from pilotage.engines.matching.fit_seller import SellerProfile
from pilotage.kernel import places
from pilotage.kernel.decimals import EXACT, plain
from pilotage.kernel.money import Money
from pilotage.kernel.text import Text

_SITES_STRONG = Text(
    "在欧洲或日本站点销售（{sites}）：指南认为服务商帮助大。",
    "Sells on sites of Europe or Japan ({sites}): the guide sees a strong case for a partner.",
)
_SITES_WEAK = Text(
    "只在北美站点销售（{sites}）：指南认为服务商帮助小。",
    "Sells on North American sites only ({sites}): the guide sees a weak case for a partner.",
)
_SITES_OTHER = Text(
    "站点（{sites}）指南没有评价。", "The guide does not speak of these sites ({sites})."
)
_STAFF_OWN = Text(
    "有自己的税务人员：指南认为需要较小。", "Has tax staff of its own: the guide sees less need."
)
_STAFF_NONE = Text(
    "没有自己的税务人员：指南认为帮助大。", "Has no tax staff: the guide sees a strong case."
)
_STAFF_UNKNOWN = Text(
    "是否有自己的税务人员：资料没有写明。", "Whether there is tax staff: the profile does not say."
)
_SALES_ABOVE = Text(
    "年销售额 {amount} {currency} 高于 {limit} 美元：指南认为帮助大。",
    "Yearly sales of {currency} {amount} exceed USD {limit}: the guide sees a strong case.",
)
_SALES_BELOW = Text(
    "年销售额 {amount} {currency} 不高于 {limit} 美元。",
    "Yearly sales of {currency} {amount} do not exceed USD {limit}.",
)
_SALES_UNKNOWN = Text(
    "年销售额（美元）未知：报告只覆盖 {months} 个月且币种不一，不作推算。",
    "Yearly sales in USD are unknown: the report covers {months} months in its own currencies, and"
    " nothing is extrapolated.",
)
_VERDICTS: dict[Strength, Text] = {
    "strong": Text(
        "按指南的标准，聘请服务商的理由充分；下列缺口应优先解决。",
        "By the guide's criteria the case for a partner is strong; close the gaps below first.",
    ),
    "weak": Text(
        "按指南的标准，聘请服务商的好处有限；可考虑自行办理。",
        "By the guide's criteria a partner gains you little; consider doing it yourself.",
    ),
    "undecided": Text(
        "按指南的标准无法断定；请先补充标为未知的各项。",
        "The guide's criteria do not decide it; settle the unknowns first.",
    ),
}
_HOURS_UNKNOWN = Text(
    "自行申报一年需要多少小时：未知。", "How many hours a year filing alone takes: unknown."
)
_COST_UNKNOWN = Text("自行申报一年的成本：未知。", "What filing alone costs a year: unknown.")
_FEE = Text(
    "指南举例：增值税申报每国每月约 {amount} {currency}；{countries} 国 12 个月合计 {total} {currency}。仅为举例，不是报价。",
    "The guide's example: VAT filing at about {currency} {amount} per country and month; {countries}"
    " countries over 12 months make {currency} {total}. An example, not a quote.",
)


def verdict(evidence: Evidence, seller: SellerProfile, on: date) -> Verdict:
    """Criteria, the guide's answer, and the honest alternative."""
    criteria = (_sites(evidence, seller, on), _staff(seller), _sales(evidence, seller, on))
    strength = _strength(criteria)
    alone = filing_alone(evidence, seller, on)
    examples = tuple(_fee_example(evidence, seller, on))
    return Verdict(strength, _VERDICTS[strength], criteria, alone, examples)


def filing_alone(evidence: Evidence, seller: SellerProfile, on: date) -> YearOfReturns:
    """Returns of a year counted from the tables; hours and cost only from the seller's own figures."""
    per_country = tuple(
        (country, form.value.code, law.returns_per_year(country, form.value.code, on))
        for country, form in owed_forms(evidence, seller, on)
    )
    returns = sum(times for _, _, times in per_country)
    hours = _hours(returns, seller.hours_per_return)
    cost = seller.staff_hour_cost * hours if hours is not None and seller.staff_hour_cost else None
    counted = {country for country, _, _ in per_country}
    return YearOfReturns(
        per_country,
        returns,
        hours,
        cost.rounded() if cost else None,
        tuple(c for c in filing_countries(evidence, seller) if c not in counted),
        tuple(f.country for f in representatives(evidence, seller, on) if f.service),
        tuple(_unknown_effort(seller)),
    )


def _strength(criteria: tuple[Finding, ...]) -> Strength:
    sites, staff, sales = (finding.code for finding in criteria)
    if sites == "GUIDE_SITES_STRONG" and (
        staff == "GUIDE_NO_STAFF" or sales == "GUIDE_SALES_ABOVE"
    ):
        return "strong"
    if sites == "GUIDE_SITES_WEAK" and staff == "GUIDE_OWN_STAFF" and sales == "GUIDE_SALES_BELOW":
        return "weak"
    return "undecided"


def _sites(evidence: Evidence, seller: SellerProfile, on: date) -> Finding:
    sites = sorted({f.site for f in evidence.sales() if f.site} | seller.sites)
    named = [places.name(site) for site in sites]
    names = Text("、".join(n.zh for n in named) or "无", ", ".join(n.en for n in named) or "none")
    strong, weak = law.guide_sites("strong", on), law.guide_sites("weak", on)
    if strong.value & set(sites):
        code, says, rule = "GUIDE_SITES_STRONG", _SITES_STRONG, strong
    elif sites and set(sites) <= weak.value:
        code, says, rule = "GUIDE_SITES_WEAK", _SITES_WEAK, weak
    else:
        code, says, rule = "GUIDE_SITES_OTHER", _SITES_OTHER, strong
    return Finding(code, "advice", says.with_(sites=names), trail=resting_on(rule))


def _staff(seller: SellerProfile) -> Finding:
    if seller.own_tax_staff is None:
        settles = Text(
            "在公司资料中说明（own_tax_staff）。", "Say so in the profile (own_tax_staff)."
        )
        return Finding("GUIDE_STAFF_UNKNOWN", "unknown", _STAFF_UNKNOWN, settles=settles)
    if seller.own_tax_staff:
        return Finding("GUIDE_OWN_STAFF", "advice", _STAFF_OWN)
    return Finding("GUIDE_NO_STAFF", "advice", _STAFF_NONE)


def _sales(evidence: Evidence, seller: SellerProfile, on: date) -> Finding:
    limit, sales = law.guide_annual_sales(on), seller.annual_sales
    if sales is None or sales.currency != limit.value.currency:
        return Finding(
            "GUIDE_SALES_UNKNOWN",
            "unknown",
            _SALES_UNKNOWN.with_(months=len(evidence.months)),
            trail=resting_on(limit),
            settles=Text(
                "在公司资料中填写以美元计的年销售额（annual_sales）。",
                "Give the yearly sales in USD in the profile (annual_sales).",
            ),
        )
    above = limit.value < sales
    says = (_SALES_ABOVE if above else _SALES_BELOW).with_(
        amount=plain(sales.amount), currency=sales.currency, limit=plain(limit.value.amount)
    )
    code = "GUIDE_SALES_ABOVE" if above else "GUIDE_SALES_BELOW"
    return Finding(code, "advice", says, trail=resting_on(limit))


def _hours(returns: int, per_return: Decimal | None) -> Decimal | None:
    return EXACT.multiply(Decimal(returns), per_return) if per_return is not None else None


def _unknown_effort(seller: SellerProfile) -> Iterator[Finding]:
    if seller.hours_per_return is None:
        settles = Text(
            "在公司资料中填写每次申报所需小时（hours_per_return）。",
            "Give your own hours for one return in the profile (hours_per_return).",
        )
        yield Finding("HOURS_UNKNOWN", "unknown", _HOURS_UNKNOWN, settles=settles)
    if seller.hours_per_return is None or seller.staff_hour_cost is None:
        settles = Text(
            "在公司资料中填写每次申报小时与每小时成本（hours_per_return、staff_hour_cost）。",
            "Give hours per return and cost per hour in the profile (hours_per_return, staff_hour_cost).",
        )
        yield Finding("COST_UNKNOWN", "unknown", _COST_UNKNOWN, settles=settles)


def _fee_example(evidence: Evidence, seller: SellerProfile, on: date) -> Iterator[Finding]:
    countries = len(filing_countries(evidence, seller))
    if countries:
        fee = law.guide_fee("vat_filing_country_month", on)
        year: Money = fee.value.low * (12 * countries)
        says = _FEE.with_(
            amount=plain(fee.value.low.amount),
            currency=fee.value.low.currency,
            countries=countries,
            total=plain(year.amount),
        )
        yield Finding("GUIDE_FEE_EXAMPLE", "advice", says, trail=resting_on(fee))
