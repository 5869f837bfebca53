"""The way to the first sale (开店计划): steps that wait for each other, the critical path, what would shorten it."""

from __future__ import annotations

from pilotage.engines.launch.plan import Plan, Shortening, Step, plan
from pilotage.engines.launch.tasks import CHECKED_ON, CONFIDENCE, Task, tasks

__all__ = ["CHECKED_ON", "CONFIDENCE", "Plan", "Shortening", "Step", "Task", "plan", "tasks"]
