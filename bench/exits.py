"""Bar 7: a large seller's bag: time, memory, a kill in the middle; and random worlds there and back.

Scaled for one sitting: 40,000 rows and 150 MB of files. The bar is 1,000,000 rows and 2 GB in 600 s with 300 MB of
memory: BENCH_EXIT_ROWS=1000000 BENCH_EXIT_FILES=200. With PILOTAGE_DATABASE set (`bin/postgres`) on PostgreSQL.
`--worlds` walks through two hundred random worlds too.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROWS = int(os.environ.get("BENCH_EXIT_ROWS", "40000"))
FILES, MEGABYTES_EACH = int(os.environ.get("BENCH_EXIT_FILES", "15")), 10
BAR_ROWS, BAR_MEGABYTES, BAR_SECONDS, BAR_MEMORY = 1_000_000, 2_000, 600, 300
WORLDS = 200
WALK = "tests/platform/exits/test_exits.py::test_random_worlds_come_back_as_they_were"
_FILL = """
import django, os, sys; django.setup()
from datetime import UTC, datetime
from django.core.management import call_command
from pilotage.platform import ports
from pilotage.platform.documents.models import Document
from pilotage.platform.notices.models import Notice
from pilotage.platform.parties.models import Organisation
rows, files, megabytes = map(int, sys.argv[1:])
call_command("migrate", verbosity=0)
at = datetime(2026, 11, 25, tzinfo=UTC)
seller = Organisation.objects.create(kind="seller", name_zh="大卖家", created_at=at)
for start in range(0, rows, 2000):
    Notice.objects.bulk_create(
        Notice(organisation=seller, kind="k", about=f"a:{n}", title_zh="通知", title_en="Notice",
               body_zh="内容" * 20, body_en="words " * 20, link="/", at=at)
        for n in range(start, min(start + 2000, rows))
    )
for n in range(files):
    chunks = (os.urandom(1 << 20) for _ in range(megabytes))
    sha256, size = ports.files().keep(chunks, limit=1 << 40)
    Document.objects.create(owner=seller, kind="report", name=f"{n}.txt", sha256=sha256, size=size,
                            uploaded_by="bench", uploaded_at=at)
print(seller.ref)
"""


def main() -> None:
    """Print time and memory of an export, whether one killed half way ends at the same root, and the bars."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        env = os.environ | {
            "PILOTAGE_VAR": folder,
            "DJANGO_SETTINGS_MODULE": "pilotage.config.settings",
        }
        fill = [sys.executable, "-c", _FILL, str(ROWS), str(FILES), str(MEGABYTES_EACH)]
        seller = _told(subprocess.run(fill, env=env, capture_output=True, text=True, check=True))
        export = [sys.executable, "-m", "pilotage.cli.main", "exit", "export", seller, "--out"]
        began = time.perf_counter()
        root, memory = _weighed([*export, str(here / "bag")], env)
        seconds = time.perf_counter() - began
        told_twice = _killed_and_again([*export, str(here / "again")], here / "again.part", env)
    larger = max(BAR_ROWS / ROWS, BAR_MEGABYTES / (FILES * MEGABYTES_EACH))
    print(f"{ROWS:,} rows + {FILES * MEGABYTES_EACH} MB of files: {seconds:.0f} s, {memory:.0f} MB")
    print(f"× {larger:.1f}: {seconds * larger:.0f} s (bar {BAR_SECONDS})")
    print(f"memory {memory:.0f} MB (bar {BAR_MEMORY})")
    print(
        f"killed with files half copied, then run again: same root {told_twice == root} (bar True)"
    )
    if "--worlds" in sys.argv:
        _walk()


def _weighed(command: list[str], env: dict[str, str]) -> tuple[str, float]:
    """What the run says, and the most memory (MB) that this one process had."""
    child = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    said = child.stdout.read()
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"the export ended with {child.returncode}")
    return said.split()[-1], used.ru_maxrss / 1024


def _killed_and_again(command: list[str], part: Path, env: dict[str, str]) -> str:
    """Kill -9 once a third of the files are there; what the next run says."""
    first = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
    while len(list((part / "data" / "files").glob("*"))) < FILES // 3 and first.poll() is None:
        time.sleep(0.01)
    first.send_signal(signal.SIGKILL)
    if first.wait() != -signal.SIGKILL:
        raise SystemExit("the export ended before it could be killed")
    return _told(subprocess.run(command, env=env, capture_output=True, text=True, check=True))


def _walk() -> None:
    walked = subprocess.run(
        [sys.executable, "-m", "pytest", WALK, "-q", "-rA", "-p", "no:cacheprovider"],
        env=os.environ | {"PILOTAGE_EXIT_WORLDS": str(WORLDS)},
        capture_output=True,
        text=True,
        check=False,
    )
    same = re.search(r"^exits: (\d+) worlds", walked.stdout, re.MULTILINE)
    print(f"{same[1] if same else 0} worlds there and back with the same root (bar {WORLDS})")


def _told(done: subprocess.CompletedProcess[str]) -> str:
    return done.stdout.split()[-1]


if __name__ == "__main__":
    main()
