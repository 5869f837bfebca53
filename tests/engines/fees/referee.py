"""A second, plain engine for fees and credits: whole fractions, one order and one day at a time.

Written from the contract alone; shares no code with the engine.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from fractions import Fraction

DECIMALS = {"JPY": 0, "KWD": 3}


def rounded(value, currency, mode):
    """The nearest, lower or upper multiple of the minor unit, found by looking at both neighbours."""
    step = Fraction(1, 10 ** DECIMALS.get(currency, 2))
    lower = (value // step) * step
    upper = lower if lower == value else lower + step
    if mode == "down":
        return lower if value >= 0 else upper
    if mode == "up":
        return upper if value >= 0 else lower
    if value - lower != upper - value:
        return lower if value - lower < upper - value else upper
    if mode == "half_up":
        return upper if value >= 0 else lower
    return lower if (lower / step) % 2 == 0 else upper


def text(value, currency):
    places = DECIMALS.get(currency, 2)
    units = value * 10**places
    assert units.denominator == 1
    digits = str(abs(units.numerator)).rjust(places + 1, "0")
    sign = "-" if units < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def percent(words):
    return Fraction(words.removesuffix("%"))


def later(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def days(first, end):
    while first < end:
        yield first
        first += timedelta(days=1)


def quote(case):
    first = date.fromisoformat(case["from"])
    end = later(first, case["months"])
    items = [item_answer(item, case, first, end) for item in case["plan"]]
    total = case["currency"]

    def summed(wanted):
        return text(sum((Fraction(i["converted"]) for i in items if wanted(i)), Fraction(0)), total)

    return {
        "id": case["id"],
        "currency": total,
        "from": first.isoformat(),
        "to": end.isoformat(),
        "items": items,
        "service": summed(lambda i: i["kind"] != "pass_through"),
        "pass_through": summed(lambda i: i["kind"] == "pass_through"),
        "total": summed(lambda i: True),
        "flags": flags(case, items),
    }


def item_answer(item, case, first, end):
    lines = item_lines(item, case, first, end)
    amount = sum((a for _, a in lines), Fraction(0))
    rate, rated = "1", None
    if item["currency"] != case["currency"]:
        known = [e for e in case["fx"][item["currency"]] if e["date"] <= case["on"]]
        best = sorted(known, key=lambda e: e["date"])[-1]
        rate, rated = best["rate"], best["date"]
    return {
        "code": item["code"],
        "kind": item["kind"],
        "currency": item["currency"],
        "lines": [{"from": d.isoformat(), "amount": text(a, item["currency"])} for d, a in lines],
        "amount": text(amount, item["currency"]),
        "rate": rate,
        "rate_date": rated,
        "converted": text(
            rounded(amount * Fraction(rate), case["currency"], "half_up"), case["currency"]
        ),
    }


def item_lines(item, case, first, end):
    kind = item["kind"]
    if kind == "recurring" or (kind == "pass_through" and "every" in item):
        return recurring_lines(item, first, end)
    if kind == "share":
        return [share_line(item, case, part) for part in months(first, end)]
    if kind == "per_unit" or (kind == "pass_through" and "of" in item):
        return [unit_line(item, case, part) for part in months(first, end)]
    return [(first, units(item, Fraction(1), item.get("count", 1)))]


def units(item, fraction, count):
    agreed = item.get("rounding", {})
    mode, each = agreed.get("mode", "half_up"), Fraction(item["amount"]) * fraction
    if agreed.get("level", "invoice") == "line":
        return rounded(each, item["currency"], mode) * count
    return rounded(each * count, item["currency"], mode)


def recurring_lines(item, first, end):
    length = {"month": 1, "quarter": 3, "year": 12}[item["every"]]
    begin = first
    if item.get("anchor", "calendar") == "calendar":
        begin = date(
            first.year, {1: first.month, 3: (first.month - 1) // 3 * 3 + 1, 12: 1}[length], 1
        )
    lines, k = [], 0
    while later(begin, k * length) < end:
        period = list(days(later(begin, k * length), later(begin, (k + 1) * length)))
        inside = [d for d in period if first <= d < end]
        if inside:
            fraction = Fraction(len(inside), len(period))
            lines.append((inside[0], units(item, fraction, item.get("count", 1))))
        k += 1
    return lines


def months(first, end):
    found = {}
    for day in days(first, end):
        found.setdefault((day.year, day.month), []).append(day)
    return [
        (inside[0], Fraction(len(inside), calendar.monthrange(*month)[1]))
        for month, inside in found.items()
    ]


def unit_line(item, case, part):
    month = part[0].isoformat()[:7]
    quantities = [
        e["quantity"]
        for e in case["forecast"]
        if (e["month"], e["of"]) == (month, item["of"]) and "quantity" in e
    ]
    assert quantities
    return part[0], units(item, Fraction(1), sum(quantities))


def share_line(item, case, part):
    first, fraction = part
    orders = [
        Fraction(amount)
        for e in case["forecast"]
        if (e["month"], e["of"], e.get("currency"))
        == (first.isoformat()[:7], item["of"], item["currency"])
        for number, amount in e["orders"]
        for _ in range(number)
    ]
    agreed = item.get("rounding", {})
    mode, currency = agreed.get("mode", "half_up"), item["currency"]
    fees = order_fees(item, orders)
    if agreed.get("level", "invoice") == "line":
        fee = sum((rounded(f, currency, mode) for f in fees), Fraction(0))
    else:
        fee = rounded(sum(fees, Fraction(0)), currency, mode)
    if "floor" in item:
        fee = max(fee, rounded(Fraction(item["floor"]) * fraction, currency, mode))
    if "cap" in item:
        fee = min(fee, rounded(Fraction(item["cap"]) * fraction, currency, mode))
    return first, fee


def order_fees(item, orders):
    if "rate" in item:
        return [order * percent(item["rate"]) / 100 for order in orders]
    tiers = sorted((Fraction(t["from"]), percent(t["rate"]) / 100) for t in item["tiers"])
    if item.get("tiers_apply", "slice") == "whole":
        rate = [rate for start, rate in tiers if start <= sum(orders, Fraction(0))][-1]
        return [order * rate for order in orders]
    fees, before = [], Fraction(0)
    for order in orders:
        fees.append(up_to(tiers, before + order) - up_to(tiers, before))
        before += order
    return fees


def up_to(tiers, sales):
    """What sales from zero to here cost: each tier's rate steps up or down from its start on."""
    fee, last = Fraction(0), Fraction(0)
    for start, rate in tiers:
        fee += max(Fraction(0), sales - start) * (rate - last)
        last = rate
    return fee


