"""The worker's loop: rescue, one job, rest; and beside it the timers. Safe to kill at any instant; another takes over."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

from django.db import close_old_connections, connection
from django.utils.module_loading import import_string

from pilotage.jobs import queue
from pilotage.jobs.handlers import HANDLERS, TICKS
from pilotage.jobs.models import Job, State
from pilotage.kernel.refs import new_ref

log = logging.getLogger(__name__)
REST_SECONDS = 0.5
BEAT_SECONDS = 10


def now() -> datetime:
    """The clock; jobs are a door, so they may read it."""
    return datetime.now(UTC)


def work(stop: threading.Event, *, once: bool = False) -> int:
    """Work until told to stop (or, with `once`, until nothing is due). Returns how many jobs ended."""
    if once:
        for dotted in TICKS:
            run_tick(dotted, now())
        done = _jobs(stop, once=True)
    else:
        with ExitStack() as timers:
            for dotted, seconds in TICKS.items():
                timers.enter_context(_timer(dotted, seconds))
            done = _jobs(stop, once=False)
    if not connection.in_atomic_block:  # then it is somebody else's
        connection.close()
    return done


def run_tick(dotted: str, at: datetime) -> None:
    """Run it once; a failure is logged, and the next time comes all the same."""
    try:
        import_string(dotted)(at)
    except Exception:
        log.exception("tick %s failed", dotted)


def run_one(job: Job) -> None:
    """Do one job under a heartbeat; a failure gives it back, the last failure tells its owner."""
    module_name, function = HANDLERS[job.kind].rsplit(".", 1)
    module = import_module(module_name)
    try:
        with _heartbeat(job):
            getattr(module, function)(job.args, at=now())
    except Exception as error:
        log.exception("job %s (%s) failed", job.ref, job.kind)
        if queue.give_back(job, now(), f"{type(error).__name__}: {error}") is State.FAILED:
            _gave_up(module, job, error)
    else:
        queue.finish(job, now())


def _gave_up(module: Any, job: Job, error: Exception) -> None:
    tell: Callable[..., None] | None = getattr(module, "gave_up", None)
    if tell is not None:
        tell(job.args, at=now(), error=error)


def _jobs(stop: threading.Event, *, once: bool) -> int:
    name, done = new_ref("wrk"), 0
    while not stop.is_set():
        if not once:
            close_old_connections()
        try:
            busy = _round(name)
        except Exception:
            # The database may be away for a moment: a worker that ends would need a person.
            log.exception("worker round failed")
            busy = False
        done += busy
        if not busy:
            if once:
                break
            stop.wait(REST_SECONDS)
    return done


def _round(name: str) -> bool:
    at = now()
    queue.rescue(at)
    job = queue.take(name, at, list(HANDLERS))
    if job is None:
        return False
    run_one(job)
    return True


class _Repeating:
    """Does `beat` every so many seconds in a thread of its own, first after `wait`, until left."""

    def __init__(self, beat: Callable[[], None], seconds: float, *, wait: float) -> None:
        self._beat, self._seconds, self._wait = beat, seconds, wait
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        wait = self._wait
        while not self._stop.wait(wait):
            self._beat()
            wait = self._seconds
        connection.close()


def _heartbeat(job: Job) -> _Repeating:
    """Says that a job is alive while it runs."""

    def beat() -> None:
        try:
            queue.beat(job, now())
        except Exception:
            log.exception("heartbeat of %s failed", job.ref)

    return _Repeating(beat, BEAT_SECONDS, wait=BEAT_SECONDS)


def _timer(dotted: str, seconds: float) -> _Repeating:
    """One tick in a thread of its own: neither a long job nor another tick that hangs makes it late."""

    def beat() -> None:
        close_old_connections()
        run_tick(dotted, now())

    return _Repeating(beat, seconds, wait=0)
