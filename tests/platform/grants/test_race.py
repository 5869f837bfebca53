"""Once a revocation is committed, nothing that rested on it is: the decision is made inside the write, under lock."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PAIRS = 60


@pytest.mark.slow
def test_no_write_is_committed_after_the_revocation(tmp_path):
    """The bench races 10,000 pairs on each database."""
    raced = subprocess.run(
        [sys.executable, "-m", "tests.platform.grants.racing", str(PAIRS)],
        cwd=ROOT,
        env=os.environ | {"PILOTAGE_VAR": str(tmp_path), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert raced.returncode == 0, raced.stderr[-2000:]
    before, refused, after = map(int, raced.stdout.split()[-3:])
    assert after == 0
    assert before + refused == PAIRS
    assert before and refused, "a race that one side always wins proves nothing"