def flags(case, items):
    rules = case.get("rules", {})
    found = []
    for rule in rules.get("required", []):
        same = [i for i in items if i["code"] == rule["code"]]
        if not [i for i in same if "kind" not in rule or i["kind"] == rule["kind"]]:
            found.append({"flag": "MISSING_ITEM", "code": rule["code"]})
    for rule in rules.get("too_cheap", []):
        concerned = [
            (given, answer)
            for given, answer in zip(case["plan"], items, strict=True)
            if answer["kind"] != "pass_through"
            and rule.get("code", answer["code"]) == answer["code"]
        ]
        if concerned:
            paid = sum(Fraction(answer["converted"]) for _, answer in concerned)
            counted = sum(given.get("count", 1) for given, _ in concerned)
            floor = Fraction(rule["at_least"]) * case["months"]
            if paid * 12 < floor * (counted if rule.get("per_unit") else 1):
                found.append({"flag": "TOO_CHEAP", "code": rule.get("code")})
    return found


def short(value):
    """A percentage as the shortest decimal text, by long division."""
    whole, rest = divmod(value, 1)
    digits = ""
    while rest:
        digit, rest = divmod(rest * 10, 1)
        digits += str(digit)
    return f"{whole}.{digits}" if digits else str(whole)


def credits(case):
    currency, mode = case["currency"], case.get("rounding", {}).get("mode", "half_up")
    period, billed = case["period"], case.get("billed", case["period"])
    share = Fraction(len(list(span(billed))), len(list(span(period))))
    fee = rounded(Fraction(case["fee"]) * share, currency, mode)
    judged = {entry["key"]: entry for entry in case["judged"]}
    keys = sorted(judged)
    rates = {key: credit_rate(judged[key], case["tiers"]) for key in keys}
    carried = dict(rates)
    if case.get("combine", "sum") == "highest" and keys:
        bearer = min(keys, key=lambda key: (-rates[key], key))
        carried = {key: rates[key] if key == bearer else Fraction(0) for key in keys}
    reached, cap = sum(carried.values(), Fraction(0)), percent(case.get("cap", "100%"))
    credit = rounded(fee * min(reached, cap) / 100, currency, mode)
    parts = split(credit, [carried[key] for key in keys], currency)
    lines = [
        {
            "key": key,
            "attainment": attainment(judged[key]),
            "percent": short(rates[key]),
            "credit": text(part, currency),
        }
        for key, part in zip(keys, parts, strict=True)
    ]
    upheld = [d["key"] for d in case.get("disputes", []) if d["upheld"]]
    undone = [(key, -parts[keys.index(key)]) for key in upheld]
    return {
        "id": case["id"],
        "currency": currency,
        "fee": text(fee, currency),
        "percent": short(min(reached, cap)),
        "capped": reached > cap,
        "credit": text(credit, currency),
        "lines": lines,
        "reversals": [{"key": key, "credit": text(part, currency)} for key, part in undone],
        "net": text(credit + sum((part for _, part in undone), Fraction(0)), currency),
    }


def span(period):
    return days(date.fromisoformat(period["from"]), date.fromisoformat(period["to"]))


def credit_rate(entry, tiers):
    if "credit" in entry:
        return percent(entry["credit"])
    if entry["met"] + entry["breached"] == 0:
        return Fraction(0)
    share = Fraction(100 * entry["met"], entry["met"] + entry["breached"])
    reached = [t for t in tiers if share >= percent(t["at_least"])]
    return percent(max(reached, key=lambda t: percent(t["at_least"]))["credit"])


def attainment(entry):
    if "credit" in entry:
        return None
    judged = entry["met"] + entry["breached"]
    return f"{entry['met']}/{judged}" if judged else "no obligations"


def split(amount, weights, currency):
    """Largest remainder, one unit at a time to whoever lacks most; symmetric for negatives."""
    if amount < 0:
        return [-part for part in split(-amount, weights, currency)]
    step = Fraction(1, 10 ** DECIMALS.get(currency, 2))
    whole = sum(weights)
    if not whole:
        return [Fraction(0) for _ in weights]
    exact = [amount * weight / whole for weight in weights]
    parts = [(share // step) * step for share in exact]
    lacking = [share - part for share, part in zip(exact, parts, strict=True)]
    while sum(parts) < amount:
        i = lacking.index(max(lacking))
        parts[i] += step
        lacking[i] = Fraction(-1)
    return parts
