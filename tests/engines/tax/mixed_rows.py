"""Mixed report rows from a seed: every type, scheme, place and edge day that the rules speak of."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from random import Random

from stdnum import get_cc_module
from tests.engines.tax.referee import Profile

from pilotage.engines import mill
from pilotage.engines.law import legal_rates
from pilotage.kernel.errors import RuleGap

COLUMNS = [column.header for column in mill.COLUMNS]

TYPES = ["SALE"] * 12 + ["REFUND"] * 6 + ["LIQUIDATION_SALE", "LIQUIDATION_REFUND", "RETURN"]
TYPES += ["FC_TRANSFER"] * 3 + [
    "INBOUND",
    "COMMINGLING_BUY",
    "COMMINGLING_SELL",
    "DONATION",
    "GIFT",
]
HOMES = ["DE"] * 6 + ["FR", "PL", "IT", "ES", "CZ", "GB", "GB", "SE", "NL", "BE", "BG", "HU"]
AWAY = [*HOMES, "AT", "FI", "GR", "IE", "LU", "MC", "CH", "US", "XX", "CN", "RO", "PT", ""]
SCHEMES = ["DEEMED_RESELLER"] * 3 + ["UK_VOEC-DOMESTIC", "UK_VOEC-IMPORT", "CH_VOEC", "NO_VOEC"]
SCHEMES += ["DEEMED_RESELLER-IOSS", "REGULAR", ""]
OWN_SCHEMES = (
    ["REGULAR"] * 6 + ["UNION-OSS"] * 3 + ["IMPORT-OSS", "COMMINGLE_VAT", "DEEMED_RESELLER"]
)
POSTCODES = {
    "DE": ["10115", "04347", "78266", "27498"],
    "ES": ["28001", "35010", "38001", "51001", "52 001"],
    "IT": ["20121", "23041", "22061", "23040"],
    "FI": ["00100", "22100"],
    "FR": ["75011", "97400", "98000", "98800", "98500"],
    "GR": ["10431", "630 86"],
    "GB": ["SW1A 1AA", "bt1 5gs", "JE2 3AB", "GY1 1AA", "IM1 1AA"],
}
CURRENCIES = ["EUR"] * 8 + ["GBP", "PLN", "CZK", "SEK", "USD", ""]
DAYS = [date(2025, 12, 30) + timedelta(days=n) for n in range(100)]
# Sales long ago, for corrections up to and past the third year after their quarter's due date.
OLD = [
    date(2022, 9, 30),
    date(2022, 12, 31),
    date(2023, 1, 1),
    date(2024, 2, 29),
    date(2025, 6, 30),
]
SKUS = [f"SKU-{n}" for n in range(8)]

# What a row needs to be told apart from another; the rest of the 95 columns stays blank.
Words = dict[str, str]


@dataclass(frozen=True)
class Mix:
    """One run: files of rows, profile, costs and rates of exchange."""

    files: list[list[Words]]
    seller: Profile
    costs: list[tuple[str, str, Decimal, date]]
    fx: list[tuple[date, str, Decimal]]


@cache
def number_in(country: str, at: int = 0) -> str:
    """A number of a country with right check digits, always the same one."""
    random = Random(f"{country} {at}")
    rules = get_cc_module({"GR": "gr", "XI": "gb"}.get(country, country.lower()), "vat")
    shapes = {"AT": "U########", "ES": "B########", "NL": "#########B01", "FR": "###########"}
    length = {"DE": 9, "IT": 11, "PL": 10, "CZ": 8, "GB": 9, "XI": 9, "BE": 10, "GR": 9}
    length |= {"SE": 12, "HU": 8, "BG": 9, "LU": 8, "FI": 8}
    shape = shapes.get(country) or "#" * length[country]
    prefix = "EL" if country == "GR" else country
    while True:
        digits = "".join(random.choice("0123456789") if c == "#" else c for c in shape)
        if rules.is_valid(digits):
            return prefix + digits


def mix(seed: int, rows: int = 300, files: int = 2) -> Mix:
    """A run of `rows` rows in `files` files, refunds behind their sales, some rows repeated."""
    random = Random(seed)
    seller = profile(random)
    made: list[Words] = []
    sold: list[Words] = []
    for number in range(rows):
        row = _refund(random, sold) if sold and random.random() < 0.2 else _row(random, number)
        made.append(row)
        if row["TRANSACTION_TYPE"].endswith("SALE"):
            sold.append(row)
    cuts = sorted(random.sample(range(1, rows), files - 1)) if files > 1 else []
    parts = [made[a:b] for a, b in zip([0, *cuts], [*cuts, rows], strict=True)]
    for part in parts[1:]:
        part.extend(random.sample(parts[0], min(5, len(parts[0]))))
    return Mix(parts, seller, costs(random), rates())


def profile(random: Random) -> Profile:
    known = random.sample(["FR", "PL", "IT", "ES", "CZ", "GB", "XI", "SE", "AT", "GR"], 4)
    oss = random.choice([None, date(2025, 1, 1), date(2026, 1, 31), date(2026, 2, 1)])
    return Profile(
        established_in=random.choice(["CN", "CN", "CN", "FR", "GB", "DE"]),
        vat_numbers={place: number_in(place, 9) for place in ["DE", *known]},
        oss_state="DE" if oss else None,
        oss_from=oss,
        ioss_number=random.choice([None, "IM2760000001"]),
        italy_vies_guarantee=random.random() < 0.5,
    )


def costs(random: Random) -> list[tuple[str, str, Decimal, date]]:
    return [
        (sku, currency, Decimal(random.randint(1, 99_999)) / 1000, since)
        for sku in SKUS[:6]
        for currency, since in (("EUR", date(2024, 1, 1)), ("USD", date(2026, 2, 1)))
    ]


def rates() -> list[tuple[date, str, Decimal]]:
    """Weekdays only, from Christmas on; no publication on New Year's Day; CZK stops early."""
    start = {"GBP": "0.8712", "PLN": "4.2101", "CZK": "24.313", "SEK": "10.9415", "USD": "1.1745"}
    start |= {"BGN": "1.9558", "HUF": "385.13"}
    return [
        (day, currency, Decimal(rate) + Decimal(n % 17) / 1000)
        for n in (*range(-1300, -1180), *range(-700, -640), *range(-200, 108))
        for day in [date(2025, 12, 22) + timedelta(days=n)]
        if day.weekday() < 5 and day != date(2026, 1, 1)
        for currency, rate in start.items()
        if currency != "CZK" or day < date(2026, 3, 25)
    ]


