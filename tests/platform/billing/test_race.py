"""Noted by four at once, a payment has one effect."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
POSTS = 40


@pytest.mark.slow
def test_one_effect_a_key(tmp_path):
    """The bench races 10,000 posts on each database."""
    raced = subprocess.run(
        [sys.executable, "-m", "tests.platform.billing.racing", str(POSTS)],
        cwd=ROOT,
        env=os.environ | {"PILOTAGE_VAR": str(tmp_path), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert raced.returncode == 0, raced.stderr[-2000:]
    assert raced.stdout.split()[-2:] == [str(POSTS // 4)] * 2
