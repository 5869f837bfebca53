"""Runs an engine function in a process of its own, so that a hostile file cannot take the worker down.

Child and parent speak JSON lines: the child writes {"progress": [done, total]} as it goes, then
{"result": …} or {"error": {…}}. A child that dies without a word is reported as such.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from pilotage.kernel.errors import Invalid, PilotageError
from pilotage.kernel.text import Text

Progress = Callable[[int, int], None]
TIMEOUT_SECONDS = 3600


def crunch(function: str, args: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Call `module:function(**args, progress=…)` in a child. Raises `Invalid` with the child's own words."""
    child = subprocess.Popen(  # noqa: S603  our own interpreter and module, no shell
        [sys.executable, "-m", "pilotage.jobs.crunch_child", function],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert child.stdin is not None and child.stdout is not None
    try:
        child.stdin.write(json.dumps(args))
        child.stdin.close()
        for line in child.stdout:
            said = json.loads(line)
            if "progress" in said:
                progress(*said["progress"])
            elif "error" in said:
                raise _spoken(said["error"])
            else:
                return said["result"]
        child.wait(timeout=30)
    finally:
        child.stdout.close()
        if child.poll() is None:
            child.kill()
        child.wait()
    raise Died(function, child.returncode)


def fitting(name: str) -> str:
    """The end of a name under which a file came, as far as a folder takes it: 255 letters may be 765 bytes."""
    return name.encode()[-200:].decode(errors="ignore") or "file"


class Died(RuntimeError):
    """The child ended without an answer: out of memory, killed, or a defect of ours."""

    def __init__(self, function: str, code: int | None) -> None:
        super().__init__(f"{function} ended with {code} and no answer")


def gave_up_error(error: Exception) -> PilotageError:
    """What the seller is told after the last try."""
    if isinstance(error, PilotageError):
        return error
    return Invalid(
        "COULD_NOT_COMPUTE",
        Text("计算没有完成，文件已保留。", "The calculation did not finish; your files are kept."),
        Text(
            "请稍后重试；如再次失败，请按月拆分报告。",
            "Try again later; if it fails again, upload month by month.",
        ),
    )


def _spoken(error: dict[str, Any]) -> Invalid:
    step = error["next_step"]
    return Invalid(error["code"], Text(*error["says"]), Text(*step) if step else None)
