"""The same expression on Spark gives the same run, or says by name what this machine lacks."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.engines.tax.mixed_rows import mix, write

from pilotage.engines.tax import Cost, OnSpark, Rate, on_duckdb, on_spark, read_seller, run
from pilotage.engines.tax.on_spark import missing
from pilotage.kernel.errors import Invalid

ROWS = 2_000


@pytest.mark.slow
@pytest.mark.skipif(bool(missing()), reason=f"Spark needs {' and '.join(missing())}")
def test_spark_and_the_embedded_engine_agree_to_the_row(tmp_path: Path) -> None:
    of = mix(17, rows=ROWS, files=2)
    reports = [write(rows, tmp_path / f"{n}.csv") for n, rows in enumerate(of.files)]
    made = {}
    for name, determine in (("here", on_duckdb), ("spark", OnSpark())):
        run(
            reports,
            read_seller(of.seller.yaml().encode()),
            tmp_path / name,
            costs=[Cost(*cost) for cost in of.costs],
            rates=[Rate(*rate) for rate in of.fx],
            determine=determine,
        )
        told = {n: json.loads((tmp_path / name / n).read_text("utf-8")) for n in FILES}
        rows = pq.read_table(tmp_path / name / "determinations.parquet").to_pylist()
        made[name] = told, sorted(rows, key=lambda row: (row["file_sha256"], row["row"]))
    assert made["here"] == made["spark"]


FILES = ("returns.json", "summary.json")


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(on_spark, "missing", lambda: ["pyspark", "java"])
    with pytest.raises(Invalid) as refused:
        OnSpark("spark://cluster:7077")
    assert refused.value.code == "ENGINE_UNAVAILABLE"
    assert "pyspark, java" in str(refused.value.says)