def _row(random: Random, number: int) -> Words:
    kind = random.choice(TYPES)
    on = random.choice(DAYS if random.random() < 0.9 else OLD)
    dep, arr = random.choice(HOMES), random.choice(AWAY)
    if random.random() < 0.4:
        arr = dep
    if random.random() < 0.08:
        dep = random.choice(["CN", "", "US", "CH", "GR", "FI", "IE"])
    row = dict.fromkeys(COLUMNS, "")
    row |= {
        "TRANSACTION_TYPE": kind,
        "TRANSACTION_EVENT_ID": f"order-{number}",
        "ACTIVITY_TRANSACTION_ID": f"activity-{number}",
        "SELLER_SKU": random.choice(SKUS),
        "ASIN": f"B0{random.randint(0, 9)}",
        "QTY": random.choice(["1", "1", "1", "2", "3", "7", "-1", "0", ""] if number % 40 == 0 else ["1", "2", "3"]),
    }  # fmt: skip
    _days(random, row, on)
    _places(random, row, dep, arr, moved=kind in ("FC_TRANSFER", "INBOUND"))
    row["EXPORT_OUTSIDE_EU"] = random.choice(["NO"] * 12 + ["YES", ""])
    _collected(random, row)
    if random.random() < 0.3:
        _with_buyer(random, row)
    if kind not in ("RETURN", "FC_TRANSFER", "INBOUND"):
        _priced(random, row, dep, arr, on)
    if random.random() < 0.02:
        column, word = random.choice(BROKEN)
        row[column] = word
    return row


