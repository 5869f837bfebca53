"""Returns (申报表) from the few sums that the determinations add up to: lines, statement, boxes, dues."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from pilotage.engines import law
from pilotage.engines.tax.boxes import boxes_of
from pilotage.engines.tax.seller import Seller
from pilotage.kernel.decimals import plain
from pilotage.kernel.errors import RuleGap
from pilotage.kernel.periods import Month, Period, parse_period


@dataclass(frozen=True, slots=True)
class Sum:
    """The rows of one line of one return, added up; amounts in cents, the rate in hundredths of a percent.

    `line` is that of the contract (`taxed`, `acquisition`, …), `oss`, `ioss` or `correction`;
    `party` is a buyer's number, or the state that own goods reach.
    """

    jurisdiction: str
    period: str
    currency: str
    line: str
    rate: int | None
    state: str
    dispatch: str
    corrected: str
    party: str
    base: int
    vat: int
    rows: int


@dataclass
class Return:
    """One return: `kind` LOCAL, OSS or IOSS; amounts exact at two places."""

    kind: str
    jurisdiction: str
    period: Period
    currency: str
    sums: list[Sum] = field(default_factory=list)


def cents(amount: int) -> str:
    """Cents as text: `-1234` is `"-12.34"`."""
    return format(Decimal(amount).scaleb(-2), ".2f")


def percent(rate: int) -> str:
    """Hundredths of a percent as text: `550` is `"5.5"`."""
    return plain(Decimal(rate).scaleb(-2))


def build(sums: Iterable[Sum], seller: Seller, months: list[Month]) -> list[dict[str, Any]]:
    """All returns of a run as `returns.json` holds them, nil returns of OSS and IOSS included."""
    found: dict[tuple[str, str, str], Return] = {}
    for entry in sums:
        kind = entry.jurisdiction if entry.jurisdiction in ("OSS", "IOSS") else "LOCAL"
        key = (kind, entry.jurisdiction, entry.period)
        period = parse_period(entry.period)
        assert period is not None
        found.setdefault(key, Return(kind, entry.jurisdiction, period, entry.currency)).sums.append(
            entry
        )
    for kind, period in _nil(seller, months):
        found.setdefault((kind, kind, str(period)), Return(kind, kind, period, "EUR"))
    return [
        _local(made, seller) if made.kind == "LOCAL" else _scheme(made, seller)
        for _, made in sorted(found.items(), key=lambda item: (item[0][0] != "LOCAL", item[0]))
    ]


def _nil(seller: Seller, months: list[Month]) -> Iterable[tuple[str, Period]]:
    if not months:
        return
    month, last = months[0], months[-1]
    while month <= last:
        if seller.ioss_number:
            yield "IOSS", month
        if seller.oss_from and seller.oss_from <= month.quarter.last:
            yield "OSS", month.quarter
        month = month.shifted(1)


def _local(made: Return, seller: Seller) -> dict[str, Any]:
    lines = _lines(made.sums)
    form, due, doubts = _form(made, lines)
    boxes, box_doubts = boxes_of(made.jurisdiction, lines)
    return {
        "return": "LOCAL",
        "form": form,
        "jurisdiction": made.jurisdiction,
        "period": str(made.period),
        "currency": made.currency,
        "registration_needed": seller.number_in(made.jurisdiction) is None,
        "needs_review": sorted({*doubts, *box_doubts}),
        "lines": lines,
        "boxes": boxes,
        "statement": _statement(made.sums, seller),
        "due_date": due,
        "source_rows": _rows(made.sums),
    }


def _rows(sums: list[Sum]) -> int:
    return sum(entry.rows for entry in sums)


_BY_RATE = ("taxed", "acquisition")
_BASE_ONLY = ("ic_supply", "export", "deemed_supply", "reverse_charge", "distance_elsewhere")


def _lines(sums: list[Sum]) -> dict[str, Any]:
    lines: dict[str, Any] = {}
    for line in _BY_RATE:
        by_rate: dict[int, list[Sum]] = {}
        for entry in sums:
            if entry.line == line:
                by_rate.setdefault(entry.rate or 0, []).append(entry)
        held = {
            percent(r): amounts for r, of in sorted(by_rate.items()) if (amounts := _amounts(of))
        }
        if held:
            lines[line] = held
    for line in _BASE_ONLY:
        if base := sum(entry.base for entry in sums if entry.line == line):
            lines[line] = {"base": cents(base)}
    inputs = [entry for entry in sums if entry.line == "input_vat"]
    acquired = sum(entry.vat for entry in sums if entry.line == "acquisition")
    base, vat = sum(e.base for e in inputs), acquired + sum(e.vat for e in inputs)
    if base or vat:
        lines["input_vat"] = {"base": cents(base)} if base else {}
        lines["input_vat"]["vat"] = cents(vat)
    return lines


def _amounts(sums: list[Sum]) -> dict[str, str]:
    base, vat = sum(entry.base for entry in sums), sum(entry.vat for entry in sums)
    return {"base": cents(base), "vat": cents(vat)} if base or vat else {}


def _statement(sums: list[Sum], seller: Seller) -> list[dict[str, str]]:
    """Per buyer number; own goods under the own number in the state they reach."""
    by_number: dict[str, int] = {}
    for entry in sums:
        if entry.line != "ic_supply":
            continue
        number = seller.number_in(entry.state) if entry.state else entry.party
        if number:
            by_number[number] = by_number.get(number, 0) + entry.base
    return [
        {"vat_number": number, "base": cents(base)}
        for number, base in sorted(by_number.items())
        if base
    ]


def _form(made: Return, lines: Mapping[str, Any]) -> tuple[str | None, str | None, set[str]]:
    """Form, due date and the law values nobody verified."""
    doubts: set[str] = set()
    place, last = made.jurisdiction, made.period.last
    form = law.local_form(place, last)
    if "reverse_charge" in lines and (held := law.reverse_charge(place, last)) and held.unverified:
        doubts.add(f"{held.table}.{held.key}")
    money = law.currency(place, last)
    if money.unverified:
        doubts.add(f"{money.table}.{money.key}")
    rates = {r for line in _BY_RATE for r in lines.get(line, {})}
    for entry in law.legal_rates(place, last).values():
        if entry.unverified and plain(entry.value) in rates:
            doubts.add(f"{entry.table}.{entry.key}")
    if any(entry.party == "own_goods_export" for entry in made.sums):
        doubts.add("own_goods_export")
    if form is None:
        return None, None, doubts
    try:
        due = law.due_date(place, form.value.code, made.period)
    except RuleGap:
        return form.value.code, None, doubts
    if due.unverified:
        doubts.add(f"{due.table}.{due.key}")
    return form.value.code, due.value.isoformat(), doubts


def _scheme(made: Return, seller: Seller) -> dict[str, Any]:
    """An OSS or IOSS return with corrections and a balance per state."""
    state = seller.oss_state if made.kind == "OSS" else seller.ioss_state
    due = law.due_date("EU", made.kind, made.period).value
    lines = _scheme_lines(made.sums)
    corrections = _corrections(made.sums)
    balances: dict[str, int] = {}
    for entry in made.sums:
        balances[entry.state] = balances.get(entry.state, 0) + entry.vat
    balances = {state: vat for state, vat in sorted(balances.items()) if vat}
    return {
        "return": made.kind,
        "form": made.kind,
        "jurisdiction": state or "?",
        "period": str(made.period),
        "currency": "EUR",
        "registration_needed": state is None,
        "needs_review": [],
        "lines": lines,
        "corrections": corrections,
        "balances": {name: cents(vat) for name, vat in balances.items()},
        "amount_due": cents(sum(vat for vat in balances.values() if vat > 0)),
        "claims": {name: cents(-vat) for name, vat in balances.items() if vat < 0},
        "due_date": due.isoformat(),
        "source_rows": _rows(made.sums),
    }


def _scheme_lines(sums: list[Sum]) -> list[dict[str, str]]:
    grouped: dict[tuple[str, str, int], list[Sum]] = {}
    for entry in sums:
        if entry.line != "correction":
            grouped.setdefault((entry.state, entry.dispatch, entry.rate or 0), []).append(entry)
    return [
        {"state": state, "dispatch": dispatch, "rate": percent(rate), **amounts}
        for (state, dispatch, rate), of in sorted(grouped.items())
        if (amounts := _amounts(of))
    ]


def _corrections(sums: list[Sum]) -> list[dict[str, str]]:
    grouped: dict[tuple[str, str], int] = {}
    for entry in sums:
        if entry.line == "correction":
            key = (entry.state, entry.corrected)
            grouped[key] = grouped.get(key, 0) + entry.vat
    return [
        {"state": state, "period": period, "vat": cents(vat)}
        for (state, period), vat in sorted(grouped.items())
        if vat
    ]
