"""The contract rule by rule: one line per rule and edge, worked out by hand from its wording.

A line is: rule · type, places (with postcode), who collects under which scheme, what else the row
says · what becomes of it: treatment, jurisdiction, rate, base and VAT in the return's currency; or
the code that blocks it. Amounts `119` are gross only; `100+19=119@0.19` is a split with its rate.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.engines.tax.mixed_rows import COLUMNS, Words, number_in, write
from tests.engines.tax.referee import Profile

from pilotage.engines.tax import Cost, Rate, read_seller, run

DE, FR, IT, XI, GB = (number_in(place) for place in ("DE", "FR", "IT", "XI", "GB"))

CHINESE = Profile("CN", {p: number_in(p, 9) for p in ("DE", "PL", "CZ", "ES")})
FRENCH = Profile("FR", {p: number_in(p, 9) for p in ("FR", "DE")}, "FR", date(2025, 1, 1))

RULES = f"""
1  RETURN DE FR - -                          -> no_effect
–  FC_TRANSFER DE - - - 0                    -> COUNTRY_MISSING
–  COMMINGLING_SELL - DE - - 119             -> COUNTRY_MISSING
2  FC_TRANSFER DE DE - -                     -> no_effect
2  INBOUND GB GB/BT1 - -                     -> no_effect
3  FC_TRANSFER DE PL - - sku=A               -> own_goods DE 23 14.26
3  FC_TRANSFER DE GB/BT15GS - - sku=A        -> own_goods DE 20 14.26
3  FC_TRANSFER DE IT - - sku=A               -> IT_NOT_IN_VIES
3  FC_TRANSFER IT DE - - sku=Z               -> IT_NOT_IN_VIES
3  FC_TRANSFER DE PL - - sku=Z               -> COST_MISSING
4  FC_TRANSFER DE GB - - sku=A               -> own_goods_export DE 14.26
4  FC_TRANSFER DE ES/35010 - - sku=A         -> own_goods_export DE 14.26
4  FC_TRANSFER GB DE - - sku=A               -> own_goods_export GB 12.41
5  FC_TRANSFER CN DE - - sku=A               -> own_goods_import DE
5  INBOUND ES/38001 ES - - sku=A             -> own_goods_import ES
6  COMMINGLING_BUY DE DE - - 100+19=119@0.19 -> commingling_buy DE 100.00 19.00
6  COMMINGLING_BUY DE DE - - 119             -> commingling_buy DE
6  COMMINGLING_SELL DE DE - - 100+19=119@0.19 -> commingling_sell DE 19 100.00 19.00
6  COMMINGLING_SELL DE FR - - 100+0=100@0 buyer={FR} -> commingling_sell DE 100.00
7  DONATION DE DE SELLER REGULAR 119         -> DONATION_REVIEW
8  GIFT DE DE SELLER REGULAR 119             -> UNKNOWN_TYPE
9  SALE DE - SELLER REGULAR 119              -> COUNTRY_MISSING
R  REFUND DE - SELLER REGULAR 119            -> REFUND_WITHOUT_SALE
10 SALE DE FR MARKETPLACE DEEMED_RESELLER 100+20=120@0.2 -> deemed_supply DE 100.00
10 SALE DE FR MARKETPLACE DEEMED_RESELLER 120 -> deemed_supply DE 100.00
10 SALE GB/BT1 GB/BT2 MARKETPLACE DEEMED_RESELLER 120 cur=GBP -> deemed_supply GB 100.00
11 SALE GB GB MARKETPLACE UK_VOEC-DOMESTIC 120 cur=GBP -> deemed_supply GB 100.00
12 SALE FR CH MARKETPLACE CH_VOEC 100        -> export FR 100.00
12 SALE CN GB MARKETPLACE UK_VOEC-IMPORT 100 -> outside_scope
13 SALE CN DE MARKETPLACE DEEMED_RESELLER-IOSS 100 -> outside_scope
14 SALE DE DE MARKETPLACE REGULAR 119        -> UNKNOWN_SCHEME
15 SALE DE DE - REGULAR 119                  -> UNKNOWN_RESPONSIBILITY
16 SALE DE DE SELLER DEEMED_RESELLER 119     -> UNKNOWN_SCHEME
17 SALE DE CH SELLER REGULAR 119             -> export DE 119.00
17 SALE DE FR SELLER REGULAR 119 export=YES  -> export DE 119.00
17 SALE DE GB SELLER REGULAR 119             -> export DE 119.00
17 SALE GB DE SELLER REGULAR 87 cur=GBP      -> export GB 87.00
17 SALE DE DE/78266 SELLER REGULAR 119       -> export DE 119.00
17 SALE DE FR/97400 SELLER REGULAR 119       -> export DE 119.00
17 SALE DE FI/22100 SELLER REGULAR 119       -> export DE 119.00
17 SALE DE GB/JE23AB SELLER REGULAR 119      -> export DE 119.00
17 SALE DE XX SELLER REGULAR 119             -> export DE 119.00
18 SALE CN FR SELLER IMPORT-OSS 120          -> ioss_sale IOSS 20 100.00 20.00 +IOSS_NOT_IN_PROFILE
18 SALE GB FR SELLER IMPORT-OSS 120          -> ioss_sale IOSS 20 100.00 20.00 +IOSS_NOT_IN_PROFILE
19 SALE CN FR SELLER REGULAR 120             -> IMPORT_NEEDS_CUSTOMS
19 SALE CN GB SELLER REGULAR 120             -> IMPORT_NEEDS_CUSTOMS
19 SALE ES/35010 ES SELLER REGULAR 120       -> IMPORT_NEEDS_CUSTOMS
20 SALE IT IT SELLER REGULAR 122 buyer={IT}  -> reverse_charge IT 122.00
20 SALE NL NL SELLER REGULAR 121 buyer={DE}  -> reverse_charge NL 121.00
21 SALE DE DE SELLER REGULAR 119 buyer={DE}  -> taxed DE 19 100.00 19.00
21 SALE GB GB SELLER REGULAR 120 cur=GBP buyer={GB} -> taxed GB 20 100.00 20.00
22 SALE DE FR SELLER REGULAR 119 buyer={FR}  -> ic_supply DE 119.00
22 SALE DE FR SELLER REGULAR 119 buyer={IT}  -> ic_supply DE 119.00
22 SALE DE GB/BT1 SELLER REGULAR 119 buyer={XI} -> ic_supply DE 119.00
22 SALE DE ES SELLER REGULAR 121 buyer={GB}  -> taxed ES 21 100.00 21.00
23 SALE DE FR SELLER REGULAR 119 buyer={DE}  -> taxed DE 19 100.00 19.00
24 SALE DE DE SELLER REGULAR 119             -> taxed DE 19 100.00 19.00 +PLATFORM_MISSED
24 SALE DE DE SELLER REGULAR 119 buyer=DE123 -> taxed DE 19 100.00 19.00 +BUYER_NUMBER_INVALID +PLATFORM_MISSED
24 SALE DE DE SELLER REGULAR 119 buyer={GB}  -> taxed DE 19 100.00 19.00 +PLATFORM_MISSED
25 SALE DE FR SELLER UNION-OSS 120           -> distance_sale_oss OSS 20 100.00 20.00 +OSS_NOT_IN_PROFILE
25 SALE DE GR SELLER UNION-OSS 124           -> distance_sale_oss OSS 24 100.00 24.00 +OSS_NOT_IN_PROFILE
26 SALE DE ES SELLER REGULAR 121             -> taxed ES 21 100.00 21.00
26 SALE DE PL SELLER REGULAR 123 cur=PLN     -> taxed PL 23 100.00 23.00
27 SALE DE AT SELLER REGULAR 120             -> NO_REGISTRATION_FOR_ARRIVAL
28 SALE CN US SELLER REGULAR 120             -> NOT_COVERED
MC SALE DE MC SELLER UNION-OSS 120           -> distance_sale_oss OSS 20 100.00 20.00 +OSS_NOT_IN_PROFILE
IM SALE GB IM SELLER REGULAR 120 cur=GBP     -> taxed GB 20 100.00 20.00 +PLATFORM_MISSED
A1 SALE DE DE SELLER REGULAR 100+7=107@0.07 buyer={DE} -> RATE_MISMATCH
A1 SALE DE DE SELLER REGULAR 100+7=107@0.07 buyer={DE} code=A_BOOKS_GEN -> taxed DE 7 100.00 7.00
A1 SALE DE DE SELLER REGULAR 100+8=108@0.08 buyer={DE} code=A_BOOKS_GEN -> RATE_UNKNOWN
A1 SALE DE DE SELLER REGULAR 119 buyer={DE} code=A_BOOKS_GEN -> RATE_UNKNOWN
A1 SALE DE DE SELLER REGULAR 100+19=119.01@0.19 buyer={DE} -> taxed DE 19 100.00 19.00
A1 SALE DE DE SELLER REGULAR 100+19=119.02@0.19 buyer={DE} -> SPLIT_BROKEN
A1 SALE DE DE SELLER REGULAR 100+19=119.02@0.19 buyer={DE} qty=2 -> taxed DE 19 100.00 19.00
A1 SALE DE DE SELLER REGULAR 100+19=119@ buyer={DE} -> taxed DE 19 100.00 19.00
A2 SALE FR FR SELLER REGULAR 23.80 qty=2     -> taxed FR 20 19.84 3.96 +PLATFORM_MISSED
A2 SALE DE ES SELLER REGULAR 11.90           -> taxed ES 21 9.83 2.07
A2 SALE FR FR SELLER REGULAR 10.00 qty=3     -> taxed FR 20 8.33 1.67 +PLATFORM_MISSED
A2 SALE DE DE SELLER REGULAR 19.989999999999998 buyer={DE} -> taxed DE 19 16.80 3.19
A3 SALE DE DE SELLER REGULAR 100+19= buyer={DE} -> AMOUNT_MISSING
A3 SALE DE CH SELLER REGULAR -               -> AMOUNT_MISSING
A3 SALE DE CH SELLER REGULAR 119 cur=-       -> FX_MISSING
A3 SALE DE CH SELLER REGULAR 119 cur=SEK     -> FX_MISSING
FX SALE DE CH SELLER REGULAR 87 cur=GBP      -> export DE 100.00
FX SALE PL CH SELLER REGULAR 100 on=2026-01-13 -> export PL 410.00
FX SALE CZ CH SELLER REGULAR 100 on=2026-01-11 -> export CZ 2400.00
-R REFUND DE DE SELLER REGULAR 119 buyer={DE} -> taxed DE 19 -100.00 -19.00
-R REFUND DE DE SELLER REGULAR -119 buyer={DE} qty=-1 -> taxed DE 19 -100.00 -19.00
"""

FRENCH_RULES = f"""
20 SALE IT IT SELLER REGULAR 122 buyer={IT}  -> reverse_charge IT 122.00
20 SALE FR FR SELLER REGULAR 120 buyer={DE}  -> taxed FR 20 100.00 20.00
24 SALE DE DE SELLER REGULAR 119             -> taxed DE 19 100.00 19.00
25 SALE FR HU SELLER REGULAR 127             -> distance_sale_oss OSS 27 100.00 27.00
25 SALE FR DE SELLER REGULAR 119             -> distance_sale_oss OSS 19 100.00 19.00
25 SALE FR GB/BT1 SELLER REGULAR 120         -> distance_sale_oss OSS 20 100.00 20.00
3  FC_TRANSFER FR IT - - sku=A               -> own_goods FR 22 14.26
"""

COSTS = [Cost("A", "EUR", Decimal("7.13"), date(2024, 1, 1))]
RATES = [
    Rate(date(2026, 1, day), currency, Decimal(rate))
    for day, currency, rate in (
        (5, "GBP", "0.8500"), (9, "GBP", "0.8700"), (9, "CZK", "24"), (9, "PLN", "4.05"),
        (12, "PLN", "4.10"), (13, "PLN", "4.20"), (12, "CZK", "25"),
    )
]  # fmt: skip
LINE = re.compile(r"(\S+)\s+(\S+) (\S+) (\S+) (\S+) (\S+)(.*?)\s*-> (.+)")


def row_of(line: str, number: int) -> Words:
    found = LINE.fullmatch(line)
    assert found, line
    _, kind, dep, arr, collects, scheme, more, _ = found.groups()
    row = dict.fromkeys(COLUMNS, "")
    row["TRANSACTION_TYPE"], row["TRANSACTION_EVENT_ID"] = kind, f"order-{number}"
    row["QTY"], row["SELLER_SKU"] = "2" if "sku=" in more else "1", "A"
    row["TRANSACTION_COMPLETE_DATE"], row["TRANSACTION_CURRENCY_CODE"] = "2026-01-10", "EUR"
    for end, word in (("DEPARTURE", dep), ("ARRIVAL", arr)):
        country, _, postcode = word.partition("/")
        row[f"{end}_COUNTRY"], row[f"{end}_POST_CODE"] = country.strip("-"), postcode
    row["TAX_COLLECTION_RESPONSIBILITY"] = collects.strip("-")
    row["TAX_REPORTING_SCHEME"] = scheme if scheme != "-" else ""
    for word in more.split():
        _say(row, word)
    return row


NAMED = {
    "sku": "SELLER_SKU", "buyer": "BUYER_VAT_NUMBER", "export": "EXPORT_OUTSIDE_EU",
    "cur": "TRANSACTION_CURRENCY_CODE", "code": "PRODUCT_TAX_CODE", "qty": "QTY",
    "on": "TRANSACTION_COMPLETE_DATE",
}  # fmt: skip


def _say(row: Words, word: str) -> None:
    name, _, value = word.partition("=")
    if name in NAMED:
        row[NAMED[name]] = value.strip() if value != "-" else ""
        return
    split = re.fullmatch(r"([\d.]+)\+([\d.]+)=([\d.]*)@?([\d.]*)", word)
    totals = split.groups() if split else ("", "", word if word != "-" else "", "")
    columns = ("AMT_VAT_EXCL", "VAT_AMT", "AMT_VAT_INCL")
    for column, amount in zip(columns, totals, strict=False):
        row[f"TOTAL_ACTIVITY_VALUE_{column}"] = amount
    row["PRICE_OF_ITEMS_VAT_RATE_PERCENT"] = totals[3]


def said(made: dict[str, object]) -> str:
    """A determination in the words of the table."""
    code, *findings = str(made["findings"]).split(",")
    if made["treatment"] == "blocked":
        return code
    words = [made["treatment"], made["jurisdiction"]]
    if made["treatment"] not in ("outside_scope", "no_effect"):
        rate, base, vat = made["rate"], made["base"], made["vat"]
        shown = made["treatment"] != "deemed_supply" and rate is not None
        words.append(f"{rate.normalize():f}" if shown else None)  # type: ignore[attr-defined]
        words += [f"{amount:.2f}" if amount else None for amount in (base, vat)]
    words += [f"+{finding}" for finding in sorted([code, *findings]) if finding]
    return " ".join(str(word) for word in words if word)


def answers(table: str, seller: Profile, folder: Path) -> list[tuple[str, str]]:
    lines = [line for line in table.strip().splitlines() if line]
    report = write([row_of(line, n) for n, line in enumerate(lines)], folder / "report.csv")
    profile = read_seller(seller.yaml().encode())
    run([report], profile, folder / "out", costs=COSTS, rates=RATES)
    made = pq.read_table(folder / "out" / "determinations.parquet").to_pylist()
    by_row = {row["row"]: said(row) for row in made}
    return [(line, by_row[n]) for n, line in enumerate(lines, start=1)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("table", "seller"), [(RULES, CHINESE), (FRENCH_RULES, FRENCH)], ids=["Chinese", "French"]
)
def test_every_rule(table: str, seller: Profile, tmp_path: Path) -> None:
    wrong = [
        f"{line}   BUT {found}"
        for line, found in answers(table, seller, tmp_path)
        if line.split("-> ")[1] != found
    ]
    assert not wrong, "\n" + "\n".join(wrong)