BROKEN = [
    ("TRANSACTION_COMPLETE_DATE", "31-02-2026"),
    ("TAX_CALCULATION_DATE", "2026/01/05"),
    ("TRANSACTION_DEPART_DATE", "soon"),
    ("ACTIVITY_PERIOD", "2026-JANUARY"),
    ("QTY", "two"),
    ("PRICE_OF_ITEMS_VAT_RATE_PERCENT", "19%"),
    ("TOTAL_ACTIVITY_VALUE_AMT_VAT_INCL", "12,50"),
    ("TOTAL_ACTIVITY_VALUE_VAT_AMT", "NaN"),
]


def _days(random: Random, row: Words, on: date) -> None:
    form = random.choice(["%d-%m-%Y", "%Y-%m-%d", "%d/%m/%Y"])
    row["TRANSACTION_COMPLETE_DATE"] = on.strftime(form)
    if random.random() < 0.7:
        row["TRANSACTION_DEPART_DATE"] = (on - timedelta(days=random.randint(0, 3))).strftime(form)
    if random.random() < 0.6:
        earlier = on - timedelta(days=random.choice([0, 0, 0, 1, 2, 5]))
        row["TAX_CALCULATION_DATE"] = earlier.strftime(form)
    if random.random() < 0.8:
        row["ACTIVITY_PERIOD"] = on.strftime("%Y-%b").upper()


def _places(random: Random, row: Words, dep: str, arr: str, *, moved: bool) -> None:
    row["DEPARTURE_COUNTRY"], row["ARRIVAL_COUNTRY"] = dep, arr
    if not moved and random.random() < 0.8:
        row["SALE_DEPART_COUNTRY"], row["SALE_ARRIVAL_COUNTRY"] = dep, arr
        if random.random() < 0.1:
            row["DEPARTURE_COUNTRY"] = ""
    for place, column in ((dep, "DEPARTURE_POST_CODE"), (arr, "ARRIVAL_POST_CODE")):
        known = POSTCODES.get(place, ["1000"])
        row[column] = known[0] if random.random() < 0.7 else random.choice(known)


def _collected(random: Random, row: Words) -> None:
    if row["TRANSACTION_TYPE"] in ("RETURN", "FC_TRANSFER", "INBOUND"):
        return
    by = random.choice(["MARKETPLACE"] * 2 + ["SELLER"] * 5 + [""] * (random.random() < 0.1))
    row["TAX_COLLECTION_RESPONSIBILITY"] = by
    row["TAX_REPORTING_SCHEME"] = random.choice(SCHEMES if by == "MARKETPLACE" else OWN_SCHEMES)


def _with_buyer(random: Random, row: Words) -> None:
    country = random.choice(["DE", "FR", "IT", "ES", "NL", "PL", "GB", "XI", "AT", "GR", "BE"])
    number = number_in(country, random.randint(0, 2))
    way = random.randint(0, 5)
    if way == 0:
        number = number[:-2] + ("9" if number[-2] != "9" else "8") + number[-1]
    if way == 1:
        number = f"{number[:2].lower()} {number[2:5]}.{number[5:]}"
    if way == 2:
        number, row["BUYER_VAT_NUMBER_COUNTRY"] = number[2:], country
    if way == 3:
        row["BUYER_VAT_NUMBER_COUNTRY"] = country
    row["BUYER_VAT_NUMBER"] = number


