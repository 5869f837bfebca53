"""The invented report's returns in pandas, whole numbers throughout: what the engine is measured beside.

Plain and honest, not complete: it knows the rules that an invented report needs (no IOSS, no
commingling, no special codes), every refund takes its sale's facts, and it keeps all columns in memory.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from pilotage.engines.law import eu_states_today, rate_rows, vat_number
from pilotage.engines.tax import Cost, Rate

Lines = dict[tuple[str, str, str], tuple[int, int]]  # (jurisdiction, period, line) -> cents

_TEXTS = (
    "TRANSACTION_TYPE TRANSACTION_EVENT_ID SELLER_SKU TRANSACTION_CURRENCY_CODE DEPARTURE_COUNTRY"
    " ARRIVAL_COUNTRY SALE_DEPART_COUNTRY SALE_ARRIVAL_COUNTRY BUYER_VAT_NUMBER EXPORT_OUTSIDE_EU"
    " TAX_REPORTING_SCHEME TAX_COLLECTION_RESPONSIBILITY ASIN PRODUCT_TAX_CODE DEPARTURE_POST_CODE"
    " ARRIVAL_POST_CODE BUYER_VAT_NUMBER_COUNTRY"
).split()
_NUMBERS = {
    "QTY": "qty",
    "PRICE_OF_ITEMS_VAT_RATE_PERCENT": "stated",
    "TOTAL_ACTIVITY_VALUE_AMT_VAT_EXCL": "excl",
    "TOTAL_ACTIVITY_VALUE_VAT_AMT": "vat",
    "TOTAL_ACTIVITY_VALUE_AMT_VAT_INCL": "incl",
}
_DATES = (
    "TAX_CALCULATION_DATE TRANSACTION_DEPART_DATE TRANSACTION_ARRIVAL_DATE"
    " TRANSACTION_COMPLETE_DATE"
).split()
_EU = eu_states_today()
_QUARTERLY, _REVERSE = ("GB", "ES", "NL"), ("IT", "ES", "FR", "NL", "BE")
_CURRENCY = {"GB": "GBP", "PL": "PLN", "SE": "SEK", "CZ": "CZK", "DK": "DKK", "HU": "HUF", "RO": "RON"}  # fmt: skip
_FACTS = ("dep arr scheme party export business tax_day currency excl vat incl qty").split()


def returns(report: Path, costs: list[Cost], rates: list[Rate], target: Path) -> Lines:
    """The lines of the local and OSS returns; determinations go to `target` as Parquet."""
    rows = _judged(_with_sales(_read(report)))
    rows = _reckoned(rows, costs, rates)
    shown = "type event sku treatment jurisdiction dep arr rate base vat target period".split()
    rows[shown].to_parquet(target, index=False)
    return _lines(rows)


def _read(report: Path) -> pd.DataFrame:
    columns = [*_TEXTS, *_NUMBERS, *_DATES, "ACTIVITY_PERIOD"]
    raw = pd.read_csv(report, usecols=columns, dtype=str, keep_default_na=False, na_values=[""])
    rows, wrong = pd.DataFrame(index=raw.index), pd.Series(False, index=raw.index)
    for header, name in _NUMBERS.items():
        value = pd.to_numeric(raw[header].replace("NaN", "x"), errors="coerce")
        wrong |= raw[header].notna() & value.isna()
        rows[name] = (value * 10_000).round().astype("Int64")
    for header in _DATES:
        rows[header] = pd.to_datetime(raw[header], format="%d-%m-%Y", errors="coerce")
        wrong |= raw[header].notna() & rows[header].isna()
    period = pd.to_datetime(raw["ACTIVITY_PERIOD"].str.title(), format="%Y-%b", errors="coerce")
    wrong |= raw["ACTIVITY_PERIOD"].notna() & period.isna() | rows["qty"].fillna(0).eq(0)
    rows["month"] = period.dt.to_period("M")
    rows["type"], rows["event"] = raw["TRANSACTION_TYPE"], raw["TRANSACTION_EVENT_ID"]
    rows["sku"], rows["currency"] = raw["SELLER_SKU"], raw["TRANSACTION_CURRENCY_CODE"]
    rows["dep"] = raw["SALE_DEPART_COUNTRY"].fillna(raw["DEPARTURE_COUNTRY"])
    rows["arr"] = raw["SALE_ARRIVAL_COUNTRY"].fillna(raw["ARRIVAL_COUNTRY"])
    rows["scheme"], rows["party"] = raw["TAX_REPORTING_SCHEME"], raw["TAX_COLLECTION_RESPONSIBILITY"]  # fmt: skip
    rows["export"] = raw["EXPORT_OUTSIDE_EU"].eq("YES")
    issuers = {n: found.issuer for n in raw["BUYER_VAT_NUMBER"].dropna().unique() if (found := vat_number(n))}  # fmt: skip
    rows["business"] = raw["BUYER_VAT_NUMBER"].map(issuers)
    rows["tax_day"] = rows["TAX_CALCULATION_DATE"].fillna(rows["TRANSACTION_COMPLETE_DATE"])
    rows["own_day"], rows["own_incl"] = rows["tax_day"], rows["incl"]
    return rows[~wrong].reset_index(drop=True)


def _with_sales(rows: pd.DataFrame) -> pd.DataFrame:
    """A refund takes its sale's facts; one whose sale cannot be read keeps its own."""
    rows["refund"] = rows["type"].eq("REFUND")
    sales = rows[rows["type"].eq("SALE")].drop_duplicates(["event", "sku"], keep="last")
    sales = sales[["event", "sku", *_FACTS]]
    refunds = rows[rows["refund"]]
    refunds = refunds.merge(sales, on=["event", "sku"], how="left", suffixes=("", "_sold"))
    refunds["sold"] = refunds["party_sold"].notna()
    for name in _FACTS:
        refunds[name] = refunds.pop(f"{name}_sold").where(refunds["sold"], refunds[name])
    rows["sold"] = False
    return pd.concat([rows[~rows["refund"]], refunds], ignore_index=True)


