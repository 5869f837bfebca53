"""`pilotage fees quote|credits CASES.json`: a list of cases in, a list of answers out."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text


def configure(parser: argparse.ArgumentParser) -> None:
    """`quote` and `credits`, each with a file of cases (`-` reads standard input)."""
    commands = parser.add_subparsers(required=True, metavar="quote|credits")
    for name, says in (
        ("quote", "各项收费与合计 · what fee plans cost"),
        ("credits", "违约赔偿 · what service levels give back"),
    ):
        command = commands.add_parser(name, help=says, description=says)
        command.add_argument(
            "cases", metavar="CASES.json", help="- 表示标准输入 · - is standard input"
        )
        command.set_defaults(run=run, command=name)


def run(asked: argparse.Namespace) -> int:
    """Print the answers as JSON; a file that is not a list of cases is `Invalid`."""
    from pilotage.engines.fees import credits, quote, read_cases

    answer = {"quote": quote, "credits": credits}[asked.command]
    answers = [answer(case) for case in read_cases(_read(asked.cases))]
    # A lone surrogate in an id becomes its JSON escape again.
    text = json.dumps(answers, ensure_ascii=False, indent=1)
    sys.stdout.buffer.write(text.encode(errors="backslashreplace") + b"\n")
    sys.stdout.buffer.flush()
    return 0


def _read(name: str) -> str:
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return data.decode("utf-8-sig")
    except (OSError, ValueError) as error:
        raise Invalid(
            "CASES_UNREADABLE",
            Text("无法读取 {name}。", "{name} cannot be read."),
            Text("请给出 UTF-8 的 JSON 文件。", "Give a JSON file in UTF-8."),
            name=name,
        ) from error
