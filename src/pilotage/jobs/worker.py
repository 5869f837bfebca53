"""The worker's loop: rescue, ticks, one job, rest. Safe to kill at any instant; another takes over."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
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
    name, done = new_ref("wrk"), 0
    due_at = dict.fromkeys(TICKS, now())
    while not stop.is_set():
        close_old_connections()
        try:
            busy = _round(name, due_at)
        except Exception:
            # The database may be away for a moment: a worker that ends would need a person.
            log.exception("worker round failed")
            busy = False
        done += busy
        if not busy:
            if once:
                break
            stop.wait(REST_SECONDS)
    connection.close()
    return done


def run_ticks(at: datetime, due_at: dict[str, datetime]) -> None:
    """Run each tick whose time has come; one that fails is logged and tried again at its next time."""
    for dotted, seconds in TICKS.items():
        if at < due_at[dotted]:
            continue
        due_at[dotted] = at + timedelta(seconds=seconds)
        try:
            import_string(dotted)(at)
        except Exception:
            log.exception("tick %s failed", dotted)


def run_one(job: Job) -> None:
    """Do one job under a heartbeat; a failure gives it back, the last failure tells its owner."""
    module_name, function = HANDLERS[job.kind].rsplit(".", 1)
    module = import_module(module_name)
    try:
        with _Heartbeat(job):
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


def _round(name: str, due_at: dict[str, datetime]) -> bool:
    at = now()
    queue.rescue(at)
    run_ticks(at, due_at)
    job = queue.take(name, at, list(HANDLERS))
    if job is None:
        return False
    run_one(job)
    return True


class _Heartbeat:
    """Beats from a thread of its own while the job runs."""

    def __init__(self, job: Job) -> None:
        self._job, self._stop = job, threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _beat(self) -> None:
        while not self._stop.wait(BEAT_SECONDS):
            try:
                queue.beat(self._job, now())
            except Exception:
                log.exception("heartbeat of %s failed", self._job.ref)
        connection.close()
