"""`pilotage marks docket CASES.json`: events at trade-mark offices in, deadlines out."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text


def configure(parser: argparse.ArgumentParser) -> None:
    """`docket` with a file of cases (`-` reads standard input)."""
    commands = parser.add_subparsers(required=True, metavar="docket")
    says = "商标局的期限 · deadlines at trade-mark offices"
    command = commands.add_parser("docket", help=says, description=says)
    command.add_argument("cases", metavar="CASES.json", help="- 表示标准输入 · - is standard input")
    command.set_defaults(run=_run)


def _run(asked: argparse.Namespace) -> int:
    from pilotage.engines.marks import docket

    answers = docket(_cases(asked.cases))
    # A lone surrogate in an id becomes its JSON escape again.
    text = json.dumps(answers, ensure_ascii=False, indent=1)
    sys.stdout.buffer.write(text.encode(errors="backslashreplace") + b"\n")
    sys.stdout.buffer.flush()
    return 0


def _cases(name: str) -> list[object]:
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        cases = json.loads(data.decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        raise _unreadable(name) from None
    if not isinstance(cases, list):
        raise _unreadable(name)
    return cases


def _unreadable(name: str) -> Invalid:
    return Invalid(
        "CASES_UNREADABLE",
        Text("无法读取 {name}。", "{name} cannot be read."),
        Text(
            "请给出 UTF-8 的 JSON 文件，内容为一个列表。",
            "Give a JSON file in UTF-8 that holds a list.",
        ),
        name=name,
    )
