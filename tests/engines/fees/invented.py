"""Invented cases of the contract's shape: awkward dates, tied cents, tier edges, repeated verdicts."""

from __future__ import annotations

from datetime import date, timedelta

CURRENCIES = ("EUR", "CNY", "USD", "JPY", "KWD")
MODES = ("half_up", "half_even", "down", "up")
CREDIT_TIERS = (
    (("95", "0"), ("90", "10"), ("80", "25"), ("0", "50")),
    (("99.9", "0"), ("99", "10"), ("95", "25"), ("0", "100")),
    (("66.67", "0"), ("33.33", "12.5"), ("0", "40")),
)


def _amount(random, top=100_000):
    """Often with half a cent, so that the rounding modes differ."""
    places = random.choice((0, 1, 2, 2, 3, 4))
    cents = f".{random.randrange(10**places):0{places}d}" if places else ""
    return f"{random.randrange(top)}{cents}"


def _percent(random):
    return random.choice(("0%", "0.65%", "0.8%", "1%", "2.5%", "3%", "33.3%"))


def _rounding(random):
    if random.random() < 0.4:
        return {}
    return {"rounding": {"level": random.choice(("invoice", "line")), "mode": random.choice(MODES)}}


def quote_case(random, number):
    first = date(2025, 1, 1) + timedelta(days=random.randrange(1400))
    months = random.choice((1, 1, 2, 3, 12))
    plan = [_item(random) for _ in range(random.randrange(4))]
    return {
        "id": f"case-{number}",
        "currency": random.choice(CURRENCIES),
        "from": first.isoformat(),
        "months": months,
        "on": first.isoformat(),
        "fx": {c: _rates(random, first) for c in CURRENCIES},
        "forecast": _forecast(random, plan, first, months),
        "plan": plan,
        "rules": _rules(random),
    }


def _rates(random, on):
    days = random.sample(range(-40, 20), 3)
    days[0] = -abs(days[0])
    return [
        {
            "date": (on + timedelta(days=d)).isoformat(),
            "rate": f"{random.randrange(20)}.{random.randrange(1, 10**6):06d}",
        }
        for d in dict.fromkeys(days)
    ]


def _item(random):
    item = {
        "code": random.choice("abc"),
        "currency": random.choice(CURRENCIES),
        **_rounding(random),
    }
    kind = random.choice(("recurring", "share", "share", "per_unit", "project", "pass_through"))
    item["kind"] = kind
    if kind == "share":
        return item | _share(random)
    item["amount"] = _amount(random, 900)
    if kind == "pass_through":
        item["payee"] = random.choice(("government", "third_party"))
        kind = random.choice(("recurring", "per_unit", "project"))
    if kind == "per_unit":
        item["of"] = "labels"
    elif random.random() < 0.7:
        item["count"] = random.randrange(5)
    if kind == "recurring":
        item["every"] = random.choice(("month", "quarter", "year"))
        if random.random() < 0.6:
            item["anchor"] = random.choice(("calendar", "start"))
    return item


def _share(random):
    terms = {"of": "sales"}
    if random.random() < 0.3:
        terms["rate"] = _percent(random)
    else:
        starts = random.sample((100, 250, 1000, 1250), random.randrange(3))
        tiers = [{"from": str(start), "rate": _percent(random)} for start in (0, *starts)]
        random.shuffle(tiers)
        terms |= {"tiers": tiers, "tiers_apply": random.choice(("slice", "whole"))}
    if random.random() < 0.4:
        terms["floor"] = _amount(random, 90)
    if random.random() < 0.4:
        terms["cap"] = _amount(random, 200)
    return terms


def _forecast(random, plan, first, months):
    wanted = {(i["of"], i["currency"] if i["kind"] == "share" else None) for i in plan if "of" in i}
    forecast = []
    for k in range(months + 1):
        year, month = divmod(first.year * 12 + first.month - 1 + k, 12)
        for of, currency in sorted(wanted, key=str):
            entry = {"month": f"{year}-{month + 1:02d}", "of": of}
            if currency is None:
                forecast.append(entry | {"quantity": random.randrange(300)})
                continue
            for _ in range(random.choice((1, 1, 2))):
                orders = [
                    [
                        random.randrange(6),
                        random.choice(("12.50", "25", "19.99", _amount(random, 400))),
                    ]
                    for _ in range(random.randrange(4))
                ]
                forecast.append(entry | {"currency": currency, "orders": orders})
    return forecast


def _rules(random):
    cheap = []
    for _ in range(random.randrange(3)):
        rule = {"at_least": _amount(random, 20_000)}
        if random.random() < 0.7:
            rule["code"] = random.choice("abcd")
        if random.random() < 0.5:
            rule["per_unit"] = True
        cheap.append(rule)
    required = [
        {"code": random.choice("abcd")}
        | ({"kind": random.choice(("share", "project"))} if random.random() < 0.5 else {})
        for _ in range(random.randrange(3))
    ]
    return {"required": required, "too_cheap": cheap}


def credit_case(random, number):
    first = date(2025, 1, 1) + timedelta(days=random.randrange(1400))
    end = first + timedelta(days=random.choice((28, 30, 31, 92)))
    judged = [_judged(random, f"k{k}") for k in random.sample(range(20), random.randrange(6))]
    judged += random.sample(judged, random.randrange(len(judged) + 1))
    random.shuffle(judged)
    case = {
        "id": f"case-{number}",
        "currency": random.choice(CURRENCIES),
        "fee": _amount(random, 900),
        "period": {"from": first.isoformat(), "to": end.isoformat()},
        "tiers": [{"at_least": f"{a}%", "credit": f"{c}%"} for a, c in random.choice(CREDIT_TIERS)],
        "judged": judged,
    }
    random.shuffle(case["tiers"])
    return case | _terms(random, first, end, judged)


def _terms(random, first, end, judged):
    terms = {}
    if random.random() < 0.5:
        terms["cap"] = random.choice(("12.5%", "30%", "50%"))
    if random.random() < 0.5:
        terms["combine"] = random.choice(("sum", "highest"))
    if random.random() < 0.6:
        terms["rounding"] = {"mode": random.choice(MODES)}
    if random.random() < 0.5:
        begin = first + timedelta(days=random.randrange((end - first).days))
        terms["billed"] = {"from": begin.isoformat(), "to": end.isoformat()}
    keys = sorted({entry["key"] for entry in judged})
    terms["disputes"] = [
        {"key": key, "upheld": random.random() < 0.5}
        for key in random.sample(keys, random.randrange(len(keys) + 1))
    ]
    return terms


def _judged(random, key):
    if random.random() < 0.4:
        return {"key": key, "credit": random.choice(("5%", "10%", "25%", "33.3%", "0%"))}
    total = random.choice((0, 1, 19, 20, 1000))
    met = total - random.randrange(total // 4 + 2) if total else 0
    return {"key": key, "met": max(met, 0), "breached": total - max(met, 0)}


def split_case(random):
    """An amount in cents (either sign) and weights of which one is above zero."""
    weights = [random.randrange(6) for _ in range(random.randrange(1, 7))]
    weights[random.randrange(len(weights))] = random.randrange(1, 9)
    return random.randrange(-100_000, 100_000), weights
