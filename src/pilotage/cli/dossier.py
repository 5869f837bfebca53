"""`pilotage dossier check FOLDER --marketplace DE [--json]`: the application is audited before Amazon sees it."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pilotage.kernel.text import Text

_VERDICTS = {
    "ready": Text("可以提交", "ready"),
    "fix_first": Text("先修正再提交", "fix first"),
    "cannot_read": Text("有文件无法读取", "a document cannot be read"),
}


def configure(parser: argparse.ArgumentParser) -> None:
    """`check` with a folder and the site it is for."""
    commands = parser.add_subparsers(required=True, metavar="check")
    says = "提交前检查开店资料 · check an application's documents before they are sent"
    command = commands.add_parser("check", help=says, description=says)
    command.add_argument(
        "folder", type=Path, help="含 dossier.yaml 与各份文件 · with dossier.yaml and the files"
    )
    command.add_argument("--marketplace", required=True, type=str.upper, help="DE, US, …")
    command.add_argument("--json", action="store_true", help="供程序读取 · for machines")
    command.set_defaults(run=_run)


def _run(asked: argparse.Namespace) -> int:
    from pilotage.cli.law import today
    from pilotage.engines.dossier.folder import check_folder

    answer = check_folder(asked.folder, asked.marketplace, today())
    if asked.json:
        print(json.dumps(answer, ensure_ascii=False, indent=1))
    else:
        print("\n".join(_lines(answer)))
    return 0


def _lines(answer: dict[str, Any]) -> Iterator[str]:
    yield str(_VERDICTS[answer["verdict"]])
    for found in answer["findings"]:
        yield f"[{found['severity']}] {found['code']}  {found['message_zh']} · {found['message_en']}"
        yield f"    → {found['next_step_zh']} · {found['next_step_en']}"
