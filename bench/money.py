"""10,000 raced duplicate payments on each database: one effect a key. (The fee cases are `python -m bench fees`.)"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time

POSTS = 10_000


def main() -> None:
    """How many payments had an effect and how many postings stand, beside the number of keys."""
    for name, command in (("SQLite", []), ("PostgreSQL", ["bin/postgres"])):
        _race(name, command)


def _race(name: str, command: list[str]) -> None:
    begin = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        raced = subprocess.run(
            [*command, sys.executable, "-m", "tests.platform.billing.racing", str(POSTS)],
            env=os.environ | {"PILOTAGE_VAR": folder, "PYTHONPATH": "."},
            capture_output=True,
            text=True,
            check=False,
        )
    if raced.returncode:
        raise SystemExit(raced.stderr[-2000:])
    payments, postings = map(int, raced.stdout.split()[-2:])
    verdict = "met" if payments == postings == POSTS // 4 else "MISSED"
    print(
        f"{name}: {POSTS:,} posts of {POSTS // 4:,} keys: {payments:,} payments, {postings:,} postings"
        f"  {verdict}  ({time.perf_counter() - begin:.0f} s)",
        flush=True,
    )


if __name__ == "__main__":
    main()