def _priced(random: Random, row: Words, dep: str, arr: str, on: date) -> None:
    row["TRANSACTION_CURRENCY_CODE"] = random.choice(CURRENCIES)
    row["PRODUCT_TAX_CODE"] = random.choice(["A_GEN_STANDARD"] * 6 + ["", "A_BOOKS_GEN"])
    rate = _rate(random, random.choice([arr, arr, dep]), on, row["PRODUCT_TAX_CODE"])
    qty = Decimal(row["QTY"] or 1) or Decimal(1)
    gross = abs(qty) * Decimal(random.randint(100, 9999)) / 100
    if random.random() < 0.2:
        gross += Decimal("0.01")
    net = (gross / (1 + rate)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    shape = random.choice(["split"] * 6 + ["gross"] * 3 + ["zero", "net", "two", "none", "broken"])
    said = {
        "split": (net, gross - net, gross),
        "gross": (None, None, gross),
        "zero": (gross, Decimal("0.0"), gross),
        "net": (net, None, None),
        "two": (net, gross - net, None),
        "none": (None, None, None),
        "broken": (net, gross - net, gross + Decimal("0.01") * random.choice([1, 2, 3, 4])),
    }[shape]
    if row["TRANSACTION_TYPE"].endswith("REFUND"):
        said = tuple(None if a is None else -a for a in said)
    _totals(random, row, said)
    if shape != "gross" and random.random() < 0.9:
        row["PRICE_OF_ITEMS_VAT_RATE_PERCENT"] = f"{rate:f}"


def _totals(random: Random, row: Words, said: Iterable[Decimal | None]) -> None:
    names = ("EXCL", "VAT", "INCL")
    columns = {"VAT": "TOTAL_ACTIVITY_VALUE_VAT_AMT"}
    for name, value in zip(names, said, strict=True):
        column = columns.get(name, f"TOTAL_ACTIVITY_VALUE_AMT_VAT_{name}")
        noise = "0000000001" if value and random.random() < 0.05 else ""
        row[column] = "" if value is None else f"{value:.2f}{noise}"


def _rate(random: Random, place: str, on: date, code: str) -> Decimal:
    try:
        found = legal_rates(place, on)
    except RuleGap:
        return Decimal("0.19")
    held = found["standard"].value
    if code == "A_BOOKS_GEN" or random.random() < 0.05:
        held = random.choice([law.value for law in found.values()])
    return Decimal(held) / 100


def _refund(random: Random, sold: list[Words]) -> Words:
    """A refund of an earlier sale: whole or part, with or without places, split or code."""
    sale = random.choice(sold)
    row = dict(sale)
    row["TRANSACTION_TYPE"] = sale["TRANSACTION_TYPE"].replace("SALE", "REFUND")
    if random.random() < 0.05:
        row["TRANSACTION_TYPE"] = "REFUND"
    row["ACTIVITY_TRANSACTION_ID"] = f"refund-{random.randint(0, 10**9)}"
    _days(random, row, random.choice(DAYS))
    row["TAX_CALCULATION_DATE"] = sale["TAX_CALCULATION_DATE"] if random.random() < 0.7 else ""
    shape = random.randint(0, 5)
    gross = row["TOTAL_ACTIVITY_VALUE_AMT_VAT_INCL"]
    if shape <= 2 and gross and gross.replace(".", "").isdigit():
        part = random.choice([gross, gross, f"{Decimal(gross) / 2:.2f}"])
        row["TOTAL_ACTIVITY_VALUE_AMT_VAT_INCL"] = random.choice(["-", "-", ""]) + part
        row["TOTAL_ACTIVITY_VALUE_AMT_VAT_EXCL"] = row["TOTAL_ACTIVITY_VALUE_VAT_AMT"] = ""
        row["PRICE_OF_ITEMS_VAT_RATE_PERCENT"] = ""
    if shape in (0, 3):
        row["SALE_ARRIVAL_COUNTRY"] = row["ARRIVAL_COUNTRY"] = ""
    if shape == 1:
        row["SELLER_SKU"] = random.choice(["", "SKU-other"])
    if shape == 5 and random.random() < 0.5:
        row["TRANSACTION_EVENT_ID"] = "order-nobody"
    return row


def write(rows: list[Words], path: Path, **form: object) -> Path:
    """The rows as a report file; `form` may name columns, delimiter, encoding."""
    columns = list(form.get("columns", COLUMNS))  # type: ignore[call-overload]
    with path.open("w", encoding=str(form.get("encoding", "utf-8")), newline="") as file:
        writer = csv.DictWriter(
            file, columns, delimiter=str(form.get("delimiter", ",")), extrasaction="ignore"
        )
        writer.writeheader()
        writer.writerows(rows)
    return path
