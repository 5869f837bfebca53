"""Every explanation ends where the determination ended, in both languages, with its sources."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pilotage.cli.main import main
from pilotage.engines.tax import explain, read_rates, read_seller, run
from pilotage.engines.tax.ladder import RULES
from pilotage.engines.tax.rules_said import RULES_SAID

CASES = Path(__file__).parent / "cases"


def test_every_rule_is_said_in_both_languages() -> None:
    assert set(RULES_SAID) == set(RULES)
    assert all(text.zh and text.en for text in RULES_SAID.values())


@pytest.mark.slow
@pytest.mark.parametrize("name", ["oss_in_force_by_date", "domestic_b2b_not_established"])
def test_the_explanation_ends_where_the_determination_did(name: str, tmp_path: Path) -> None:
    case = CASES / name
    seller = read_seller((case / "seller.yaml").read_bytes())
    fx = case / "fx.csv"
    rates = read_rates(fx.read_bytes()) if fx.exists() else []
    run([case / "report.csv"], seller, tmp_path / "out", rates=rates)
    table = pq.read_table(tmp_path / "out" / "determinations.parquet").to_pylist()
    for made in table[:4]:
        trail = explain([case / "report.csv"], seller, 1, made["row"], rates=rates)
        code = made["findings"].split(",")[0]
        wanted = code if made["treatment"] == "blocked" else made["treatment"]
        assert trail.steps[-1].value == wanted
        if made["base"] is not None:
            assert any(f"{made['base']:.2f}" in step.says.en for step in trail.steps)
        if made["taxation_country"] and made["rate"] is not None:
            assert any(step.source for step in trail.steps), made


@pytest.mark.slow
def test_the_command_reads_the_run_folder_and_notices_changed_inputs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case, out = CASES / "oss_in_force_by_date", tmp_path / "out"
    report = tmp_path / "report.csv"
    report.write_bytes((case / "report.csv").read_bytes())
    profile = str(case / "seller.yaml")
    main(["tax", "returns", "--report", str(report), "--seller", profile, "--out", str(out)])
    assert main(["tax", "explain", str(out), "--row", "1", "--lang", "zh"]) == 0
    said = capsys.readouterr().out
    assert "规则 26" in said
    assert "vat_rates/FR" in said
    report.write_bytes(report.read_bytes() + b"\n")
    assert main(["tax", "explain", str(out), "--row", "1"]) == 2
    assert "INPUT_CHANGED" in capsys.readouterr().err


@pytest.mark.slow
def test_the_command_writes_chosen_filing_files(tmp_path: Path) -> None:
    case, out, chosen = CASES / "uk_voec_domestic", tmp_path / "out", tmp_path / "chosen"
    words = ["--seller", str(case / "seller.yaml"), "--fx", str(case / "fx.csv")]
    main(["tax", "returns", "--report", str(case / "report.csv"), *words, "--out", str(out)])
    more = ["--format", "mtd", "--period-key", "26A1", "--out", str(chosen)]
    assert main(["tax", "file", str(out), *more]) == 0
    assert sorted(path.name for path in chosen.iterdir()) == [
        "GB-MTD-2026-Q1.json",
        "GB-MTD-2026-Q2.json",
    ]
    assert '"periodKey": "26A1"' in (chosen / "GB-MTD-2026-Q1.json").read_text("utf-8")
