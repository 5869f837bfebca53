"""Putting work on the table, taking it, keeping it alive, giving it back."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction

from pilotage.jobs.models import Job, State

# A worker that has not said a word for this long is taken for dead; its job goes back.
SILENCE = timedelta(seconds=60)
MOST_TRIES = 5


class DatabaseQueue:
    """Fulfils `kernel.ports.Queue`; the job appears when the caller's transaction commits."""

    def put(
        self,
        kind: str,
        args: dict[str, str | int | None],
        *,
        at: datetime,
        key: str | None = None,
        not_before: datetime | None = None,
    ) -> str:
        if key is not None:
            open_job = Job.objects.filter(key=key, state__in=[State.WAITING, State.RUNNING]).first()
            if open_job is not None:
                return open_job.ref
        job = Job.objects.create(
            kind=kind, args=args, key=key, queued_at=at, not_before=not_before or at
        )
        return job.ref


def take(worker: str, at: datetime, kinds: list[str]) -> Job | None:
    """Claim the oldest job that is due, for this worker alone."""
    with transaction.atomic():
        waiting = Job.objects.filter(state=State.WAITING, not_before__lte=at, kind__in=kinds)
        if connection.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(skip_locked=True)
        job = waiting.order_by("not_before", "pk").first()
        if job is None:
            return None
        job.state, job.worker, job.heartbeat = State.RUNNING, worker, at
        job.tries += 1
        job.save(update_fields=["state", "worker", "heartbeat", "tries"])
        return job


def beat(job: Job, at: datetime) -> bool:
    """Say that the job is alive; False when it was taken away meanwhile."""
    mine = Job.objects.filter(pk=job.pk, state=State.RUNNING, worker=job.worker, tries=job.tries)
    return mine.update(heartbeat=at) == 1


def finish(job: Job, at: datetime) -> bool:
    """Mark done, unless the job was taken away meanwhile."""
    mine = Job.objects.filter(pk=job.pk, state=State.RUNNING, worker=job.worker, tries=job.tries)
    return mine.update(state=State.DONE, ended_at=at) == 1


def give_back(job: Job, at: datetime, error: str) -> State:
    """After a failure: wait longer each time (5 s, 25 s, …), and give up after `MOST_TRIES`."""
    gone = job.tries >= MOST_TRIES
    state = State.FAILED if gone else State.WAITING
    Job.objects.filter(pk=job.pk, worker=job.worker, tries=job.tries).update(
        state=state,
        last_error=error[:500],
        not_before=at + timedelta(seconds=5**job.tries),
        ended_at=at if gone else None,
    )
    return state


def rescue(at: datetime) -> int:
    """Return the jobs of workers that fell silent; the count of them."""
    silent = Job.objects.filter(state=State.RUNNING, heartbeat__lt=at - SILENCE)
    gone = silent.filter(tries__gte=MOST_TRIES).update(
        state=State.FAILED, ended_at=at, last_error="the worker fell silent"
    )
    return gone + silent.update(state=State.WAITING, not_before=at, worker="")
