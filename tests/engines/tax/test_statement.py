"""The kept text of the expression is what the expression compiles to, and a stale one is never used."""

from __future__ import annotations

from pathlib import Path

import pytest

from pilotage.engines.tax import statement
from pilotage.engines.tax.determine import compiled
from pilotage.engines.tax.seller import Seller
from pilotage.engines.tax.slots import Scales, Statements, filled

NOBODY = Seller("", "CN", {})
FRESH = "run `python -m pilotage.engines.tax.statement` and commit statements/duckdb.sql"


@pytest.mark.slow
def test_the_kept_text_is_fresh() -> None:
    first, *parts = statement.KEPT.read_text("utf-8").splitlines()
    assert first == f"-- {statement.made_from()}", FRESH
    assert Statements(*parts) == compiled(), FRESH


@pytest.mark.slow
def test_text_made_from_something_else_is_left_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stale = tmp_path / "duckdb.sql"
    stale.write_text("-- another digest\nSELECT 1\nSELECT 2\nSELECT 3\n", "utf-8")
    monkeypatch.setattr(statement, "KEPT", stale)
    assert statement.statement(NOBODY, Scales(2)) == filled(compiled(), NOBODY, Scales(2))


def test_every_slot_is_filled() -> None:
    assert "§" not in statement.statement(NOBODY, Scales(2)).whole
