"""The whole API called at random by the schemathesis of the lock, as a seller, a partner and the programme.

Bar: at least 50,000 calls, stateful links followed, 0 server errors, 0 answers against the document.

The world is the demo's, in a folder that is thrown away, on the embedded database or on the one that PILOTAGE_DATABASE
names. What is checked: no 5xx, statuses and content types and bodies as the document says, methods that are not there,
wrong input refused, no answer without a key. Not checked: that input which fits its shape is accepted, since rules of
the trade refuse more than a shape can say, and in words. BENCH_FUZZ_EXAMPLES (per operation and kind of person)
makes it smaller; BENCH_FUZZ_SEED plays one run again.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from pathlib import Path

EXAMPLES = int(os.environ.get("BENCH_FUZZ_EXAMPLES", "100"))
SEED = os.environ.get("BENCH_FUZZ_SEED", "")
PORT, BAR = 8766, 50_000
KINDS = ("seller", "partner", "operator")
# The document is public; everything else below asks for a key.
ADDRESS = f"http://127.0.0.1:{PORT}/api/v1/openapi.json"
_LEFT_OUT = "positive_data_acceptance"
_SERVER = [".venv/bin/pilotage", "serve", "--port", str(PORT)]
_LAST_LINE = re.compile(r"^[\w.]+(?:Error|Exception|Exit|Refused)\b: .{0,120}", re.M)
_CALLS = re.compile(r"(\d[\d,]*) generated")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PILOTAGE_VAR"] = folder
        os.environ.setdefault("PILOTAGE_LOG_LEVEL", "ERROR")
        keys = _prepared()
        with (Path(folder) / "server.log").open("w+") as log:
            server = subprocess.Popen(_SERVER, stdout=log, stderr=log)
            try:
                _wait_until_up()
                calls = sum(_called_as(kind, keys[kind]) for kind in KINDS)
            finally:
                server.terminate()
                server.wait()
            log.seek(0)
            faults = Counter(_LAST_LINE.findall(log.read()))
            print(f"faults in the server's log: {sum(faults.values())} (bar 0) {dict(faults)}")
    print(f"calls: {calls:,} (bar {BAR:,})")


def _called_as(kind: str, key: str) -> int:
    """Calls made as one kind of person; prints what was found, shortest example first."""
    started = time.perf_counter()
    command = [
        str(Path(sys.executable).parent / "schemathesis"), "run", ADDRESS, "--no-color", "--continue-on-failure",
        "-H", f"Authorization: Bearer {key}", "--exclude-checks", _LEFT_OUT, "-n", str(EXAMPLES),
        "--suppress-health-check", "all", "--request-timeout", "60", "--warnings", "off",
        "--generation-database", "none", *(["--seed", SEED] if SEED else []),
    ]  # fmt: skip
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    found = _CALLS.search(told.stdout)
    calls = int(found[1].replace(",", "")) if found else 0
    print(f"{kind}: {calls:,} calls in {time.perf_counter() - started:.0f} s, exit {told.returncode}", flush=True)  # fmt: skip
    if told.returncode:
        print(told.stdout[-20_000:], told.stderr[-2_000:], flush=True)
    return calls


def _prepared() -> dict[str, str]:
    """Fills the database; a key of the first member of each kind."""
    for command in (
        ["manage", "migrate", "-v0"],
        ["demo", "seed", "--partners", "60", "--sellers", "6"],
    ):
        subprocess.run([".venv/bin/pilotage", *command], check=True, stdout=subprocess.DEVNULL)
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "pilotage.config.settings"
    django.setup()
    from django.utils import timezone

    from pilotage.platform.access import actions, queries
    from pilotage.platform.parties.models import Membership

    keys = {}
    for kind in KINDS:
        members = Membership.objects.filter(organisation__kind=kind, until=None).order_by("pk")
        who = queries.viewer_of(members[0].person, timezone.now())
        keys[kind] = actions.issue_token(by=who, at=who.at, label="bench")
    return keys


def _wait_until_up() -> None:
    for _ in range(120):
        try:
            with urllib.request.urlopen(ADDRESS, timeout=5):
                return
        except OSError:
            time.sleep(0.5)
    raise RuntimeError("the server did not come up")