def _judged(rows: pd.DataFrame) -> pd.DataFrame:
    dep_eu, arr_eu = rows["dep"].isin(_EU), rows["arr"].isin(_EU)
    same, market = rows["dep"].eq(rows["arr"]), rows["party"].eq("MARKETPLACE")
    moved, priced = (
        rows["type"].isin(["FC_TRANSFER", "INBOUND"]),
        rows["type"].isin(["SALE", "REFUND"]),
    )
    abroad = rows["scheme"].isin(["UK_VOEC-IMPORT", "CH_VOEC"])
    business, inside = rows["business"].notna(), dep_eu & arr_eu
    leaves = (dep_eu & (~arr_eu | rows["export"])) | (rows["dep"].eq("GB") & ~same)
    ladder = [
        (rows["type"].eq("RETURN") | (moved & same), "no_effect"),
        (moved & inside, "own_goods"),
        (moved, "own_goods_import"),
        (~priced | rows["dep"].isna(), "blocked"),
        (market & abroad, "export"),
        (market, "deemed_supply"),
        (leaves, "export"),
        (same & business & rows["dep"].isin(_REVERSE), "reverse_charge"),
        (same, "taxed"),
        (business & rows["business"].ne(rows["dep"]), "ic_supply"),
        (inside & ~business, "distance_sale_oss"),
    ]
    rows["treatment"] = np.select([c for c, _ in ladder], [t for _, t in ladder], "blocked")
    oss = rows["treatment"].eq("distance_sale_oss")
    home = rows["dep"].where(~rows["treatment"].isin(["no_effect", "own_goods_import", "blocked"]))
    rows["jurisdiction"] = home.mask(oss, "OSS")
    by_quarter = rows["jurisdiction"].isin([*_QUARTERLY, "OSS"])
    rows["period"] = _period(rows["month"], by_quarter)
    rows["target"] = rows["jurisdiction"].map(_CURRENCY).fillna("EUR")
    return rows


def _period(month: pd.Series, by_quarter: pd.Series) -> pd.Series:
    quarter = month.dt.year.astype(str) + "-Q" + month.dt.quarter.astype(str)
    return month.astype(str).mask(by_quarter, quarter)


def _half_up(dividend: pd.Series, divisor: pd.Series | int) -> pd.Series:
    dividend = dividend.astype("Int64")
    return (2 * dividend.abs() + divisor) // (2 * divisor) * np.sign(dividend)


