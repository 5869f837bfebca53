"""The engine against the plain referee on mixed rows: every row, every line, every cent."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.engines.tax.agreement import both, differences
from tests.engines.tax.mixed_rows import mix


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 5))
def test_the_engine_and_the_referee_agree(seed: int, tmp_path: Path) -> None:
    mixed = mix(seed, rows=1_000, files=3)
    verdict, out = both(mixed, tmp_path)
    assert list(differences(verdict, out, mixed)) == []
    assert verdict.summary["determined"], "a mix in which nothing is determined proves nothing"
