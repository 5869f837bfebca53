"""Each spelling of the same report gives the same rows; the plain referee agrees row for row."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.engines.mill.hostile import GOOD, line, report, written
from tests.engines.mill.referee import judge

from pilotage.engines import mill
from pilotage.engines.mill.invent import Wish, invent

WISH = Wish(rows=400, dirty=0.1)


def read(folder: Path, data: bytes, **options: object) -> mill.Reading:
    path = folder / "report.csv"
    path.write_bytes(data)
    return mill.read(path, folder / "out", **options)  # type: ignore[arg-type]


def kept(reading: mill.Reading) -> dict[int, dict[str, object]]:
    with mill.connect() as connection:
        found = connection.execute(mill.rows_sql(reading))
        names = [column[0] for column in found.description or []]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    where = ("row", "file_sha256", "period_month")
    return {row["row"]: {n: v for n, v in row.items() if n not in where} for row in rows}


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("invented") / "report.csv"
    invent(WISH, path)
    return path.read_text(encoding="utf-8")


def test_the_referee_agrees_row_for_row(invented: str, tmp_path: Path) -> None:
    reading = read(tmp_path, invented.encode())
    plain = judge(invented.splitlines(keepends=True))
    assert {r.row: r.code for r in mill.rejects(reading)} == plain.rejected
    assert len(plain.rejected) > 20
    assert kept(reading) == plain.kept


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-be+mark"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encoding_and_line_ends_change_nothing(
    encoding: str, newline: str, invented: str, tmp_path: Path
) -> None:
    text = invented.replace("\n", newline)
    data = ("\ufeff" + text).encode("utf-16-be") if "+" in encoding else text.encode(encoding)
    reading = read(tmp_path, data)
    assert kept(reading) == judge(invented.splitlines(keepends=True)).kept
    assert reading.manifest.rows_in == WISH.rows


@pytest.mark.slow
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("quoted", [False, True])
def test_delimiters_and_quotes_change_nothing(
    delimiter: str, quoted: bool, invented: str, tmp_path: Path
) -> None:
    path = tmp_path / "other.csv"
    invent(replace(WISH, delimiter=delimiter, quoted=quoted), path)
    reading = read(tmp_path, path.read_bytes())
    assert kept(reading) == judge(invented.splitlines(keepends=True)).kept


def test_columns_are_found_by_name(invented: str, tmp_path: Path) -> None:
    import csv

    rows = list(csv.reader(invented.splitlines()))
    rows[0] = [f" {cell.lower().replace('_', ' ')} " for cell in rows[0]]
    shuffled = [[*reversed(row), "noted"] for row in rows]
    shuffled[0][-1] = "My Remark"
    reading = read(tmp_path, written(shuffled).encode())
    assert reading.manifest.unknown_columns == ("My Remark",)
    for number, row in judge(invented.splitlines(keepends=True)).kept.items():
        assert kept(reading)[number] == {**row, "extra_my_remark": "noted"}
        break


def test_the_layout_of_2020_reads_blank_scheme_and_party(tmp_path: Path) -> None:
    old = [c.header for c in mill.COLUMNS if c.in_2020]
    reading = read(tmp_path, written([old, [GOOD.get(h, "") for h in old]]).encode())
    assert reading.manifest.layout == 92 and len(old) == 92
    assert kept(reading)[1]["tax_reporting_scheme"] is None


def test_departure_city_in_both_spellings(tmp_path: Path) -> None:
    text = report(line(DEPATURE_CITY="Leipzig")).replace("DEPATURE_CITY", "DEPARTURE_CITY")
    assert kept(read(tmp_path, text.encode()))[1]["departure_city"] == "Leipzig"


VALUES = [
    # header, cell, value or the reason it is rejected for
    ("TOTAL_ACTIVITY_VALUE_AMT_VAT_INCL", "19.989999999999998", Decimal("19.99")),
    ("TOTAL_ACTIVITY_VALUE_AMT_VAT_INCL", "-0.00005", Decimal("-0.0001")),
    ("TOTAL_ACTIVITY_VALUE_AMT_VAT_INCL", "123456789012345.6", Decimal("123456789012345.6")),
    ("TOTAL_ACTIVITY_VALUE_AMT_VAT_INCL", "12,50", "NOT_A_NUMBER"),
    ("TOTAL_ACTIVITY_VALUE_AMT_VAT_INCL", "1_000", "NOT_A_NUMBER"),
    ("TOTAL_ACTIVITY_VALUE_VAT_AMT", "Infinity", "NOT_A_NUMBER"),
    ("TOTAL_ACTIVITY_VALUE_AMT_VAT_EXCL", "#REF!", "NOT_A_NUMBER"),
    ("PRICE_OF_ITEMS_VAT_RATE_PERCENT", "19%", "NOT_A_NUMBER"),
    ("PRICE_OF_ITEMS_VAT_RATE_PERCENT", " 0.055 ", Decimal("0.055")),
    ("QTY", "NaN", "NOT_A_NUMBER"),
    ("QTY", "0.00", "QTY_ZERO"),
    ("QTY", "  ", "QTY_BLANK"),
    ("QTY", "-2", Decimal("-2")),
    ("TRANSACTION_COMPLETE_DATE", "31-02-2026", "NOT_A_DATE"),
    ("TRANSACTION_COMPLETE_DATE", "2026/01/15", "NOT_A_DATE"),
    ("TAX_CALCULATION_DATE", "01/13/2026", "NOT_A_DATE"),
    ("TAX_CALCULATION_DATE", "05-01-26", "NOT_A_DATE"),
    ("TRANSACTION_COMPLETE_DATE", "", "NO_DATE"),
    ("ACTIVITY_PERIOD", "2026-XYZ", "NOT_A_MONTH"),
    ("ACTIVITY_PERIOD", "2026-01", "NOT_A_MONTH"),
]


@pytest.mark.parametrize(("header", "cell", "wanted"), VALUES)
def test_values(header: str, cell: str, wanted: object, tmp_path: Path) -> None:
    reading = read(tmp_path, report(line(**{header: cell})).encode())
    if isinstance(wanted, str):
        assert [(r.row, r.code) for r in mill.rejects(reading)] == [(1, wanted)]
    else:
        assert kept(reading)[1][mill.BY_HEADER[header].name] == wanted


def test_no_period_and_no_completion_date(tmp_path: Path) -> None:
    cells = {"ACTIVITY_PERIOD": "", "TRANSACTION_COMPLETE_DATE": "", "TRANSACTION_DEPART_DATE": "18-01-2026"}  # fmt: skip
    reading = read(tmp_path, report(line(**cells)).encode())
    assert [r.code for r in mill.rejects(reading)] == ["NO_PERIOD"]


def test_a_value_that_decides_nothing_is_counted_not_lost(tmp_path: Path) -> None:
    reading = read(tmp_path, report(line(ITEM_WEIGHT="heavy")).encode())
    assert reading.manifest.unread == {"ITEM_WEIGHT": 1}
    assert reading.manifest.kept == 1


CELLS = st.text(st.characters(codec="utf-8", exclude_characters='\0\r\n"'), max_size=12)


@pytest.mark.slow
@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    texts=st.lists(CELLS, min_size=1, max_size=6),
    delimiter=st.sampled_from(",;\t"),
    quotes=st.booleans(),
)
def test_any_text_comes_back(
    texts: list[str], delimiter: str, quotes: bool, tmp_path: Path
) -> None:
    texts = [f'{t} 24" {delimiter}x' if quotes else t for t in texts]
    lines = [line(delimiter, ITEM_DESCRIPTION=text) for text in texts]
    reading = read(tmp_path, report(*lines, delimiter=delimiter).encode())
    assert [row["item_description"] or "" for row in kept(reading).values()] == texts


RAW = st.lists(st.text(alphabet='",a \r', max_size=8), min_size=1, max_size=4)
BROKEN = "one cell and no more" + "," * 200 + "x\n"  # sends the whole file the careful way


@pytest.mark.slow
@settings(
    max_examples=35, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(raw=RAW)
def test_the_quick_way_and_the_careful_way_agree(raw: list[str], tmp_path: Path) -> None:
    lines = [line(ITEM_DESCRIPTION="here", BUYER_NAME="there") for _ in raw]
    lines = [text.replace("here", cell, 1) for text, cell in zip(lines, raw, strict=True)]
    quick = read(tmp_path, report(*lines).encode())
    found = kept(quick), mill.rejects(quick)
    careful = read(tmp_path, report(*lines, BROKEN).encode())
    assert careful.manifest.mended
    assert found == (kept(careful), mill.rejects(careful)[: len(found[1])])
    assert careful.manifest.rejected == quick.manifest.rejected + 1


def test_progress_ends_at_the_size(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    data = report(line()).encode()
    read(tmp_path, data, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (len(data), len(data))


def test_raw_bytes_are_kept_once_under_their_hash(tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    path.write_bytes(report(line()).encode())
    first, again = mill.keep(path, tmp_path / "kept"), mill.keep(path, tmp_path / "kept")
    assert first == again and first.read_bytes() == path.read_bytes()
    assert first.name == mill.read(path, tmp_path / "out").manifest.sha256
