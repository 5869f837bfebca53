"""A register of invented marks read by the worker's child, then names cleared through it with the index that was kept.

`BENCH_MARKS` sets the size of the register. Times are those of the whole child process, its start included.
"""

from __future__ import annotations

import csv
import hashlib
import os
import random
import resource
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.marks import MARKS, _invented
from pilotage.jobs.crunch import crunch

_NAMES = ("VELTORA", "PHLOREN HOME", "云海鹤", "SUN BREAD", "KWIKSTITCH")


def main() -> None:
    """Print seconds, megabytes and the most memory of any child."""
    dice = random.Random(20261126)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            out = csv.writer(file)
            out.writerow(["id", "mark", "classes", "office", "status", "filed", "owner"])
            for n, mark in enumerate(_invented(dice, MARKS)):
                status = dice.choice(("registered", "pending", "expired"))
                out.writerow([n, mark, dice.randint(1, 45), "EUIPO", status, "2024-05-01", f"O{n % 9999}"])  # fmt: skip
        index = path.with_suffix(".marks")
        register = {
            "path": str(path), "name": path.name, "index": str(index),
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        }  # fmt: skip
        print(f"{MARKS:,} marks, load {os.getloadavg()[0]:.1f}")
        print(f"read and index kept {_took('read', register=register):6.1f} s")
        print(f"{index.stat().st_size / 1e6:.0f} MB kept; {_peak():.2f} GB at most (bar 2)")
        spent = [_took("screen", register=register, name=name, classes="9") for name in _NAMES]
        print(
            f"clearance with a kept index {max(spent):.1f} s at most, {min(spent):.1f} s at least"
        )
        marks = [
            {
                "ref": f"m{n}",
                "sign": sign,
                "classes": "9",
                "owner": "",
                "since": "",
                "numbers": [],
                "told": [],
            }
            for n, sign in enumerate(_invented(dice, 20))
        ]
        print(f"watch of {len(marks)} marks {_took('watch', register=register, office='', portfolio=marks):.1f} s")  # fmt: skip
        print(f"{_peak():.2f} GB at most in any of them (bar 2)")


def _took(kind: str, **args: Any) -> float:
    began = time.perf_counter()
    crunch(f"pilotage.jobs.brand_child:{kind}", args, lambda done, total: None)
    return time.perf_counter() - began


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
