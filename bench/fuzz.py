"""The whole API called at random by the schemathesis of the lock, as a partner, the programme and a seller.

Bar: at least 50,000 calls, links of the document followed, 0 server errors, 0 answers against the document.

The world is the demo's, in a folder that is thrown away, on the embedded database or on the one that PILOTAGE_DATABASE
names. What is checked: no 5xx, statuses and content types and bodies as the document says, methods that are not there,
wrong input refused, no answer without a key. Not checked: that input which fits its shape is accepted, since rules of
the trade refuse more than a shape can say, and in words. Then links are followed, with what `_fuzz_hooks` knows: one
counts where both ends answered 2xx and the second was asked with what the first had answered.

BENCH_FUZZ_EXAMPLES (per operation and kind of person) and BENCH_FUZZ_WALK (seconds along links) make it smaller;
BENCH_FUZZ_KINDS and BENCH_FUZZ_PHASES (`stateful`: links alone) leave something out; BENCH_FUZZ_SEED plays a run again.
"""

from __future__ import annotations

import json
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
# In this order: what partners and the programme make, a seller reads.
KINDS = os.environ.get("BENCH_FUZZ_KINDS", "partner,operator,seller").split(",")
PHASES = os.environ.get("BENCH_FUZZ_PHASES", "examples,coverage,fuzzing,stateful").split(",")
WALK = os.environ.get("BENCH_FUZZ_WALK", "180")
# The document is public; everything else below asks for a key.
ADDRESS = f"http://127.0.0.1:{PORT}/api/v1/openapi.json"
_LEFT_OUT = "positive_data_acceptance"
_SERVER = [".venv/bin/pilotage", "serve", "--port", str(PORT)]
_LAST_LINE = re.compile(r"^[\w.]+(?:Error|Exception|Exit|Refused)\b: .{0,120}", re.M)
# Long walks, by the links that the document has and no others.
_WALKING = "[phases.stateful]\nmax-steps = 50\n[phases.stateful.inference]\nalgorithms = []\n"
_CALLS = re.compile(r"(\d[\d,]*) generated")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PILOTAGE_VAR"] = folder
        os.environ.setdefault("PILOTAGE_LOG_LEVEL", "ERROR")
        keys, alone = _prepared(), [phase for phase in PHASES if phase != "stateful"]
        with (Path(folder) / "server.log").open("w+") as log:
            server = subprocess.Popen(_SERVER, stdout=log, stderr=log)
            try:
                _wait_until_up()
                calls = sum(_called_as(kind, keys[kind], alone) for kind in KINDS if alone)
                if "stateful" in PHASES:
                    calls += sum(_walked_as(kind, keys[kind], Path(folder)) for kind in KINDS)
            finally:
                server.terminate()
                server.wait()
            log.seek(0)
            faults = Counter(_LAST_LINE.findall(log.read()))
            print(f"faults in the server's log: {sum(faults.values())} (bar 0) {dict(faults)}")
    print(f"calls: {calls:,} (bar {BAR:,})")


def _walked_as(kind: str, key: str, folder: Path) -> int:
    """Calls made along links as one kind of person; prints how many links were followed."""
    told = folder / f"{kind}.ndjson"
    calls = _called_as(
        kind, key, ["stateful"], "--report-ndjson-path", str(told), "--mode", "positive", "--max-time", WALK,
        SCHEMATHESIS_HOOKS="bench._fuzz_hooks", BENCH_FUZZ_HOST=f"127.0.0.1:{PORT}", BENCH_FUZZ_KEY=key,
    )  # fmt: skip
    tried, followed, most = _links(told)
    print(f"{kind}: links followed {followed}, tried {tried}, there {most}", flush=True)
    return calls


def _links(told: Path) -> tuple[int, int, int]:
    """Links tried, those of them with 2xx at both ends and the value of the one at the other, and all."""
    tried, followed, most = set[str](), set[str](), 0
    for line in told.read_bytes().split(b"\n")[:-1]:
        (event,) = json.loads(line).values()
        most = event.get("statistic", {}).get("transitions", {}).get("total", most)
        walk = event.get("recorder", {})
        good = {name for name, one in walk.get("interactions", {}).items() if one.get("response") and one["response"]["status_code"] < 300}  # fmt: skip
        for name, case in walk.get("cases", {}).items():
            if link := case.get("transition"):
                tried.add(link["id"])
                if case["is_transition_applied"] and {name, link["parent_id"]} <= good:
                    followed.add(link["id"])
    return len(tried), len(followed), most


def _called_as(kind: str, key: str, phases: list[str], *more: str, **known: str) -> int:
    """Calls made as one kind of person; prints what was found, shortest example first."""
    started = time.perf_counter()
    command = [
        str(Path(sys.executable).parent / "schemathesis"), "--config-file", str(_settings()), "run", ADDRESS, "--no-color", "--continue-on-failure",
        "-H", f"Authorization: Bearer {key}", "--exclude-checks", _LEFT_OUT, "-n", str(EXAMPLES),
        "--suppress-health-check", "all", "--request-timeout", "60", "--warnings", "off",
        "--generation-database", "none", "--phases", ",".join(phases), *(["--seed", SEED] if SEED else []), *more,
    ]  # fmt: skip
    told = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, **known}
    )
    found = _CALLS.search(told.stdout)
    calls = int(found[1].replace(",", "")) if found else 0
    took = time.perf_counter() - started
    print(f"{kind}, {','.join(phases)}: {calls:,} calls in {took:.0f} s, exit {told.returncode}", flush=True)  # fmt: skip
    if told.returncode:
        print(told.stdout[-20_000:], told.stderr[-2_000:], flush=True)
    return calls


def _settings() -> Path:
    path = Path(os.environ["PILOTAGE_VAR"]) / "schemathesis.toml"
    path.write_text(_WALKING)
    return path


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
