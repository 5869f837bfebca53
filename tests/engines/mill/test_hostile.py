"""Bar 10: each hostile file is answered in words, or read with every row accounted for."""

from pathlib import Path

import pytest
from tests.engines.mill.hostile import CASES, Case

from pilotage.engines import mill
from pilotage.kernel.errors import Invalid


def test_there_are_at_least_forty() -> None:
    assert len({case.name for case in CASES}) >= 40


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_hostile(case: Case, tmp_path: Path) -> None:
    report, out = case.write(tmp_path), tmp_path / "out"
    if isinstance(case.answer, str):
        with pytest.raises(Invalid) as refused:
            mill.read(report, out)
        error = refused.value
        assert error.code == case.answer
        assert error.next_step and error.says.zh and error.says.en
        assert not list(out.iterdir())
    else:
        reading = mill.read(report, out)
        manifest = reading.manifest
        assert (manifest.rows_in, manifest.rejected) == case.answer
        assert manifest.rows_in == manifest.kept + manifest.rejected
        assert len(mill.rejects(reading)) == manifest.rejected
        assert [file.name for file in out.iterdir()] == ["rows.parquet"]


def test_a_formula_is_text_and_counted(tmp_path: Path) -> None:
    case = next(case for case in CASES if case.name == "formula_cell")
    reading = mill.read(case.write(tmp_path), tmp_path / "out")
    assert reading.manifest.formulas == {"item_description": 1}


def test_the_declared_size_is_refused_before_reading(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    path.write_text(",".join(c.header for c in mill.COLUMNS) + "\n")
    with path.open("r+b") as file:
        file.truncate(17 * 1024**3)  # sparse: declared, not stored
    with pytest.raises(Invalid, match="TOO_LARGE"):
        mill.read(path, tmp_path / "out")


def test_the_right_report_is_named(tmp_path: Path) -> None:
    case = next(case for case in CASES if case.name == "vat_calculation_report")
    with pytest.raises(Invalid) as refused:
        mill.read(case.write(tmp_path), tmp_path / "out")
    assert "VAT Calculation Report" in refused.value.says.en
    assert "Amazon VAT Transactions Report" in refused.value.next_step.en
