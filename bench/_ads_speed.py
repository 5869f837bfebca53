"""A million keywords planned, half a million rows of xlsx read, five million rows of Parquet gathered: seconds and peaks.

Each in a process of its own, on invented files; making these does not count. Processor seconds, of all threads, stand beside
the wall's: on a busy machine they are the truer ones.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import tempfile
import time
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np

from pilotage.engines.ads import Wishes, plan, report
from pilotage.engines.mill.ads import MICRO, MISSING, AdsFile, AdsTable, read_ads

KEYWORDS = int(os.environ.get("BENCH_ADS_KEYWORDS", "1000000"))
SHEET_ROWS = int(os.environ.get("BENCH_ADS_SHEET_ROWS", "500000"))
HISTORY_ROWS = int(os.environ.get("BENCH_ADS_HISTORY_ROWS", "5000000"))
PER_GROUP, GROUPS_PER_CAMPAIGN = 40, 25
LAST = date(2026, 8, 31)
Work = Callable[[Path], tuple["Took", str]]


class Took(NamedTuple):
    """Wall and processor seconds."""

    wall: float
    processor: float

    @classmethod
    def since(cls, begun: Took) -> Took:
        """What passed since `begun`."""
        return cls(*(now - then for now, then in zip(cls.now(), begun, strict=True)))

    @classmethod
    def now(cls) -> Took:
        """The two clocks."""
        return cls(time.perf_counter(), time.process_time())


def main() -> int:
    """Print the three figures beside their bars."""
    with tempfile.TemporaryDirectory() as folder:
        for name, bar, work in (
            (f"{KEYWORDS:,} keywords planned", "20 s, 2 GB", _planned),
            (f"{SHEET_ROWS:,} rows of xlsx read", "40 s", _sheet),
            (f"{HISTORY_ROWS:,} rows of Parquet gathered", "3 s", _history),
        ):
            seconds, processor, peak, says = _apart(work, Path(folder))
            print(
                f"{name:36}{seconds:7.1f} s, {processor:5.1f} s of processor,{peak:5.2f} GB   (bar {bar})  {says}",
                flush=True,
            )
    return 0


def _planned(folder: Path) -> tuple[Took, str]:
    terms, bulk = _account(KEYWORDS)
    begun = Took.now()
    found = plan(terms, Wishes(0.3), bulk=bulk)
    return Took.since(begun), f"{len(found.changes):,} changes"


def _account(size: int) -> tuple[AdsFile, AdsFile]:
    """Bulk sheet and search-term report of an account of `size` keywords, as `read_ads` returns them."""
    r = np.random.default_rng(1)
    group = np.arange(size) // PER_GROUP
    campaign = group // GROUPS_PER_CAMPAIGN
    groups, campaigns = int(group[-1]) + 1, int(campaign[-1]) + 1
    words = [f"word{a} word{b} {n}" for n, (a, b) in enumerate(r.integers(0, 3000, (size, 2)).tolist())]  # fmt: skip
    bids = np.round(r.uniform(0.2, 2.0, size), 2)
    clicks = r.poisson(r.gamma(0.5, 20.0, size))
    rate = 0.06 * np.exp(r.normal(0, 0.4, groups)[group] + r.normal(0, 0.4, size))
    orders = r.binomial(clicks, np.minimum(rate, 1))
    blank = [""] * (campaigns + groups)
    of = [*range(campaigns), *(n // GROUPS_PER_CAMPAIGN for n in range(groups)), *campaign.tolist()]
    in_group = [*[""] * campaigns, *map(str, range(groups)), *map(str, group.tolist())]
    texts = {
        "entity": ["Campaign"] * campaigns + ["Ad Group"] * groups + ["Keyword"] * size,
        "campaign_id": [str(10**6 + n) for n in of], "campaign_name": [f"K{n}" for n in of],
        "ad_group_id": [f"7{n}" if n else "" for n in in_group],
        "ad_group_name": [f"G{n}" if n else "" for n in in_group],
        "keyword_id": blank + [str(10**9 + n) for n in range(size)], "keyword_text": blank + words,
        "match_type": blank + ["broad"] * size, "state": ["enabled"] * (campaigns + groups + size),
    }  # fmt: skip
    none = np.full(campaigns + groups + size, MISSING, np.int64)
    bid, budget = none.copy(), none.copy()
    bid[campaigns + groups :] = np.round(bids * MICRO)
    budget[:campaigns] = 500 * MICRO
    bulk = _file("bulk", texts, {}, {"bid": bid, "daily_budget": budget, "default_bid": none})
    seen = np.flatnonzero(clicks > 0)
    at = seen.tolist()
    report_ = {
        "campaign_name": [f"K{n}" for n in campaign[seen].tolist()], "ad_group_name": [f"G{n}" for n in group[seen].tolist()],
        "campaign_id": [str(10**6 + n) for n in campaign[seen].tolist()], "ad_group_id": [f"7{n}" for n in group[seen].tolist()],
        "keyword_id": [str(10**9 + n) for n in at], "targeting": [words[n] for n in at], "match_type": ["broad"] * len(at),
        "search_term": [f"{words[n]} more" for n in at], "currency": ["USD"] * len(at),
    }  # fmt: skip
    spent = np.asarray(np.round(clicks * bids * 0.8 * 100) * MICRO // 100, np.int64)[seen]
    counts = {"clicks": clicks[seen], "orders": orders[seen], "impressions": clicks[seen] * 30}
    money = {"spend": spent, "sales": orders[seen] * 25 * MICRO}
    return _file("search_term", report_, counts, money), bulk


def _file(kind: str, texts: dict[str, list[str]], counts: dict[str, np.ndarray], money: dict[str, np.ndarray]) -> AdsFile:  # fmt: skip
    size = len(next(iter(texts.values())))
    days = {}
    if kind == "search_term":
        end = np.full(size, np.datetime64(LAST), "datetime64[D]")
        days = {"start_day": end - 59, "end_day": end}
    table = AdsTable(kind, "invented", size, size, texts, counts, money, days, {}, ())
    return AdsFile("invented", "", "frame", "utf-8", (table,), ())


_HEADS = ("Start Date", "End Date", "Currency", "Campaign Name", "Ad Group Name", "Targeting", "Match Type", "Customer Search Term",
          "Impressions", "Clicks", "Click-Thru Rate (CTR)", "Cost Per Click (CPC)", "Spend", "7 Day Total Sales ", "Total Advertising Cost of Sales (ACOS) ",
          "Total Return on Advertising Spend (ROAS)", "7 Day Total Orders (#)", "7 Day Total Units (#)", "7 Day Conversion Rate")  # fmt: skip


def _sheet(folder: Path) -> tuple[Took, str]:
    path = folder / "terms.xlsx"
    spent = _write_sheet(path, SHEET_ROWS)
    begun = Took.now()
    found = report(read_ads(path))
    took = Took.since(begun)
    right = found.rows == found.kept == SHEET_ROWS and found.totals[0].spend * 100 == spent
    return took, "every row and cent accounted for" if right else "WRONG TOTALS"


def _write_sheet(path: Path, rows: int) -> int:
    """A search-term report as Excel writes it, shared strings; the spend in cents. By hand: a library takes minutes."""
    r = np.random.default_rng(2)
    strings: dict[str, int] = {}

    def text(value: str) -> str:
        return f'<c t="s"><v>{strings.setdefault(value, len(strings))}</v></c>'

    def number(value: float) -> str:
        return f"<c><v>{value}</v></c>"

    clicks = 1 + r.poisson(2.0, rows)
    orders = r.binomial(clicks, 0.06)
    cents = clicks * r.integers(20, 90, rows)
    sold = orders * r.integers(1500, 4000, rows)
    days = r.integers(46200, 46265, rows)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        with packed.open("xl/worksheets/sheet1.xml", "w") as file:
            file.write(b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1"/><sheetData>')  # fmt: skip
            file.write(f"<row>{''.join(map(text, _HEADS))}</row>".encode())
            for n in range(rows):
                c, o, s, d = int(clicks[n]), int(orders[n]), int(cents[n]), int(sold[n])
                cells = (
                    number(days[n]), number(days[n]), text("USD"), text(f"K{n % 40}"), text(f"G{n % 900}"), text(f"kw {n % 20000}"),
                    text("BROAD"), text(f"kw {n % 20000} {n % 7}"), number(c * 30), number(c), number(round(1 / 30, 4)), number(s / 100 / c),
                    number(s / 100), number(d / 100), number(s / d) if d else "<c/>", number(d / s), number(o), number(o), number(o / c),
                )  # fmt: skip
                file.write(f"<row>{''.join(cells)}</row>".encode())
            file.write(b"</sheetData></worksheet>")
        rest = {
            "xl/sharedStrings.xml": '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' + "".join(f"<si><t xml:space=\"preserve\">{one}</t></si>" for one in strings) + "</sst>",
            "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sponsored Product Search Term R" sheetId="1" r:id="a"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="b" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
            "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>',
        }  # fmt: skip
        for name, told in rest.items():
            packed.writestr(name, told)
    return int(cents.sum())


def _history(folder: Path) -> tuple[Took, str]:
    path = folder / "history.parquet"
    _write_history(path, HISTORY_ROWS)
    begun = Took.now()
    found = read_ads(path)
    return Took.since(begun), f"{found.tables[0].kept:,} rows of the planner"


def _write_history(path: Path, rows: int) -> None:
    """Daily search-term rows of half a year: 200,000 terms of 20,000 keywords."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    r = np.random.default_rng(3)
    term = np.minimum(r.zipf(1.2, rows), 200_000) - 1
    clicks = 1 + r.poisson(1.0, rows)
    orders = r.binomial(clicks, 0.06)
    cents = clicks * r.integers(20, 90, rows)
    keyword = term % 20_000

    def named(codes: np.ndarray, prefix: str, size: int) -> pa.Array:
        return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), pa.array([f"{prefix} {n}" for n in range(size)])).cast(pa.string())  # fmt: skip

    day = np.datetime64(LAST, "D") - np.sort(r.integers(0, 180, rows))[::-1]
    table = pa.table({
        "Date": pa.array(day), "Currency": named(keyword * 0, "USD", 1), "Campaign Name": named(keyword % 40, "K", 40),
        "Ad Group Name": named(keyword % 900, "G", 900), "Targeting": named(keyword, "kw", 20_000),
        "Match Type": named(keyword * 0, "BROAD", 1), "Customer Search Term": named(term, "term", 200_000),
        "Impressions": clicks * 30, "Clicks": clicks, "Spend": cents / 100, "7 Day Total Sales": orders * 25.0,
        "7 Day Total Orders (#)": orders, "7 Day Total Units (#)": orders,
    })  # fmt: skip
    pq.write_table(table, path, compression="zstd")


def _apart(work: Work, folder: Path) -> tuple[float, float, float, str]:
    """Seconds, processor seconds, peak memory in GB and what it says, from a process of its own."""
    context = multiprocessing.get_context("spawn")
    told = context.SimpleQueue()
    process = context.Process(target=_child, args=(work, folder, told))
    process.start()
    process.join()
    if told.empty():
        return *(float("nan"),) * 3, "FAILED"
    took, peak, says = told.get()
    return *took, peak, says


def _child(work: Work, folder: Path, told: multiprocessing.SimpleQueue) -> None:  # type: ignore[type-arg]
    took, says = work(folder)
    told.put((tuple(took), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, says))
