"""Bar 4: 100,000 random events in the certification gate's world; every path against a plain referee.

The walk itself is a test (`tests/platform/certification`); here it runs through forty worlds.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time

WORLDS, EVENTS_EACH = 40, 2_500
WALK = "tests/platform/certification/test_gate.py::test_a_long_walk_in_which_everything_happens"


def main() -> None:
    """Print the events walked through, the worlds in which something leaked, and the time."""
    began = time.perf_counter()
    walked = subprocess.run(
        [sys.executable, "-m", "pytest", WALK, "-q", "-rA", "-p", "no:cacheprovider", "-n", "2"],
        env=os.environ
        | {"PILOTAGE_GATE_WORLDS": str(WORLDS), "PILOTAGE_GATE_EVENTS": str(EVENTS_EACH)},
        capture_output=True,
        text=True,
        check=False,
    )
    events = sum(int(n) for n in re.findall(r"^gate: (\d+) events", walked.stdout, re.MULTILINE))
    leaking = len(re.findall(r"^FAILED", walked.stdout, re.MULTILINE))
    print(
        f"{events:,} events (bar 100,000) in {WORLDS} worlds, {time.perf_counter() - began:.0f} s"
    )
    print(f"{leaking} worlds in which a path and the referee disagreed (bar 0)")
    if walked.returncode:
        raise SystemExit(walked.stdout[-4000:])
