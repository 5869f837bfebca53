"""`pilotage tax check`: what an agent filed against the run, and the exit status that scripts read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pilotage.cli.main import main

pytestmark = pytest.mark.slow

SALE = {
    "ACTIVITY_PERIOD": "2026-JAN", "TRANSACTION_TYPE": "SALE", "TRANSACTION_EVENT_ID": "1",
    "ACTIVITY_TRANSACTION_ID": "A1", "SELLER_SKU": "S", "QTY": "1",
    "TRANSACTION_COMPLETE_DATE": "15-01-2026", "TRANSACTION_CURRENCY_CODE": "GBP",
    "SALE_DEPART_COUNTRY": "GB", "SALE_ARRIVAL_COUNTRY": "GB", "TAX_REPORTING_SCHEME": "REGULAR",
    "TAX_COLLECTION_RESPONSIBILITY": "SELLER", "TOTAL_ACTIVITY_VALUE_AMT_VAT_INCL": "120.00",
}  # fmt: skip


@pytest.fixture
def run(tmp_path: Path) -> Path:
    from tests.platform.compliance.making import report

    back = {"TRANSACTION_TYPE": "REFUND", "ACTIVITY_TRANSACTION_ID": "A2"}
    other = {"TRANSACTION_EVENT_ID": "2", "ACTIVITY_TRANSACTION_ID": "A3"}
    (tmp_path / "r.csv").write_bytes(report(SALE, SALE | other, SALE | back))
    (tmp_path / "s.yaml").write_text(
        "name: X\nestablished_in: CN\nvat_numbers: {GB: GB994593902}\n"
    )
    (tmp_path / "fx.csv").write_text("date,currency,rate\n2026-01-02,GBP,0.87\n")
    paths = [f"{tmp_path}/{name}" for name in ("r.csv", "s.yaml", "fx.csv", "out")]
    asked = [word for pair in zip(("--report", "--seller", "--fx", "--out"), paths, strict=True) for word in pair]  # fmt: skip
    assert main(["tax", "returns", *asked]) == 0
    assert main(["tax", "file", paths[-1], "--format", "mtd", "--period-key", "18A1"]) == 0
    return tmp_path / "out"


def test_the_run_agrees_with_its_own_file_and_names_what_an_agent_dropped(run, capsys):
    (own,) = (run / "files").glob("*MTD*.json")
    asked = ["tax", "check", str(run), "--period", "2026-Q1", "--filed"]
    assert main([*asked, str(own)]) == 0
    body = json.loads(own.read_text())
    for field in ("vatDueSales", "totalVatDue", "netVatDue"):
        body[field] = 40.0
    own.write_text(json.dumps(body | {"totalValueSalesExVAT": 200}))
    capsys.readouterr()
    assert main([*asked, str(own)]) == 1
    said = capsys.readouterr().out
    assert "REFUNDS_DROPPED" in said
    assert "r.csv:3" in said


def test_a_file_without_a_period_asks_for_it(run, capsys):
    (own,) = (run / "files").glob("*MTD*.json")
    assert main(["tax", "check", str(run), "--filed", str(own)]) == 2
    assert "--period" in capsys.readouterr().err
