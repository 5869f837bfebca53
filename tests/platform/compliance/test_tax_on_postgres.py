"""The expression on a real PostgreSQL equals the embedded engine and the plain referee, row by row and cent by cent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.engines.tax.agreement import differences
from tests.engines.tax.mixed_rows import mix, write
from tests.engines.tax.referee import judge

from pilotage.engines.tax import Cost, Rate, on_duckdb, read_seller, run
from pilotage.integrations.postgres.tax import OnPostgres
from pilotage.kernel.errors import SourceDown

ROWS = int(os.environ.get("PILOTAGE_POSTGRES_ROWS", "1500"))


def made(mixed, folder: Path, name: str, determine) -> Path:
    reports = [folder / f"report{n}.csv" for n in range(1, len(mixed.files) + 1)]
    if not reports[0].exists():
        for rows, path in zip(mixed.files, reports, strict=True):
            write(rows, path)
    run(
        reports, read_seller(mixed.seller.yaml().encode()), folder / name, determine=determine,
        costs=[Cost(*one) for one in mixed.costs], rates=[Rate(*one) for one in mixed.fx],
    )  # fmt: skip
    return folder / name


@pytest.mark.postgres
def test_it_agrees_with_the_embedded_engine_and_the_referee(tmp_path):
    mixed = mix(9001, ROWS, files=3)
    here = made(mixed, tmp_path, "here", on_duckdb)
    there = made(mixed, tmp_path, "there", OnPostgres(os.environ["PILOTAGE_DATABASE"]))
    for name in ("returns.json", "summary.json"):
        assert (here / name).read_bytes() == (there / name).read_bytes()
    verdict = judge(mixed.files, mixed.seller, mixed.costs, mixed.fx)
    assert list(differences(verdict, there, mixed)) == []


def test_a_server_that_is_not_there_is_named_and_nothing_is_written(tmp_path):
    mixed = mix(9001, 20, files=1)
    with pytest.raises(SourceDown, match="POSTGRES_DOWN"):
        made(mixed, tmp_path, "there", OnPostgres("postgresql://127.0.0.1:1/none"))
    assert not (tmp_path / "there" / "returns.json").exists()
