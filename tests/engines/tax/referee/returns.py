"""Bookings summed into returns, and the boxes that are beyond doubt."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from tests.engines.tax.referee.amounts import cents
from tests.engines.tax.referee.profile import Profile

from pilotage.kernel.periods import Month, Period


@dataclass
class Booking:
    """One amount in one line of one return; `rate` in percent where the line has rates."""

    kind: str
    jurisdiction: str
    period: Period
    currency: str
    line: str
    base: Decimal
    vat: Decimal
    rate: Decimal | None = None
    buyer: str | None = None
    state: str = ""
    dispatch: str = ""
    corrected: Period | None = None


class Books:
    """All bookings of a run."""

    def __init__(self, seller: Profile) -> None:
        self.seller = seller
        self.entries: list[Booking] = []

    def add(self, booking: Booking) -> None:
        self.entries.append(booking)

    def returns(self, months: list[Month]) -> list[dict[str, object]]:
        groups: dict[tuple[str, str, str, str], list[Booking]] = defaultdict(list)
        for entry in self.entries:
            groups[entry.kind, entry.jurisdiction, str(entry.period), entry.currency].append(entry)
        for kind, period in self._nil(months):
            groups.setdefault((kind, kind, str(period), "EUR"), [])
        return [
            self._local(key, entries) if key[0] == "LOCAL" else self._one_stop(key, entries)
            for key, entries in sorted(groups.items())
        ]

    def _nil(self, months: list[Month]) -> set[tuple[str, Period]]:
        if not months:
            return set()
        span, month = [], min(months)
        while month <= max(months):
            span.append(month)
            month = month.shifted(1)
        due: set[tuple[str, Period]] = set()
        if self.seller.oss_from:
            due |= {("OSS", m.quarter) for m in span if self.seller.oss_from <= m.quarter.last}
        if self.seller.ioss_number:
            due |= {("IOSS", m) for m in span}
        return due

    def _local(self, key: tuple[str, str, str, str], entries: list[Booking]) -> dict[str, object]:
        _, country, period, currency = key
        sums = _sums(entries)
        made: dict[str, object] = {
            "return": "LOCAL", "jurisdiction": country, "period": period, "currency": currency,
            "registration_needed": not self.seller.number_in(country),
            "lines": _lines(sums), "boxes": boxes(country, sums),
        }  # fmt: skip
        statement: dict[str, Decimal] = defaultdict(Decimal)
        for entry in entries:
            if entry.line == "ic_supply" and entry.buyer:
                statement[entry.buyer] += entry.base
        listed = [{"vat_number": n, "base": _money(b)} for n, b in sorted(statement.items()) if b]
        made["statement"] = listed
        return made

    def _one_stop(
        self, key: tuple[str, str, str, str], entries: list[Booking]
    ) -> dict[str, object]:
        kind, _, period, currency = key
        lines: dict[tuple[str, str, Decimal], list[Decimal]] = defaultdict(lambda: [Decimal(0)] * 2)
        corrections: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
        balances: dict[str, Decimal] = defaultdict(Decimal)
        for entry in entries:
            balances[entry.state] += entry.vat
            if entry.corrected is not None:
                corrections[entry.state, str(entry.corrected)] += entry.vat
                continue
            assert entry.rate is not None
            at = entry.state, entry.dispatch, entry.rate
            lines[at] = [lines[at][0] + entry.base, lines[at][1] + entry.vat]
        return {
            "return": kind,
            "jurisdiction": self._identified_in(kind),
            "period": period,
            "currency": currency,
            "lines": [
                {"state": s, "dispatch": d, "rate": percent(r), "base": _money(b), "vat": _money(v)}
                for (s, d, r), (b, v) in sorted(lines.items())
                if b or v
            ],
            "corrections": [
                {"state": s, "period": p, "vat": _money(v)}
                for (s, p), v in sorted(corrections.items())
                if v
            ],
            "balances": {s: _money(v) for s, v in sorted(balances.items()) if v},
            "amount_due": _money(sum((v for v in balances.values() if v > 0), Decimal(0))),
        }

    def _identified_in(self, kind: str) -> str:
        if kind == "OSS":
            return self.seller.oss_state or "?"
        return "?" if not self.seller.ioss_number else "DE"


Sums = dict[tuple[str, Decimal | None], tuple[Decimal, Decimal]]


def _sums(entries: list[Booking]) -> Sums:
    sums: Sums = {}
    for entry in entries:
        rate = entry.rate if entry.line in ("taxed", "acquisition") else None
        base, vat = sums.get((entry.line, rate), (Decimal(0), Decimal(0)))
        sums[entry.line, rate] = base + entry.base, vat + entry.vat
    return sums


def _lines(sums: Sums) -> dict[str, object]:
    lines: dict[str, object] = {}
    for (line, rate), (base, vat) in sorted(sums.items(), key=str):
        if not (base or vat):
            continue
        if rate is not None:
            at = lines.setdefault(line, {})
            assert isinstance(at, dict)
            at[percent(rate)] = {"base": _money(base), "vat": _money(vat)}
        elif line == "input_vat":
            both = {"base": base, "vat": vat}
            lines[line] = {name: _money(value) for name, value in both.items() if value}
        else:
            lines[line] = {"base": _money(base)}
    return lines


def percent(rate: Decimal) -> str:
    return f"{rate.normalize():f}"


def _money(value: Decimal) -> str:
    return f"{cents(value):.2f}"


def boxes(country: str, sums: Sums) -> dict[str, str]:
    """The boxes of DE, GB and PL that the contract leaves no doubt about."""
    made = {"DE": _german, "GB": _british, "PL": _polish}.get(country, lambda _: {})(sums)
    return {box: f"{value}" for box, value in made.items() if value}


def _base(sums: Sums, *lines: str, rate: str | None = None) -> Decimal:
    return sum((b for (name, r), (b, _) in sums.items() if name in lines and _at(r, rate)), Decimal(0))  # fmt: skip


def _vat(sums: Sums, *lines: str, rate: str | None = None) -> Decimal:
    return sum((v for (name, r), (_, v) in sums.items() if name in lines and _at(r, rate)), Decimal(0))  # fmt: skip


def _at(rate: Decimal | None, wanted: str | None) -> bool:
    return wanted is None or (rate is not None and percent(rate) == wanted)


def _cut(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1), ROUND_DOWN) + 0


def _german(sums: Sums) -> dict[str, Decimal]:
    others = {
        line: [r for (name, r) in sums if name == line and r is not None and r not in (19, 7)]
        for line in ("taxed", "acquisition")
    }
    cut = {
        "81": _cut(_base(sums, "taxed", rate="19")),
        "86": _cut(_base(sums, "taxed", rate="7")),
        "35": _cut(sum((sums["taxed", r][0] for r in others["taxed"]), Decimal(0))),
        "36": cents(sum((sums["taxed", r][1] for r in others["taxed"]), Decimal(0))),
        "41": _cut(_base(sums, "ic_supply")),
        "43": _cut(_base(sums, "export", "deemed_supply")),
        "89": _cut(_base(sums, "acquisition", rate="19")),
        "93": _cut(_base(sums, "acquisition", rate="7")),
        "95": _cut(sum((sums["acquisition", r][0] for r in others["acquisition"]), Decimal(0))),
        "98": cents(sum((sums["acquisition", r][1] for r in others["acquisition"]), Decimal(0))),
        "61": cents(_vat(sums, "acquisition")),
        "66": cents(_vat(sums, "input_vat") - _vat(sums, "acquisition")),
    }
    tax = cut["36"] + cut["98"] - cut["66"] - cut["61"]
    tax += Decimal("0.19") * (cut["81"] + cut["89"]) + Decimal("0.07") * (cut["86"] + cut["93"])
    return {**cut, "83": cents(tax)}


def _british(sums: Sums) -> dict[str, Decimal]:
    due = cents(_vat(sums, "taxed"))
    acquired = cents(_vat(sums, "acquisition"))
    reclaimed = cents(_vat(sums, "input_vat"))
    return {
        "1": due,
        "2": acquired,
        "3": due + acquired,
        "4": reclaimed,
        "5": abs(due + acquired - reclaimed),
        "6": _cut(_base(sums, "taxed", "export", "deemed_supply", "ic_supply")),
        "7": _cut(_base(sums, "input_vat", "acquisition")),
        "8": _cut(_base(sums, "ic_supply")),
        "9": _cut(_base(sums, "acquisition")),
    }


def _polish(sums: Sums) -> dict[str, Decimal]:
    def whole(value: Decimal) -> Decimal:
        return value.quantize(Decimal(1), ROUND_HALF_UP)

    return {
        "P_19": whole(_base(sums, "taxed", rate="23")),
        "P_20": whole(_vat(sums, "taxed", rate="23")),
        "P_21": whole(_base(sums, "ic_supply")),
        "P_22": whole(_base(sums, "export")),
        "P_23": whole(_base(sums, "acquisition")),
        "P_24": whole(_vat(sums, "acquisition")),
    }
