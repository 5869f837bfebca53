"""Bar 4: authorisation. The whole matrix against a referee, hostile requests, raced revocations, decisions a second.

Decisions and processor time are counted in one process; the races run on SQLite and on PostgreSQL.
Fewer for a quick look: `BENCH_GRANTS_STEP=50` takes every fiftieth case, request and pair.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice

STEP = int(os.environ.get("BENCH_GRANTS_STEP", "1"))
AT_ONCE = 1_000
HOSTILE, PAIRS, SPEED = 100_000, 10_000, 8_000


def main() -> None:
    """Print every figure with its bar beside it."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pilotage.config.settings")
    django.setup()
    _matrix()
    _hostile()
    _speed()
    for name, command in (("SQLite", []), ("PostgreSQL", ["bin/postgres"])):
        _race(name, command)


def _matrix() -> None:
    from tests.platform.access import referee

    from pilotage.platform.access import cedar

    began, many, differences = time.process_time(), 0, 0
    for numbers in _batches(range(0, referee.size(), STEP)):
        cases = [referee.nth(number) for number in numbers]
        decisions = cedar.decide([referee.use(case) for case in cases])
        differences += sum(
            one.allowed != referee.allowed(case) for one, case in zip(decisions, cases, strict=True)
        )
        many += len(cases)
    seconds = time.process_time() - began
    print(f"matrix: {many:,} decisions (bar 1,000,000), {seconds:.0f} s of one core")
    print(f"        {differences} differ from the referee (bar 0)", flush=True)


def _hostile() -> None:
    from dataclasses import replace

    import cedarpy
    from tests.platform.access import hostile
    from tests.platform.access.mutants import PERMIT_ALL

    from pilotage.platform.access import cedar

    injected = cedar.policy_text() + PERMIT_ALL + hostile.SUPERUSER
    book = replace(cedar.book(), policies=cedarpy.PolicySet.from_str(injected))
    logging.disable(logging.CRITICAL)
    allowed = by_policy = 0
    for request, entities in islice(hostile.requests(seed=1), HOSTILE // STEP):
        (decision,) = cedar.judge([request], entities, book)
        allowed += decision.allowed
        by_policy += cedar.ERROR not in decision.reasons
    logging.disable(logging.NOTSET)
    print(
        f"hostile: {HOSTILE // STEP:,} requests for stock or money (bar 100,000), a permit for all injected"
    )
    print(
        f"        {allowed} allowed (bar 0); {by_policy:,} refused by a policy alone, the others with an error besides",
        flush=True,
    )


def _speed() -> None:
    from tests.platform.access import referee

    from pilotage.platform.access import cedar

    uses = [referee.use(case) for case in islice(referee.around(2), AT_ONCE)]
    requests = [cedar.request_of(use) for use in uses]
    entities = cedar.book().actions.with_added_json_str(cedar.entities_of(uses))
    began, rounds = time.process_time(), 30
    for _ in range(rounds):
        cedar.judge(requests, entities, cedar.book())
    per_second = rounds * len(requests) / (time.process_time() - began)
    load = os.getloadavg()[0]
    print(
        f"speed: {per_second:,.0f} decisions a second of one core (bar {SPEED:,}), load {load:.1f}",
        flush=True,
    )


def _race(name: str, command: list[str]) -> None:
    pairs = PAIRS // STEP
    with tempfile.TemporaryDirectory() as folder:
        raced = subprocess.run(
            [*command, sys.executable, "-m", "tests.platform.grants.racing", str(pairs)],
            env=os.environ | {"PILOTAGE_VAR": folder, "PYTHONPATH": "."},
            capture_output=True,
            text=True,
            check=False,
        )
    if raced.returncode:
        raise SystemExit(raced.stderr[-2000:])
    before, refused, after = map(int, raced.stdout.split()[-3:])
    print(
        f"race on {name}: {pairs:,} pairs (bar 10,000), {before:,} before the revocation, {refused:,} refused"
    )
    print(f"        {after} committed after it (bar 0)", flush=True)


def _batches(numbers: range) -> Iterator[range]:
    for start in range(0, len(numbers), AT_ONCE):
        yield numbers[start : start + AT_ONCE]


if __name__ == "__main__":
    main()
