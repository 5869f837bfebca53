"""What must not matter does not: order, split, columns, spelling of the file; and what must, does."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from tests.engines.tax.mixed_rows import COLUMNS, Mix, Words, mix, write

from pilotage.engines.tax import Cost, Rate, read_seller, run

Answer = tuple[dict[str, Any], list[dict[str, Any]]]
ONCE_PER_FILE = {"source_rows"}


def answer(reports: list[Path], of: Mix, out: Path) -> Answer:
    made = run(
        reports,
        read_seller(of.seller.yaml().encode()),
        out,
        costs=[Cost(*cost) for cost in of.costs],
        rates=[Rate(*rate) for rate in of.fx],
    )
    returns = json.loads((out / "returns.json").read_text("utf-8"))
    return made.summary, [{k: v for k, v in r.items() if k not in ONCE_PER_FILE} for r in returns]


@pytest.fixture(scope="module")
def mixed() -> Mix:
    """One file, no two sales of one order, so that order can matter to nobody."""
    return mix(7, rows=400, files=1)


@pytest.fixture(scope="module")
def wanted(mixed: Mix, tmp_path_factory: pytest.TempPathFactory) -> Answer:
    folder = tmp_path_factory.mktemp("wanted")
    return answer([write(mixed.files[0], folder / "report.csv")], mixed, folder / "out")


def shuffled(rows: list[Words], folder: Path) -> list[Path]:
    other = list(rows)
    Random(3).shuffle(other)
    return [write(other, folder / "a.csv")]


def split(rows: list[Words], folder: Path) -> list[Path]:
    return [write(rows[n::3], folder / f"{n}.csv") for n in range(3)]


def columns_reversed(rows: list[Words], folder: Path) -> list[Path]:
    return [write(rows, folder / "a.csv", columns=COLUMNS[::-1])]


def with_foreign_columns(rows: list[Words], folder: Path) -> list[Path]:
    columns = ["NOTE", *COLUMNS, "备注"]
    return [write([{**row, "NOTE": "x, y"} for row in rows], folder / "a.csv", columns=columns)]


def spelled(encoding: str, delimiter: str) -> Callable[[list[Words], Path], list[Path]]:
    def write_it(rows: list[Words], folder: Path) -> list[Path]:
        path = folder / "a.txt"
        return [write(rows, path, encoding=encoding, delimiter=delimiter)]

    write_it.__name__ = f"{encoding} {delimiter!r}"
    return write_it


def fully_quoted(rows: list[Words], folder: Path) -> list[Path]:
    path = folder / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return [path]


def padded(rows: list[Words], folder: Path) -> list[Path]:
    """Headers and values with spaces, as some tools export them."""
    path = folder / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([f" {name} " for name in COLUMNS])
        writer.writerows(
            [f" {row[name]} " if row[name] else "" for name in COLUMNS] for row in rows
        )
    return [path]


def with_blank_lines(rows: list[Words], folder: Path) -> list[Path]:
    path = write(rows, folder / "a.csv")
    path.write_bytes(path.read_bytes() + b"\r\n\r\n")
    return [path]


NO_MATTER = [
    shuffled,
    split,
    columns_reversed,
    with_foreign_columns,
    spelled("utf-8-sig", ","),
    spelled("utf-8", "\t"),
    spelled("utf-8", ";"),
    spelled("cp1252", ";"),
    spelled("utf-16", "\t"),
    spelled("utf-16", ","),
    fully_quoted,
    padded,
    with_blank_lines,
]


@pytest.mark.slow
@pytest.mark.parametrize("form", NO_MATTER, ids=lambda form: form.__name__)
def test_the_form_of_the_file_changes_nothing(
    form: Callable[[list[Words], Path], list[Path]], mixed: Mix, wanted: Answer, tmp_path: Path
) -> None:
    assert answer(form(mixed.files[0], tmp_path), mixed, tmp_path / "out") == wanted


@pytest.mark.slow
def test_a_refund_of_every_sale_in_its_period_gives_zero(tmp_path: Path) -> None:
    of = mix(11, rows=400, files=1)
    sales = [row for row in of.files[0] if row["TRANSACTION_TYPE"] == "SALE"]
    refunds = [
        {**row, "TRANSACTION_TYPE": "REFUND", "ACTIVITY_TRANSACTION_ID": f"back-{n}"}
        for n, row in enumerate(sales)
    ]
    report = write(sales + refunds, tmp_path / "report.csv")
    summary, returns = answer([report], of, tmp_path / "out")
    assert summary["determined"] > 100
    empty = [r for r in returns if r["return"] == "LOCAL"]
    assert empty
    assert [r["lines"] for r in empty] == [{}] * len(empty)
    assert [r["boxes"] for r in empty] == [{}] * len(empty)
    assert {r["amount_due"] for r in returns if r["return"] != "LOCAL"} <= {"0.00"}


@pytest.mark.slow
def test_doubled_quantities_double_bases_to_the_cent_per_row(tmp_path: Path) -> None:
    of = mix(13, rows=300, files=1)
    once = [row for row in of.files[0] if row["TRANSACTION_TYPE"] == "SALE"]
    for row in once:
        row["TRANSACTION_CURRENCY_CODE"] = "EUR"
    twice = [_doubled(row) for row in once]
    _, single = answer([write(once, tmp_path / "1.csv")], of, tmp_path / "out1")
    _, double = answer([write(twice, tmp_path / "2.csv")], of, tmp_path / "out2")
    both = list(zip(_euro_bases(single), _euro_bases(double), strict=True))
    assert len(both) > 10
    for (key, base), (same, larger) in both:
        assert key == same
        assert abs(larger - 2 * base) <= Decimal("0.01") * len(once)


def _doubled(row: Words) -> Words:
    totals = [name for name in COLUMNS if name.startswith("TOTAL_ACTIVITY_VALUE")]
    more = {name: str(Decimal(row[name]) * 2) for name in totals if _number(row[name])}
    qty = str(int(row["QTY"]) * 2) if row["QTY"].lstrip("-").isdigit() else row["QTY"]
    return {**row, **more, "QTY": qty}


def _number(word: str) -> bool:
    return bool(word) and word.lstrip("-").replace(".", "", 1).isdigit()


def _euro_bases(returns: list[dict[str, Any]]) -> list[tuple[str, Decimal]]:
    return [
        (f"{r['jurisdiction']} {r['period']} {line}", Decimal(value["base"]))
        for r in returns
        if r["return"] == "LOCAL" and r["currency"] == "EUR"
        for line, value in sorted(r["lines"].items())
        if "base" in value
    ]
