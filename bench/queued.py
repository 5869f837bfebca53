"""100 applications wait to be read while 50 people work: how much slower their pages become.

Bar: p95 of reads with 100 dossiers queued stays under twice its value while nothing waits. PostgreSQL, one worker, both
runs one after the other in one world; the load comes from the same two cores. BENCH_SECONDS makes it smaller, and
`--font=FILE` names a Chinese font.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench._on_postgres import on_postgres

SECONDS = int(os.environ.get("BENCH_SECONDS", "120"))
APPLICATIONS, DRAWN, BAR = 100, 4, 2.0
_FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"


def main() -> None:
    if not on_postgres("queued"):
        return
    os.environ |= {"BENCH_PARTNERS": "20", "BENCH_SELLERS": "200", "BENCH_EVENTS": "20000"}
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("PILOTAGE_VAR", folder)
        _measured(Path(folder))


def _measured(folder: Path) -> None:
    from bench import _web_world, web

    people = _web_world.prepare()
    partners = _web_world.some_partners(20)
    files = _drawn(folder)
    with (folder / "log").open("w") as log:
        server = subprocess.Popen([*web.SERVE, "--port", str(web.PORT)], stdout=log, stderr=log)
        worker = subprocess.Popen([".venv/bin/pilotage", "worker"], stdout=log, stderr=log)
        try:
            web.wait_until_up()
            web.all_click(people, partners, 10, (0.5, 1.0))
            idle = web.all_click(people, partners, SECONDS, web.THOUGHT)
            _queue(files)
            before = _read()
            busy = web.all_click(people, partners, SECONDS, web.THOUGHT)
            done = _read() - before
            waiting = _waiting()
        finally:
            for process in (server, worker):
                process.terminate()
                process.wait()
    for name, clicks in (("nothing waits", idle), (f"{APPLICATIONS} queued", busy)):
        print(name)
        web.report(clicks, SECONDS)
    print(f"  {done} applications read meanwhile, {waiting} still waiting")
    for kind in ("read", "write"):
        low, high = _p95(idle, kind), _p95(busy, kind)
        print(f"  {kind}s: p95 {1000 * low:.0f} ms, with the queue {1000 * high:.0f} ms: {high / low:.2f} × (bar < {BAR:g} ×)")  # fmt: skip


def _drawn(folder: Path) -> list[tuple[dict[str, Any], dict[str, Path]]]:
    """Some applications: what is typed, and the picture of each paper."""
    from bench._invented_dossiers import pages, saved
    from bench._invented_values import invent

    named = [word.partition("=")[2] for word in sys.argv if word.startswith("--font=")]
    made = []
    for seed in range(1, DRAWN + 1):
        one, place = invent(seed, [*named, _FONT][:1]), folder / str(seed)
        place.mkdir()
        made.append((one.typed, {kind: saved(page, kind, one.level, place) for kind, page, _ in pages(one)}))  # fmt: skip
    return made


def _queue(drawn: list[tuple[dict[str, Any], dict[str, Path]]]) -> None:
    """An application of each of a hundred sellers, all asked for."""
    from django.utils import timezone

    from pilotage.platform.access.viewer import Viewer
    from pilotage.platform.onboarding import actions
    from pilotage.platform.parties.models import Membership

    rows = Membership.objects.filter(organisation__kind="seller", role="owner", until=None)
    members = rows.select_related("person", "organisation")[:APPLICATIONS]
    started = time.perf_counter()
    for n, member in enumerate(members):
        by, (typed, files) = Viewer.member(member, timezone.now()), drawn[n % len(drawn)]
        shop = actions.open_application(by=by, at=by.at, marketplace="de", typed=typed)
        for kind, file in files.items():
            actions.add_paper(by=by, at=by.at, ref=shop.ref, name=kind, file_name=file.name, chunks=[file.read_bytes()])  # fmt: skip
        actions.start(by=by, at=by.at, ref=shop.ref)
    print(
        f"{len(members)} applications queued in {time.perf_counter() - started:.0f} s", flush=True
    )


def _read() -> int:
    from pilotage.jobs.models import Job

    return Job.objects.filter(kind="onboarding.audit", state="done").count()


def _waiting() -> int:
    from pilotage.jobs.models import Job

    return Job.objects.filter(kind="onboarding.audit", state="waiting").count()


def _p95(clicks: list[Any], kind: str) -> float:
    times = sorted(click.seconds for click in clicks if click.kind == kind)
    return float(times[int(0.95 * len(times))])


if __name__ == "__main__":
    main()
