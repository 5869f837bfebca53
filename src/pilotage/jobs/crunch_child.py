"""The child's side of `crunch`: arguments on standard input, JSON lines on standard output."""

from __future__ import annotations

import importlib
import json
import os
import sys
from typing import Any, TextIO

from pilotage.kernel.errors import PilotageError


def main() -> int:
    """Keep standard output for the answer alone: whatever a library prints goes to standard error."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    module, function = sys.argv[1].split(":")
    args = json.loads(sys.stdin.read())
    try:
        result = getattr(importlib.import_module(module), function)(
            **args, progress=lambda done, total: _say(out, {"progress": [done, total]})
        )
    except PilotageError as error:
        step = error.next_step
        _say(
            out,
            {
                "error": {
                    "code": error.code,
                    "says": [error.says.zh, error.says.en],
                    "next_step": [step.zh, step.en] if step else None,
                }
            },
        )
        return 0
    _say(out, {"result": result})
    return 0


def _say(out: TextIO, message: dict[str, Any]) -> None:
    out.write(json.dumps(message, ensure_ascii=False) + "\n")
    out.flush()


if __name__ == "__main__":
    sys.exit(main())
