"""What can be known of Spark without it: that it is refused by name, and that the expression speaks its SQL.

Whether both engines give the same rows is counted by `python -m bench spark`, where Spark is installed.
"""

from __future__ import annotations

import re

import pytest
import sqlglot

from pilotage.engines.tax import OnSpark, on_spark
from pilotage.engines.tax.determine import compiled
from pilotage.engines.tax.inputs import TABLES
from pilotage.kernel.errors import Invalid

# All that the expression may call: functions and types that Spark documents as built in since 3.3.
# What DuckDB alone has (try_cast in its sense, list_contains, strptime, epoch_ms, …) is not among them.
SPARK_HAS = set(
    "ABS CAST COALESCE CONCAT DATE_TRUNC DECIMAL EXTRACT FLOOR IF LENGTH MAKE_DATE MAX REPLACE"
    " ROW_NUMBER STARTSWITH SUBSTRING UPPER".split()
)
DUCKDB_SYNTAX = ("::", " EXCLUDE ", " QUALIFY ", "//", "MATERIALIZED", "list(", " ASOF ")


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(on_spark, "missing", lambda: ["pyspark", "java"])
    with pytest.raises(Invalid) as refused:
        OnSpark("spark://cluster:7077")
    assert refused.value.code == "ENGINE_UNAVAILABLE"
    assert "pyspark, java" in str(refused.value.says)


@pytest.mark.slow
def test_the_expression_compiles_for_spark_and_calls_only_what_spark_has() -> None:
    parts = compiled("pyspark")
    texts = (parts.facts, parts.situations, parts.rows)
    called = {name.upper() for text in texts for name in re.findall(r"\b([A-Za-z_]+)\(", text)}
    assert called - SPARK_HAS == set()
    assert [mark for mark in DUCKDB_SYNTAX for text in texts if mark in text] == []
    read: set[str] = set()
    for text in texts:
        tree = sqlglot.parse_one(text, dialect="spark")
        stages = {stage.alias for stage in tree.find_all(sqlglot.exp.CTE)}
        read |= {table.name for table in tree.find_all(sqlglot.exp.Table)} - stages
    assert read == {*TABLES, "facts", "situations"}
