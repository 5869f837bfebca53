"""The certification gate against a plain referee: 100,000 random sequences in memory, then 100,000 events through every path.

Sequences go through papers in grace, versions that overlap, people who leave, registers, standing, midnights of nine zones.
The walk adds the database, marks and boards, scorecard bands, the reach of a lost paper, search, pages, requests. Both are
tests too (`tests/platform/certification`). `PILOTAGE_GATE_SEQUENCES` and `PILOTAGE_GATE_WORLDS` make it shorter.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time

SEQUENCES = int(os.environ.get("PILOTAGE_GATE_SEQUENCES", "100000"))
WORLDS, EVENTS_EACH = int(os.environ.get("PILOTAGE_GATE_WORLDS", "40")), 2_500
WALK = "tests/platform/certification/test_gate.py::test_a_long_walk_in_which_everything_happens"


def main() -> None:
    """Print what was asked, what was listed, where gate and referee differ, and the time."""
    _sequences()
    if WORLDS:
        _walk()


def _sequences() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pilotage.config.settings")
    django.setup()
    from tests.platform.certification.play import sequence
    from tests.platform.certification.referee import Referee
    from tests.platform.certification.walk import made_up_rules

    began, referee = time.perf_counter(), Referee()
    asked = listed = wrong = 0
    with made_up_rules():
        for seed in range(SEQUENCES):
            one = sequence(seed, referee)
            asked, listed, wrong = asked + one[0], listed + one[1], wrong + one[2]
    print(
        f"{SEQUENCES:,} random sequences (bar 100,000): asked {asked:,} times, listed {listed:,}, "
        f"{time.perf_counter() - began:.0f} s"
    )
    print(f"{wrong} listed without a required valid item, or hidden with all of them (bar 0)")
    if wrong:
        raise SystemExit(1)


def _walk() -> None:
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
