"""An hour of ordinary work with deaths in it: 50 people at once, 200 sellers and 20 partners, on PostgreSQL.

Meanwhile the worker works out tax returns of 5,000,000 rows, one report after another, and is killed (SIGKILL) every
five minutes; another one is started at once. Bar: 0 errors that people see, 0 jobs lost or done twice, the server's
memory after the first tenth of the time grows by less than 5 %.

BENCH_SECONDS, BENCH_SOAK_ROWS and BENCH_SOAK_KILL make it smaller.
"""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from bench._on_postgres import on_postgres

SECONDS = int(os.environ.get("BENCH_SECONDS", "3600"))
ROWS = int(os.environ.get("BENCH_SOAK_ROWS", "5000000"))
KILL = int(os.environ.get("BENCH_SOAK_KILL", "300"))
GROWTH_BAR = 5.0  # per cent
_WORKER = [".venv/bin/pilotage", "worker"]


def main() -> None:
    if not on_postgres("soak"):
        return
    os.environ |= {
        "BENCH_PARTNERS": "20", "BENCH_SELLERS": "200", "BENCH_EVENTS": "20000",
        "BENCH_SECONDS": str(SECONDS),
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("PILOTAGE_VAR", folder)
        _soak(Path(folder))


def _soak(folder: Path) -> None:
    from bench import _web_world, web

    people = _web_world.prepare()
    partners = _web_world.some_partners(20)
    report = _report(folder)
    with (folder / "log").open("w") as log:
        server = subprocess.Popen([*web.SERVE, "--port", str(web.PORT)], stdout=log, stderr=log)
        crunch = Crunch(folder, log)
        try:
            web.wait_until_up()
            crunch.start(report)
            sizes = Sizes(server.pid)
            sizes.start()
            clicks = web.all_click(people, partners, SECONDS, web.THOUGHT)
            sizes.stop()
            crunch.stop()
        finally:
            crunch.end()
            server.terminate()
            server.wait()
    web.report(clicks, SECONDS)
    asked = sum(click.page == "request" and not click.error for click in clicks)
    crunch.tell(asked)
    sizes.tell()


def _report(folder: Path):  # type: ignore[no-untyped-def]
    """One report of so many rows, kept as the first seller's own."""
    from pilotage.engines.mill.invent import Wish, invent

    started = time.perf_counter()
    invent(Wish(rows=ROWS, dirty=0.01), folder / "report.csv")
    print(f"report of {ROWS:,} rows after {time.perf_counter() - started:.0f} s", flush=True)
    return folder / "report.csv"


class Crunch:
    """A worker that dies and comes again, and a report always on its table; each seller in turn."""

    def __init__(self, folder: Path, log) -> None:  # type: ignore[no-untyped-def]
        self.log, self.stopped = log, threading.Event()
        self.worker = self._new()
        self.deaths, self.runs = 0, list[str]()
        self.threads = [threading.Thread(target=self._die)]

    def start(self, report: Path) -> None:
        self.threads.append(threading.Thread(target=self._feed, args=(report,)))
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        """No new reports, no more deaths; what is on the table is done first."""
        self.stopped.set()
        for thread in self.threads:
            thread.join()
        until = time.monotonic() + 900
        while _open_jobs() and time.monotonic() < until:
            time.sleep(2)

    def end(self) -> None:
        self.stopped.set()
        self.worker.kill()
        self.worker.wait()

    def tell(self, asked: int) -> None:
        """Each run asked for is there once, with one note of its end; each request that was answered is there once."""
        from pilotage.jobs.models import Job
        from pilotage.platform.audit.models import Event
        from pilotage.platform.compliance.models import TaxRun
        from pilotage.platform.engagements.models import Request

        states = Counter(TaxRun.objects.filter(ref__in=self.runs).values_list("state", flat=True))
        ended = Counter(
            Event.objects.filter(
                action="tax_run.finished", object__in=[f"tax_run:{r}" for r in self.runs]
            ).values_list("object", flat=True)
        )
        failed = Job.objects.filter(state="failed").count()
        jobs = Counter(Job.objects.values_list("state", flat=True))
        tries = Counter(Job.objects.filter(kind="compliance.tax").values_list("tries", flat=True))
        made = Request.objects.filter(contact_name="压测").count()
        print(f"  worker killed {self.deaths} times; tax runs asked {len(self.runs)}, {dict(states)}, tries {dict(tries)}")  # fmt: skip
        print(f"  jobs {dict(jobs)}; failed {failed} (bar 0); ends noted more than once: {sum(n > 1 for n in ended.values())}, not at all: {len(self.runs) - len(ended)} (bar 0)")  # fmt: skip
        print(f"  requests answered with success {asked}, kept {made} (bar: equal)")

    def _new(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(_WORKER, stdout=self.log, stderr=self.log)

    def _die(self) -> None:
        while not self.stopped.wait(KILL):
            os.kill(self.worker.pid, signal.SIGKILL)
            self.worker.wait()
            self.deaths += 1
            self.worker = self._new()

    def _feed(self, report: Path) -> None:
        from django.db import connection

        sellers = _sellers()
        while not self.stopped.is_set():
            for organisation, member in sellers:
                if self.stopped.is_set():
                    break
                self.runs.append(_start(organisation, member, report))
                while _open_jobs("compliance.tax") and not self.stopped.wait(1):
                    pass
        connection.close()


def _sellers():  # type: ignore[no-untyped-def]
    from pilotage.platform.parties.models import Membership

    rows = Membership.objects.filter(organisation__kind="seller", role="owner", until=None)
    return [(one.organisation, one) for one in rows.select_related("person", "organisation")]


def _start(organisation, member, report: Path) -> str:  # type: ignore[no-untyped-def]
    from django.utils import timezone

    from pilotage.platform.access.viewer import Viewer
    from pilotage.platform.compliance import actions
    from pilotage.platform.compliance.models import Role
    from pilotage.platform.documents.actions import receive

    by = Viewer.member(member, timezone.now())
    with report.open("rb") as file:
        chunks = iter(lambda: file.read(1 << 20), b"")
        document = receive(
            by=by, at=by.at, owner=organisation, kind="avtr", name="report.csv", chunks=chunks
        )
    profile = {
        "name": "Bench",
        "established_in": "CN",
        "vat_numbers": {"DE": "DE414705787"},
        "oss": {"member_state": "DE", "from": "2025-01-01"},
    }
    run = actions.start_run(
        by=by, at=by.at, inputs=[(Role.REPORT, document)], profile=profile, period=""
    )
    return run.ref


def _open_jobs(kind: str = "") -> bool:
    from pilotage.jobs.models import Job

    rows = Job.objects.filter(state__in=["waiting", "running"])
    return (rows.filter(kind=kind) if kind else rows.filter(kind__startswith="compliance")).exists()


class Sizes:
    """The server's resident memory, its processes together, every ten seconds."""

    def __init__(self, pid: int) -> None:
        self.pid, self.seen, self._stop = pid, list[float](), threading.Event()
        self._thread = threading.Thread(target=self._look)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()

    def tell(self) -> None:
        tenth = max(1, len(self.seen) // 10)
        early = sum(self.seen[tenth : 2 * tenth]) / tenth
        late = sum(self.seen[-tenth:]) / tenth
        growth = 100 * (late / early - 1)
        print(f"  server's memory {early:.0f} MB after a tenth, {late:.0f} MB at the end: {growth:+.1f} % (bar < {GROWTH_BAR:g} %)")  # fmt: skip

    def _look(self) -> None:
        while not self._stop.wait(min(10, SECONDS / 60)):
            self.seen.append(sum(_resident(pid) for pid in [self.pid, *_children(self.pid)]))


def _children(pid: int) -> list[int]:
    try:
        told = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    found = [int(word) for word in told.split()]
    return found + [deeper for one in found for deeper in _children(one)]


def _resident(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096 / 1e6
    except OSError:
        return 0.0


if __name__ == "__main__":
    main()
