"""A run says how far it is, and keeps its rows so that any of them is explained without the reports."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from pilotage.engines.tax import KeptRows, Stage, explain, explain_kept, read_seller, run

CASE = Path(__file__).parent / "cases" / "oss_in_force_by_date"


@pytest.fixture(scope="module")
def two_reports(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Path], KeptRows, list[int]]:
    """The same report twice, the second with a row that cannot be read; the progress of the run."""
    folder = tmp_path_factory.mktemp("run")
    content = (CASE / "report.csv").read_text("utf-8-sig")
    header, row, *_ = content.splitlines()
    first, second = folder / "first.csv", folder / "second.csv"
    first.write_text(content, "utf-8")
    columns = header.split(",")
    broken = row.split(",")
    broken[columns.index("QTY")] = "many"
    second.write_text(f"{header}\n{row}\n{','.join(broken)}\n", "utf-8")
    told: list[int] = []
    run(
        [first, second],
        read_seller((CASE / "seller.yaml").read_bytes()),
        folder / "out",
        keep=folder / "kept",
        progress=lambda done, _: told.append(done),
    )
    kept = KeptRows(
        [folder / "kept" / "1.parquet", folder / "kept" / "2.parquet"],
        folder / "kept" / "repeated.parquet",
    )
    return [first, second], kept, told


@pytest.mark.slow
def test_progress_passes_every_stage_and_never_goes_back(two_reports) -> None:
    told = two_reports[2]
    assert all(one <= other for one, other in pairwise(told))
    assert list(dict.fromkeys(map(Stage.at, told))) == list(Stage)


@pytest.mark.slow
@pytest.mark.parametrize(("file", "row"), [(1, 1), (1, 2), (2, 1), (2, 2)])
def test_kept_rows_explain_as_the_reports_do(two_reports, file: int, row: int) -> None:
    reports, kept, _ = two_reports
    seller = read_seller((CASE / "seller.yaml").read_bytes())
    assert explain_kept(kept, seller, file, row) == explain(reports, seller, file, row)


@pytest.mark.slow
def test_a_repeated_row_and_an_unreadable_one_say_so(two_reports) -> None:
    seller = read_seller((CASE / "seller.yaml").read_bytes())
    repeated, unreadable = (explain_kept(two_reports[1], seller, 2, row) for row in (1, 2))
    assert "counts once" in repeated.steps[0].says.en
    assert "QTY is “many”" in unreadable.steps[0].says.en


@pytest.mark.slow
def test_no_library_for_tables_is_loaded_for_one_row(two_reports) -> None:
    kept = two_reports[1]
    asked = (
        "import sys; from pathlib import Path; from pilotage.engines.tax import *;"
        f"kept = KeptRows([Path({str(kept.reports[0])!r})], Path({str(kept.repeated)!r}));"
        f"seller = read_seller(Path({str(CASE / 'seller.yaml')!r}).read_bytes());"
        "explain_kept(kept, seller, 1, 1);"
        "print([name for name in ('pandas', 'ibis', 'pyarrow') if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
