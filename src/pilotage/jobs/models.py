"""Table of jobs."""

from __future__ import annotations

from functools import partial

from django.db import models

from pilotage.kernel.refs import new_ref


class State(models.TextChoices):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(models.Model):
    """One piece of work. `heartbeat` is how a dead worker is noticed; `key` keeps a job from being queued twice."""

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "job"))
    kind = models.CharField(max_length=60)
    args = models.JSONField()
    key = models.CharField(max_length=120, null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    queued_at = models.DateTimeField()
    not_before = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=60, blank=True)
    heartbeat = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                condition=models.Q(state__in=[State.WAITING, State.RUNNING]),
                name="one_open_job_per_key",
            )
        ]
        indexes = [
            models.Index(
                fields=["not_before"], condition=models.Q(state=State.WAITING), name="jobs_waiting"
            ),
            models.Index(
                fields=["heartbeat"], condition=models.Q(state=State.RUNNING), name="jobs_running"
            ),
        ]
