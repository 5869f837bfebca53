"""Extended producer responsibility: which scheme in which country, and what the products decide."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pilotage.engines import law
from pilotage.engines.law import Dated, Scheme, Stream
from pilotage.engines.matching.fit_evidence import Evidence, Rows, rows_of
from pilotage.engines.matching.fit_findings import Finding, Question, resting_on
from pilotage.engines.matching.fit_seller import SellerProfile
from pilotage.kernel import places
from pilotage.kernel.text import Text

_NEEDED = Text(
    "{country}·{stream}：须在 {register} 登记。{rule}",
    "{country}, {stream}: register with {register}. {rule}",
)
_ON_FILE = Text(
    "{country}·{stream}：编号 {number} 格式正确（不代表已在登记册中存在）。",
    "{country}, {stream}: number {number} is well-formed (which does not say that it exists).",
)
_UNCHECKED = Text(
    "{country}·{stream}：资料中有编号 {number}，法规表没有该国的格式，无法检查。",
    "{country}, {stream}: number {number} is on file; the tables have no format for it.",
)
_MALFORMED = Text(
    "{country}·{stream}：编号 {number} 格式不对，应为 {format}。",
    "{country}, {stream}: number {number} is malformed, it should be {format}.",
)
_DEPENDS = Text(
    "{country}·{stream}：是否适用取决于商品。", "{country}, {stream}: depends on the products."
)
_NO_TABLE = Text(
    "商品寄达{country}的消费者，但法规表没有该国的生产者责任规定。",
    "Goods reached consumers in {country}, but the tables have no producer rules for it.",
)
_REPRESENTATIVE = Text(
    "{country}·{stream}：境外卖家须指定授权代表。{rule}",
    "{country}, {stream}: a seller from abroad appoints an authorised representative. {rule}",
)
_DISPUTED = Text(
    "{country}·{stream}：是否须指定授权代表尚无定论。{rule}",
    "{country}, {stream}: whether a representative is needed is not settled. {rule}",
)


def producer_duties(evidence: Evidence, seller: SellerProfile, on: date) -> Iterator[Finding]:
    """Packaging wherever consumers got goods; other streams as questions until the seller answers."""
    for country, flows in evidence.delivered_to_consumers().items():
        rows = rows_of(flows)
        found = law.producer_schemes(country, on)
        if found:
            for scheme in found:
                yield from _duty(country, scheme, rows, seller, on)
        elif country in law.eu_states_today() or country == "GB":
            settles = Text("请当地合规顾问确认。", "An answer from a compliance adviser there.")
            says = _NO_TABLE.with_(country=places.name(country))
            yield Finding("EPR_NOT_IN_TABLES", "unknown", says, country, rows=rows, settles=settles)


def questions(evidence: Evidence, seller: SellerProfile, on: date) -> tuple[Question, ...]:
    """The questions about products that are still open, each with the countries it settles."""
    countries: dict[str, list[str]] = {}
    for country in evidence.delivered_to_consumers():
        for stream in dict.fromkeys(s.value.stream for s in law.producer_schemes(country, on)):
            if law.epr_streams()[stream].depends_on_product and seller.answers(stream) is None:
                countries.setdefault(stream, []).append(country)
    return tuple(
        Question(code, stream.name, stream.question, tuple(countries[code]))
        for code, stream in law.epr_streams().items()
        if code in countries
    )


def applies(scheme: Scheme, seller: SellerProfile) -> bool | None:
    """Whether a scheme concerns the seller: packaging always, others by its answers, else None."""
    stream = law.epr_streams()[scheme.stream]
    return seller.answers(stream.code) if stream.depends_on_product else True


def _duty(
    country: str, scheme: Dated[Scheme], rows: Rows, seller: SellerProfile, on: date
) -> Iterator[Finding]:
    concerned = applies(scheme.value, seller)
    # Paper has been part of the packaging duty since its register closed; one finding is enough.
    if concerned is False or scheme.value.key == "graphic_paper":
        return
    stream = law.epr_streams()[scheme.value.stream]
    if concerned is None:
        yield _question(country, scheme, stream, rows)
        return
    yield _registration(country, scheme, stream, rows, seller, on)
    yield from _representative(country, scheme, stream, on)


def _registration(
    country: str,
    scheme: Dated[Scheme],
    stream: Stream,
    rows: Rows,
    seller: SellerProfile,
    on: date,
) -> Finding:
    number = _number(country, scheme.value, seller)
    rule = law.obligation("EU", "packaging", on) if stream.code == "packaging" else None
    trail = resting_on(rule, scheme)
    facts = {"country": places.name(country), "stream": stream.name}
    if number is None:
        says = _NEEDED.with_(register=scheme.value.register, rule=scheme.value.says, **facts)
        return Finding("EPR_NUMBER_MISSING", "missing", says, country, stream.category, rows, trail)
    facts["number"] = Text(number, number)
    match scheme.value.well_formed(number):
        case True:
            says, code = _ON_FILE.with_(**facts), "EPR_NUMBER_WELL_FORMED"
        case None:
            says, code = _UNCHECKED.with_(**facts), "EPR_NUMBER_UNCHECKED"
        case _:
            says = _MALFORMED.with_(format=scheme.value.number_format, **facts)
            return Finding(
                "EPR_NUMBER_MALFORMED", "missing", says, country, stream.category, rows, trail
            )
    return Finding(code, "need", says, country, stream.category, rows, trail)


def _question(country: str, scheme: Dated[Scheme], stream: Stream, rows: Rows) -> Finding:
    return Finding(
        "EPR_DEPENDS_ON_PRODUCT",
        "unknown",
        _DEPENDS.with_(country=places.name(country), stream=stream.name),
        country,
        stream.category,
        rows,
        resting_on(scheme),
        settles=stream.question,
    )


def _representative(
    country: str, scheme: Dated[Scheme], stream: Stream, on: date
) -> Iterator[Finding]:
    flag = law.authorised_representative(scheme.value.country, scheme.value.key, on)
    if flag is None or flag.value.required == "no":
        return
    disputed = flag.value.required == "disputed"
    says = (_DISPUTED if disputed else _REPRESENTATIVE).with_(
        country=places.name(country), stream=stream.name, rule=flag.value.says
    )
    yield Finding(
        "EPR_REPRESENTATIVE_DISPUTED" if disputed else "EPR_REPRESENTATIVE_NEEDED",
        "unknown" if disputed else "need",
        says,
        country,
        stream.category,
        trail=resting_on(flag),
        settles=Text("请登记机构书面答复。", "A written answer from the register.")
        if disputed
        else None,
    )


def _number(country: str, scheme: Scheme, seller: SellerProfile) -> str | None:
    held = (seller.epr_numbers or {}).get(country, {})
    return held.get(scheme.key) or held.get(scheme.stream)