def _reckoned(rows: pd.DataFrame, costs: list[Cost], rates: list[Rate]) -> pd.DataFrame:
    to_arr = rows["treatment"].isin(["distance_sale_oss", "own_goods", "deemed_supply"])
    standard = _standard(rows["tax_day"])
    rows["taxed_in"] = rows["arr"].where(to_arr, rows["dep"])
    rows = rows.merge(standard, on=["taxed_in", "tax_day"], how="left")
    used = ["taxed", "distance_sale_oss", "own_goods"]
    taxed = rows["treatment"].isin(["taxed", "distance_sale_oss"])
    wrong = taxed & rows["stated"].notna() & rows["stated"].ne(rows["rate"])
    rows.loc[wrong, "treatment"] = "blocked"
    share = _half_up(-rows["own_incl"].abs() * rows["excl"].abs(), rows["incl"].abs() * 100) * 100
    by_gross = -_by_gross(rows)
    base = rows["excl"].mask(rows["refund"], by_gross.where(~rows["sold"], share))
    vat = rows["vat"].mask(rows["refund"], -rows["own_incl"].abs() - base).where(taxed)
    cost = {c.sku: int(c.unit_cost * 100) for c in costs}
    goods = rows["treatment"].eq("own_goods")
    unit = rows["sku"].map(cost).where(goods).astype("Int64")
    rows["rate"] = rows["rate"].where(rows["treatment"].isin(used))
    source = rows["currency"].mask(goods, "EUR")
    oss_day = rows["month"].dt.asfreq("Q").dt.end_time.dt.normalize()
    day = rows["own_day"].mask(rows["treatment"].eq("distance_sale_oss"), oss_day)
    table = _published(rates)
    amount = base.mask(goods, unit * rows["qty"] // 100)  # ten-thousandths
    before = pd.Timedelta(days=1)
    main_day = day.mask(rows["jurisdiction"].eq("PL"), day - before)
    other_day = rows["own_day"].mask(rows["arr"].eq("PL"), rows["own_day"] - before)
    rows["base"] = _converted(amount, source, rows["target"], main_day, table)
    rows["vat"] = _converted(vat, source, rows["target"], main_day, table)
    other = rows["arr"].map(_CURRENCY).fillna("EUR")
    rows["other_base"] = _converted(amount.where(goods), source, other, other_day, table)
    rows["other_vat"] = _half_up(rows["other_base"] * rows["rate"], 10_000)
    return rows


def _by_gross(rows: pd.DataFrame) -> pd.Series:
    """Rule 2: pieces x the net of one, to the cent; exempt sales but the platform's have no VAT in it."""
    deemed = rows["treatment"].isin(["deemed_supply", "taxed", "distance_sale_oss"])
    rate = rows["rate"].where(deemed, 0)
    unit = rows["own_incl"].abs() * 100 // rows["qty"].abs()
    return _half_up(unit * 10_000, rate + 10_000) * rows["qty"].abs() // 100


def _standard(days: pd.Series) -> pd.DataFrame:
    wanted = [day.date() for day in days.dropna().unique()]
    found = [
        (row.place, pd.Timestamp(day), int(row.percent * 100))
        for row in rate_rows()
        if row.rate_class == "standard"
        for day in wanted
        if (row.since or date.min) <= day <= (row.until or date.max)
    ]
    return pd.DataFrame(found, columns=["taxed_in", "tax_day", "rate"]).astype({"rate": "Int64"})


def _published(rates: list[Rate]) -> pd.DataFrame:
    """Ten-thousandths of a unit per EUR and day, days without publication filled from before."""
    known = pd.DataFrame([(pd.Timestamp(r.day), r.currency, int(r.rate * 10_000)) for r in rates])
    wide = known.pivot(index=0, columns=1, values=2)
    wide = wide.reindex(pd.date_range(wide.index.min(), wide.index.max())).ffill()
    wide["EUR"] = 10_000
    return wide.astype("int64")


def _converted(
    amount: pd.Series, source: pd.Series, target: pd.Series, day: pd.Series, table: pd.DataFrame
) -> pd.Series:
    """Ten-thousandths of the source currency as cents of the target."""
    result = _half_up(amount, 100)
    for one, other in {(a, b) for a, b in zip(source, target, strict=True) if a == a and a != b}:
        at = source.eq(one) & target.eq(other) & amount.notna()
        factor = day[at].map(table[other]).astype("Int64"), day[at].map(table[one]).astype("Int64")
        result[at] = _half_up(amount[at] * factor[0], factor[1] * 100)
    return result


_LINE = {"own_goods": "ic_supply", "distance_sale_oss": "oss"}


def _lines(rows: pd.DataFrame) -> Lines:
    lines: Lines = {}
    filed = rows[rows["jurisdiction"].notna() & rows["treatment"].ne("blocked")]
    line = filed["treatment"].replace(_LINE)
    _add(lines, filed["jurisdiction"], filed["period"], line, filed["base"], filed["vat"])
    goods = filed[filed["treatment"].eq("own_goods")]
    period = _period(goods["month"], goods["arr"].isin(_QUARTERLY))
    named = pd.Series("acquisition", goods.index)
    _add(lines, goods["arr"], period, named, goods["other_base"], goods["other_vat"])
    return {key: value for key, value in lines.items() if any(value)}


def _add(
    lines: Lines, place: pd.Series, period: pd.Series, line: pd.Series, base: pd.Series, vat: pd.Series
) -> None:  # fmt: skip
    table = pd.DataFrame({"place": place, "period": period, "line": line, "base": base, "vat": vat})
    for key, of in table.groupby(["place", "period", "line"]):
        lines[key] = (int(of["base"].sum()), int(of["vat"].fillna(0).sum()))
