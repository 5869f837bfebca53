"""What sellers and the worker do here: profile and fit checks, tax runs."""

from pilotage.platform.compliance.actions.fit import (
    fail_fit,
    finish_fit,
    keep_profile,
    note_progress,
    start_fit,
)
from pilotage.platform.compliance.actions.tax import (
    fail_run,
    finish_run,
    note_run_progress,
    run_again,
    start_run,
)

__all__ = [
    "fail_fit",
    "fail_run",
    "finish_fit",
    "finish_run",
    "keep_profile",
    "note_progress",
    "note_run_progress",
    "run_again",
    "start_fit",
    "start_run",
]
