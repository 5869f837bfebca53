"""The offline verifier: a million events in one bundle, and a hundred thousand tamperings. And the chain as it is
written: what an event adds to a change (SQLite, synchronous FULL), and what 200 kill -9 leave of changes and events.

`python -m bench audit written` does only the second half.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.engines.audit.test_verifier import survivors

from pilotage.engines.audit import GENESIS, Signer, Tree, bundle, canonical, check, checkpoint

EVENTS, EVENTS_BAR = 1_000_000, 10.0  # seconds of one core
TAMPERINGS, PARTS = 100_000, 20
_TENANT = "seller:bench"
_START = datetime(2026, 1, 1, tzinfo=UTC)


KILLS, OVERHEAD_BAR = 200, 0.5  # runs; milliseconds at the median
_WRITER = """
import django, sys, time; django.setup()
from datetime import UTC, datetime
from django.core.management import call_command
from django.db import connection, transaction
from pilotage.platform.audit.actions import record
from pilotage.platform.parties.models import Organisation
what = sys.argv[1]
at = datetime(2026, 11, 26, tzinfo=UTC)
if what == "migrate":
    call_command("migrate", verbosity=0)
    raise SystemExit
with connection.cursor() as cursor:
    cursor.execute("PRAGMA synchronous = FULL")
def change(n, told):
    with transaction.atomic():
        Organisation.objects.create(kind="seller", name_zh=f"{n}", created_at=at)
        if told:
            record(by="bench", at=at, action="x.done", object=f"x:{n}", after={"n": n})
if what == "overhead":
    spent = {True: [], False: []}
    for n in range(int(sys.argv[2])):
        for told in (n % 2 == 0, n % 2 == 1):
            begin = time.perf_counter(); change(n, told); spent[told].append(time.perf_counter() - begin)
    print(*(sorted(spent[told])[len(spent[told]) // 2] * 1000 for told in (True, False)))
else:
    n = int(sys.argv[2])
    while True:
        n += 1
        change(n, True)
        print(n, flush=True)
"""


def main() -> None:
    """Each figure beside its bar."""
    if "written" not in sys.argv:
        _read_offline()
    _written()


def _written() -> None:
    with tempfile.TemporaryDirectory() as folder:
        env = os.environ | {
            "PILOTAGE_VAR": folder,
            "DJANGO_SETTINGS_MODULE": "pilotage.config.settings",
        }
        _writer(env, "migrate").wait()
        said = _writer(env, "overhead", "400").communicate()[0].split()
        with_event, bare = map(float, said)
        added = with_event - bare
        verdict = "met" if added <= OVERHEAD_BAR else "MISSED"
        print(f"{added:>10.2f} ms an event adds at the median   ≤ {OVERHEAD_BAR} ms  {verdict}")
        print(f"{'':>10} a change with its event {with_event:.2f} ms, without {bare:.2f} ms")
    with tempfile.TemporaryDirectory() as folder:
        env["PILOTAGE_VAR"] = folder
        _writer(env, "migrate").wait()
        lost, unlike = _killed(env, Path(folder))
    verdict = "met" if not lost and not unlike else "MISSED"
    print(f"{KILLS:>10} kill -9: {lost} acknowledged changes lost, {unlike} changes without event or the reverse   0  {verdict}")  # fmt: skip


def _writer(env: dict[str, str], *asked: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", _WRITER, *asked]
    return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)


def _killed(env: dict[str, str], folder: Path) -> tuple[int, int]:
    """(acknowledged changes that are gone, changes and events that do not belong to each other)."""
    dice, acknowledged, last = random.Random(1), set(), 0
    for _ in range(KILLS):
        child = _writer(env, "write", str(last))
        assert child.stdout is not None
        wanted = dice.randint(1, 12)
        while wanted and (line := child.stdout.readline()):
            acknowledged.add(int(line))
            wanted -= 1
        time.sleep(dice.random() / 200)  # somewhere within a change
        child.kill()
        # The very last line may be cut off in the middle.
        whole = [
            line for line in child.stdout.read().splitlines(keepends=True) if line.endswith("\n")
        ]
        acknowledged |= {int(line) for line in whole}
        child.wait()
        last = (
            max(acknowledged, default=last) + 1
        )  # a change that was not acknowledged may be there
    (database,) = folder.glob("*.sqlite3")
    with closing(sqlite3.connect(database)) as kept:
        changes = {int(n) for (n,) in kept.execute("SELECT name_zh FROM parties_organisation")}
        events = {int(o[2:]) for (o,) in kept.execute("SELECT object FROM audit_event")}
    return len(acknowledged - changes), len(changes ^ events)


def _read_offline() -> None:
    signer = Signer("platform:bench", Ed25519PrivateKey.generate())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bundle.jsonl"
        _write(path, signer)
        begin = time.thread_time()
        with path.open("rb") as lines:
            events, _ = check(lines)
        spent = time.thread_time() - begin
        begin = time.thread_time()
        with path.open("rb") as lines:
            for line in lines:
                json.loads(line)
        bare = time.thread_time() - begin
    verdict = "met" if spent <= EVENTS_BAR else "MISSED"
    print(f"{events:>10,} events verified in {spent:.2f} s   ≤ {EVENTS_BAR} s  {verdict}")
    print(f"{'':>10} that is {spent / bare:.2f} × reading the same lines as JSON and no more")
    with multiprocessing.Pool() as pool:
        left = sum(pool.starmap(_unnoticed, [(seed,) for seed in range(PARTS)], chunksize=1))
    print(f"{TAMPERINGS:>10,} tamperings, {left} unnoticed   0  {'met' if not left else 'MISSED'}")


def _unnoticed(seed: int) -> int:
    return len(survivors(f"bench {seed}", TAMPERINGS // PARTS))


def _write(path: Path, signer: Signer) -> None:
    """The bundle with one checkpoint an hour, as the platform takes them."""
    tree, head, taken = Tree(), GENESIS, []
    for event in _events():
        head = str(event["hash"])
        tree.add(bytes.fromhex(head))
        if event["seq"] % 1000 == 0:
            taken.append(checkpoint(_TENANT, tree, head, _START, "hourly", signer))
    closing = checkpoint(_TENANT, tree, head, _START, "export", signer)
    keys = {signer.name: signer.public}
    path.write_bytes(b"".join(bundle(_TENANT, _events(), taken, closing, keys)))


def _events() -> Iterator[dict[str, Any]]:
    head = GENESIS
    for seq in range(1, EVENTS + 1):
        at = _START + timedelta(seconds=seq)
        fields = {
            "seq": seq,
            "at": f"{at:%Y-%m-%dT%H:%M:%S.%f}Z",
            "actor": "user:bench",
            "tenant": _TENANT,
            "action": "filing.confirmed",
            "object": f"filing:{seq}",
            "before": None,
            "after": {"amount": "80.00"},
            "basis": "",
            "prev_hash": head,
        }
        head = sha256(canonical(fields)).hexdigest()
        yield {**fields, "hash": head}


if __name__ == "__main__":
    main()
