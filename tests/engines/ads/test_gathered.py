"""A Parquet history gathered: sums as a slow walk's, days as the planner weighs them, bad cells named."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import pytest

from pilotage.engines.ads import report
from pilotage.engines.mill.ads import MICRO, AdsTable, read_ads
from pilotage.kernel.errors import Invalid

LAST = date(2026, 8, 31)


def written(path: Path, rows: list[tuple[date, str, str, object, object, float]]) -> Path:
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = ("Datum", "Kampagnenname", "Suchbegriff", "Klicks", "Ausgaben", "Bestellungen")
    table = {name: list(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)}  # fmt: skip
    pq.write_table(pa.table(table | {"Targeting": ["kw"] * len(rows)}), path)
    return path


def days(table: AdsTable) -> list[tuple[date, date]]:
    both = zip(table.days["start_day"].tolist(), table.days["end_day"].tolist(), strict=True)
    return sorted(both)


def test_every_click_and_cent_is_gathered_under_its_names(tmp_path: Path):
    rows = [
        (LAST - timedelta(days=n % 120), f"K{n % 3}", f"term {n % 7}", n % 5, 0.1 * n, float(n % 2))
        for n in range(1, 800)
    ]
    slow: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for _, campaign, term, clicks, spend, orders in rows:
        for place, more in enumerate((clicks, round(spend * MICRO), int(orders))):
            slow[campaign, term][place] += more
    found = read_ads(written(tmp_path / "h.parquet", rows))
    table = found.tables[0]
    quick: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    named = zip(table.texts["campaign_name"], table.texts["search_term"], strict=True)
    columns = (table.counts["clicks"], table.money["spend"], table.counts["orders"])
    for n, key in enumerate(named):
        for place, column in enumerate(columns):
            quick[key][place] += int(column[n])
    assert quick == slow
    assert table.kind == "search_term"
    assert (found.gathered, report(found).rows, report(found).kept) == (799, 799, 799)


def test_the_last_nine_days_stay_apart_and_weeks_never_cross_the_fourth(tmp_path: Path):
    rows = [(LAST - timedelta(days=n), "K", "term", 1, 0.5, 0.0) for n in range(100)]
    found = days(read_ads(written(tmp_path / "h.parquet", rows)).tables[0])
    ages = [((LAST - last).days, (LAST - first).days) for first, last in found]
    assert [one for one in ages if one[1] <= 8] == [(n, n) for n in range(8, -1, -1)]
    assert all(last >= 28 or first < 28 for last, first in ages)
    assert len(ages) < 25


def test_a_cell_that_is_no_number_is_named_and_its_row_left_out(tmp_path: Path):
    rows = [(LAST, "K", "term", "3", "1.50", 0.0), (LAST, "K", "term", "many", "2.00", 0.0)]
    found = read_ads(written(tmp_path / "h.parquet", rows))
    assert [(one.row, one.column, one.value) for one in found.tables[0].rejected] == [(2, "clicks", "many")]  # fmt: skip
    assert int(found.tables[0].counts["clicks"].sum()) == 3
    assert (report(found).rows, report(found).kept) == (2, 1)


@pytest.mark.parametrize(("content", "code"), [(b"PAR1 and no more", "BROKEN_PARQUET"), (None, "NOT_AN_ADS_FILE")])  # fmt: skip
def test_what_is_no_history_is_refused_by_its_name(tmp_path: Path, content: bytes | None, code: str):  # fmt: skip
    path = tmp_path / "h.parquet"
    if content is None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        pq.write_table(pa.table({"a": [1], "b": [2]}), path)
    else:
        path.write_bytes(content)
    with pytest.raises(Invalid) as refusal:
        read_ads(path)
    assert refusal.value.code == code
