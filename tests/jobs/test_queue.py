"""A job is done once, survives a dead worker, waits longer after each failure, and gives up aloud."""

from __future__ import annotations

import threading
from datetime import timedelta
from types import SimpleNamespace

import pytest

from pilotage.jobs import handlers, queue, worker
from pilotage.jobs.models import Job, State

pytestmark = pytest.mark.django_db
KINDS = ["test.kind"]


def _put(at, **kwargs):
    return queue.DatabaseQueue().put("test.kind", {"n": 1}, at=at, **kwargs)


def test_the_oldest_due_job_is_taken_once(at):
    later = _put(at, not_before=at + timedelta(minutes=1))
    first = _put(at)
    assert queue.take("w1", at, KINDS).ref == first
    assert queue.take("w2", at, KINDS) is None
    assert queue.take("w2", at + timedelta(minutes=1), KINDS).ref == later


def test_the_same_key_is_queued_once_until_it_ends(at):
    first = _put(at, key="fit:1")
    assert _put(at, key="fit:1") == first
    job = queue.take("w1", at, KINDS)
    assert queue.finish(job, at)
    assert _put(at, key="fit:1") != first


def test_a_silent_worker_loses_its_job_and_cannot_finish_it(at):
    _put(at)
    lost = queue.take("w1", at, KINDS)
    after = at + queue.SILENCE + timedelta(seconds=1)
    assert queue.rescue(after) == 1
    again = queue.take("w2", after, KINDS)
    assert again.pk == lost.pk and again.tries == 2
    assert not queue.beat(lost, after)
    assert not queue.finish(lost, after)
    assert queue.finish(again, after)


def test_each_failure_waits_longer_and_the_last_one_ends_it(at):
    _put(at)
    waits = []
    for _ in range(queue.MOST_TRIES):
        job = queue.take("w1", at, KINDS)
        state = queue.give_back(job, at, "no luck")
        kept = Job.objects.get()
        waits.append((kept.not_before - at).total_seconds())
        at = kept.not_before
    assert waits == [5, 25, 125, 625, 3125]
    assert state is State.FAILED and kept.last_error == "no luck"


calls: list[str] = []


def run(args, *, at):
    calls.append("run")
    raise ValueError("broken")


def gave_up(args, *, at, error):
    calls.append(f"gave up: {error}")


def test_a_failing_handler_is_tried_again_and_its_owner_told_after_the_last(at, monkeypatch):
    monkeypatch.setitem(handlers.HANDLERS, "test.kind", f"{__name__}.run")
    monkeypatch.setattr(worker, "import_module", lambda _: __import__("sys").modules[__name__])
    calls.clear()
    _put(at)
    Job.objects.update(tries=queue.MOST_TRIES - 2)
    worker.run_one(queue.take("w1", at, KINDS))
    assert calls == ["run"]
    worker.run_one(queue.take("w1", at + timedelta(days=3650), KINDS))
    assert calls == ["run", "run", "gave up: broken"]
    assert Job.objects.get().state == State.FAILED


def test_a_tick_that_fails_does_not_stop_the_others(monkeypatch):
    seen = []
    monkeypatch.setattr(worker, "TICKS", {"a": 5, "b": 5})
    monkeypatch.setattr(
        worker, "import_string", lambda name: lambda _: seen.append(1 / (name == "b"))
    )
    assert worker.work(threading.Event(), once=True) == 0
    assert seen == [1.0]


@pytest.mark.django_db(transaction=True)
def test_timers_keep_their_time_while_a_long_job_runs(at, monkeypatch):
    """The job ends only after both ticks came round again, one of which hangs until then."""
    came, hung, stop = threading.Event(), threading.Event(), threading.Event()

    def tick(name):
        return (lambda _: hung.wait(20)) if name == "hangs" else (lambda _: came.set())

    def long_job(args, *, at):
        assert came.wait(20), "no tick while the job ran"
        hung.set()
        stop.set()

    monkeypatch.setattr(worker, "TICKS", {"hangs": 0.01, "test.tick": 0.05})
    monkeypatch.setattr(worker, "import_string", tick)
    monkeypatch.setattr(worker, "import_module", lambda _: SimpleNamespace(run=long_job))
    monkeypatch.setitem(handlers.HANDLERS, "test.kind", "test.run")
    _put(at)
    assert worker.work(stop) == 1
    assert Job.objects.get().state == State.DONE
