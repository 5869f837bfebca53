"""The whole run: rows in, a decision for each, returns and a summary out."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tests.engines.tax.referee import exchange
from tests.engines.tax.referee.amounts import Blocked, Worth, cents, of_sale, standard, worth
from tests.engines.tax.referee.ladder import REFUNDS, SALES, Way, needs_sale, sale_of, way
from tests.engines.tax.referee.places import home
from tests.engines.tax.referee.profile import Profile
from tests.engines.tax.referee.reading import Row, Unreadable, read
from tests.engines.tax.referee.returns import Booking, Books

from pilotage.engines.law import currency
from pilotage.kernel.periods import Month, Period, Quarter, add_months

Words = list[dict[str, str]]
Cost = tuple[str, str, Decimal, date]
QUARTERLY = ("GB", "ES", "NL")


@dataclass
class Decision:
    """What became of one row."""

    row: Row
    way: Way
    said: Worth | None = None
    sale: Row | None = None


@dataclass
class Verdict:
    """The answer in the shapes of the contract's files; `booked` is (base, VAT, currency, period) of a row."""

    summary: dict[str, object]
    blocked: dict[str, int]
    returns: list[dict[str, object]]
    decisions: dict[tuple[int, int], str] = field(default_factory=dict)
    booked: dict[tuple[int, int], tuple[Decimal, Decimal, str, str]] = field(default_factory=dict)


def judge(
    files: list[Words],
    seller: Profile,
    costs: list[Cost] = [],  # noqa: B006 read only
    fx: list[tuple[date, str, Decimal]] = [],  # noqa: B006 read only
) -> Verdict:
    rows, rejected = _read(files)
    fresh = _without_duplicates(rows)
    books = Books(seller)
    rates = exchange.published(fx)
    decisions = _decide(fresh, seller)
    booked = {}
    for decision in decisions:
        at = decision.row.file, decision.row.number
        if not decision.way.code and (first := _book(decision, books, rates, costs, seller)):
            booked[at] = first.base, first.vat, first.currency, str(first.period)
    months = [row.month for row in rows]
    verdict = _verdict(files, rejected, len(rows) - len(fresh), decisions, books, months)
    verdict.booked = booked
    return verdict


def _read(files: list[Words]) -> tuple[list[Row], list[tuple[int, int, str]]]:
    rows, rejected = [], []
    for file, words_of_file in enumerate(files):
        for number, words in enumerate(words_of_file, start=1):
            try:
                rows.append(read(file, number, words))
            except Unreadable as column:
                rejected.append((file, number, str(column)))
    return rows, rejected


def _without_duplicates(rows: list[Row]) -> list[Row]:
    first_file: dict[tuple[object, ...], int] = {}
    for row in rows:
        first_file.setdefault(row.identity, row.file)
    return [row for row in rows if first_file[row.identity] == row.file]


def _decide(rows: list[Row], seller: Profile) -> list[Decision]:
    sales: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.kind in SALES:
            sales[row.event].append(row)
    done: dict[tuple[int, int], Decision] = {}
    for row in sorted(rows, key=lambda r: r.kind in REFUNDS):
        sale = sale_of(row, sales[row.event]) if row.kind in REFUNDS else None
        of = done[(sale.file, sale.number)] if sale else None
        done[(row.file, row.number)] = _decision(row, of, seller)
    return [done[(row.file, row.number)] for row in rows]


def _decision(row: Row, sale: Decision | None, seller: Profile) -> Decision:
    if row.kind in REFUNDS and needs_sale(row):
        if sale is not None:
            return _inherited(row, sale)
        own = way(row, seller)
        if own.code == "COUNTRY_MISSING" or not (own.journey.dep and own.journey.arr):
            own.code, own.treatment = "REFUND_WITHOUT_SALE", ""
            own.findings &= {"BUYER_NUMBER_INVALID"}
            return Decision(row, own)
    own = way(row, seller)
    made = Decision(row, own, sale=sale.row if sale else None)
    if own.code or own.treatment == "no_effect" or own.treatment.startswith("own_goods"):
        return made
    try:
        made.said = worth(row, own, (sale.row if sale else row).rate_date)
        _priced_in_a_currency(row, own)
    except Blocked as why:
        own.code = str(why)
    return made


def _priced_in_a_currency(row: Row, found: Way) -> None:
    if not row.currency and not found.treatment.startswith("commingling_buy"):
        raise Blocked("FX_MISSING")


def _inherited(row: Row, sale: Decision) -> Decision:
    of = sale.way
    mine = Way(of.treatment, of.jurisdiction, of.code, of.journey, of.buyer, set(of.findings))
    made = Decision(row, mine, sale=sale.row)
    if mine.code:
        return made
    assert sale.said is not None
    try:
        _priced_in_a_currency(row, mine)
        made.said = of_sale(row, sale.row, sale.said)
    except Blocked as why:
        mine.code = str(why)
    return made


def _book(
    made: Decision, books: Books, fx: exchange.Published, costs: list[Cost], seller: Profile
) -> Booking | None:
    """Puts the row into its returns, the row's own one first; a missing rate or cost blocks it and nothing is booked."""
    try:
        bookings = _bookings(made, fx, costs, seller)
    except Blocked as why:
        made.way.code = str(why)
        return None
    for booking in bookings:
        books.add(booking)
    return bookings[0] if bookings else None


