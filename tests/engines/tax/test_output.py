"""The output folder: paths of any spelling, an earlier result kept or replaced whole."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from pilotage.engines.tax import read_seller, run
from pilotage.kernel.errors import Invalid

CASES = Path(__file__).parent / "cases"
OSS = CASES / "oss_in_force_by_date"


def seller(case: Path) -> bytes:
    return (case / "seller.yaml").read_bytes()


@pytest.mark.slow
def test_apostrophes_in_paths_are_only_letters(tmp_path: Path) -> None:
    folder = tmp_path / "l'été d'引航"
    folder.mkdir()
    report = folder / "rapport d'août.csv"
    report.write_bytes((OSS / "report.csv").read_bytes())
    made = run([report, OSS / "report.csv"], read_seller(seller(OSS)), folder / "it's out")
    assert (made.summary["rows_in"], made.summary["duplicates"]) == (18, 9)


@pytest.mark.slow
def test_a_failed_run_leaves_the_earlier_result_and_a_new_one_leaves_no_old_file(
    tmp_path: Path,
) -> None:
    out, profile = tmp_path / "out", read_seller(seller(OSS))
    run([OSS / "report.csv"], profile, out)
    earlier = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("Marketplace ID,Merchant ID\n1,2\n", "utf-8")
    with pytest.raises(Invalid):
        run([wrong], profile, out)
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == earlier

    (out / "files" / "stale.json").write_text("{}", "utf-8")
    run([OSS / "report.csv"], profile, out)
    assert not (out / "files" / "stale.json").exists()
    assert list(tmp_path.glob(".tax-*")) == []


@pytest.mark.slow
def test_a_row_of_rule_27_shows_what_the_departure_rate_would_have_declared(tmp_path: Path) -> None:
    run([OSS / "report.csv"], read_seller(seller(OSS)), tmp_path / "out")
    with (tmp_path / "out" / "blocked.csv").open(encoding="utf-8", newline="") as file:
        said = {row["row"]: row["message_en"] for row in csv.DictReader(file)}
    # 21.98 / 1.19 = 18.47 and 23.73 / 1.19 = 19.94
    assert "in DE at 19 %: base 18.47, VAT 3.51 EUR" in said["3"]
    assert "in DE at 19 %: base 19.94, VAT 3.79 EUR" in said["6"]
