"""`python -m bench sandbox`: real clients run a month against the sandbox, without failures and with 20 %.

The clients are in no lock; name the Python that has them (`python-amazon-sp-api`, `amzn-sp-api`,
`python-amazon-ad-api`) in `BENCH_CLIENTS`. A client that is not there is skipped by name.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import time
from collections import Counter
from pathlib import Path

from pilotage.engines.sp_api import CREATE_TOKEN, operations
from pilotage.integrations.sandbox import Sandbox, Wish, running
from pilotage.integrations.sp_api.calls import call
from pilotage.kernel.errors import PilotageError

CLIENTS = (
    ("saleweaver", "sp_api", "python-amazon-sp-api"),
    ("official", "spapi", "amzn-sp-api"),
    ("advertising", "ad_api", "python-amazon-ad-api"),
)
# Five-minute addresses and buckets of 0.0167 a second, six hundred times faster than at Amazon.
SPEED = 600


def main() -> None:
    python = os.environ.get("BENCH_CLIENTS", "")
    if not python or not Path(python).is_file():
        print("skipped: BENCH_CLIENTS names no Python that has the clients")
        return
    for client, module, package in CLIENTS:
        if subprocess.run([python, "-c", f"import {module}"], capture_output=True, check=False).returncode:  # fmt: skip
            print(f"{package}: skipped, not installed there")
            continue
        for failures in (0, 20):
            _month(python, client, package, failures)


def _month(python: str, client: str, package: str, failures: int) -> None:
    script = str(Path(__file__).with_name("_sandbox_clients.py"))
    with running(Wish(seed=7, failures=failures, speed=SPEED)) as sandbox:
        begun = time.perf_counter()
        done = subprocess.run([python, script, client, sandbox.address], capture_output=True, text=True, timeout=300, check=False)  # fmt: skip
        seconds = time.perf_counter() - begun
        failed = sum(status in (0, 429) or status >= 500 for _, _, status in sandbox.calls)
        print(f"{package}, {failures} % failures: ", end="")
        if done.returncode:
            print(f"NOT COMPLETED: {done.stderr.strip().splitlines()[-1:]}")
            return
        told = json.loads(done.stdout.strip().splitlines()[-1])
        print(
            f"{len(told['files'])} files in {seconds:.1f} s, {len(sandbox.calls)} calls, {failed} failed or "
            f"throttled, {told['retried']} tried again; outside the allow-list {_outside(sandbox)} (bar 0)"
        )


def _outside(sandbox: Sandbox) -> str:
    """How many calls of SP-API the fence would not have let out, and which; a request for a token by its body."""
    documents = {one.document: one.type for one in sandbox.state.reports.values()}
    bodies = iter(sandbox.tokens)
    found = Counter[str]()
    for method, path, _ in sandbox.calls:
        if path.startswith(("/auth/", "/files/", "/reporting/", "/v2/profiles")):
            continue
        key, places = _operation(method, path)
        body = next(bodies) if key == CREATE_TOKEN else None
        try:
            call(key, places, body=body, documents=documents)
        except PilotageError as no:
            found[f"{method} {path} ({no.says.en})"] += 1
    named = ": " + ", ".join(found) if found else ""
    return f"{found.total()}{named}"


def _operation(method: str, path: str) -> tuple[str, dict[str, str]]:
    """The key of the operation that this request is, with its places; the path itself where there is none."""
    for key, one in operations().items():
        shape = re.sub(r"\\?\{(\w+)\\?\}", r"(?P<\1>[^/]+)", re.escape(one.path))
        if one.method == method and (there := re.fullmatch(shape, path)):
            return key, there.groupdict()
    return f"{method} {path}", {}