def _bookings(
    made: Decision, fx: exchange.Published, costs: list[Cost], seller: Profile
) -> list[Booking]:
    treatment = made.way.treatment
    if treatment in ("own_goods", "own_goods_export"):
        return _own_goods(made, fx, costs, seller)
    if treatment in ("distance_sale_oss", "ioss_sale"):
        return _one_stop(made, fx)
    if treatment in ("no_effect", "own_goods_import", "outside_scope"):
        return []
    return _local(made, fx)


def local_period(country: str, month: Month) -> Period:
    return month.quarter if home(country) in QUARTERLY else month


def _local_booking(
    made: Decision, fx: exchange.Published, country: str, line: str, amounts: Worth, source: str
) -> Booking:
    row, place = made.row, home(country)
    period = local_period(place, row.month)
    target = currency(place, period.last).value
    base, vat = (
        exchange.into_local(fx, amount, source, target, row.rate_date, place)
        for amount in (amounts.base, amounts.vat)
    )
    return Booking("LOCAL", place, period, target, line, base, vat, amounts.rate)


def _local(made: Decision, fx: exchange.Published) -> list[Booking]:
    said, found = made.said, made.way
    assert said is not None
    line = found.treatment
    if line == "commingling_buy":
        if not said.vat:
            return []
        line = "input_vat"
    if line == "commingling_sell":
        line = "taxed" if said.rate is not None else "ic_supply"
    booked = _local_booking(made, fx, found.jurisdiction, line, said, made.row.currency)
    if line == "ic_supply":
        booked.buyer = found.buyer
    return [booked]


def _own_goods(
    made: Decision, fx: exchange.Published, costs: list[Cost], seller: Profile
) -> list[Booking]:
    row, found = made.row, made.way
    moved = row.departed or row.completed
    known = [c for c in costs if c[0] == row.sku and moved is not None and c[3] <= moved]
    if not known:
        raise Blocked("COST_MISSING")
    _, source, unit, _ = max(known, key=lambda cost: cost[3])
    whole = Worth(unit * row.qty, Decimal(0))
    dep, arr = found.journey.dep, found.journey.arr
    if found.treatment == "own_goods_export":
        return [_local_booking(made, fx, dep, "export", whole, source)]
    supply = _local_booking(made, fx, dep, "ic_supply", whole, source)
    supply.buyer = seller.number_in(arr)
    rate = standard(home(arr), row.rate_date)
    acquired = _local_booking(made, fx, arr, "acquisition", whole, source)
    acquired.rate, acquired.vat = rate, cents(acquired.base * rate / 100)
    deducted = _local_booking(made, fx, arr, "input_vat", Worth(Decimal(0), Decimal(0)), source)
    deducted.vat = acquired.vat
    return [supply, acquired, deducted]


def _one_stop(made: Decision, fx: exchange.Published) -> list[Booking]:
    row, found, said = made.row, made.way, made.said
    assert said is not None
    union = found.treatment == "distance_sale_oss"
    kind = "OSS" if union else "IOSS"
    period: Period = row.month.quarter if union else row.month
    corrected = _corrected(made, union)
    if corrected is not None and corrected >= period:  # type: ignore[operator]
        corrected = None
    if corrected is not None and _too_old(row, corrected):
        raise Blocked("OSS_TOO_OLD")
    last = (corrected or period).last
    base, vat = (
        exchange.into_euro(fx, amount, row.currency, last) for amount in (said.base, said.vat)
    )
    booked = Booking(kind, kind, period, "EUR", "line", base, vat, said.rate)
    booked.state, booked.dispatch, booked.corrected = (
        found.journey.arr,
        found.journey.dep,
        corrected,
    )
    if not union:
        return [booked]
    informed = _local_booking(
        made,
        fx,
        found.journey.dep,
        "distance_elsewhere",
        Worth(said.base, Decimal(0)),
        row.currency,
    )
    return [booked, informed]


def _corrected(made: Decision, union: bool) -> Quarter | Month | None:
    if made.row.kind not in REFUNDS:
        return None
    month = made.sale.month if made.sale else Month.of(made.row.rate_date)
    return month.quarter if union else month


def _too_old(row: Row, corrected: Quarter | Month) -> bool:
    last_month = corrected.months[2] if isinstance(corrected, Quarter) else corrected
    due = last_month.shifted(1).last
    completed = row.completed or row.rate_date
    return completed > add_months(due, 36)


def _verdict(
    files: list[Words],
    rejected: list[tuple[int, int, str]],
    duplicates: int,
    decisions: list[Decision],
    books: Books,
    months: list[Month],
) -> Verdict:
    blocked = Counter(d.way.code for d in decisions if d.way.code)
    alive = [d for d in decisions if not d.way.code]
    treatments = Counter(d.way.treatment for d in alive)
    findings = Counter(code for d in decisions for code in d.way.findings)
    returns = books.returns(months)
    summary: dict[str, object] = {
        "rows_in": sum(len(words) for words in files),
        "duplicates": duplicates,
        "rejected": len(rejected),
        "blocked": sum(blocked.values()),
        "no_effect": treatments["no_effect"],
        "determined": len(alive) - treatments["no_effect"],
        "treatments": dict(treatments),
        "registrations_needed": sorted({r["jurisdiction"] for r in returns if r.get("registration_needed")}),
        "findings": dict(findings),
    }  # fmt: skip
    decided = {(d.row.file, d.row.number): d.way.code or d.way.treatment for d in decisions}
    return Verdict(summary, dict(blocked), returns, decided)
