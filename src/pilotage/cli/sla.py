"""`pilotage sla due|replay CASES.json`: a list of cases in, a list of answers out; `sla verdicts BAG` computes a bag's again."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text


def configure(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, run, says in (
        ("due", _due, "何时到期 · when a budget of working time is used up"),
        ("replay", _replay, "由事件得出履约判定 · from events to verdicts"),
    ):
        command = commands.add_parser(name, help=says, description=says)
        command.add_argument("cases", help="JSON 文件或 - · a JSON file, or -")
        command.set_defaults(run=run)
    says = "由数据包重新计算每一项判定 · every verdict of a bag, computed again"
    verdicts = commands.add_parser("verdicts", help=says, description=says)
    verdicts.add_argument("bag", type=Path, help="数据包文件夹 · folder of the bag")
    verdicts.set_defaults(run=_verdicts)


def _due(asked: argparse.Namespace) -> int:
    from pilotage.engines.worktime.cases import answer

    return _answers(asked.cases, answer)


def _replay(asked: argparse.Namespace) -> int:
    from pilotage.engines.sla.cases import answer

    return _answers(asked.cases, answer)


def _verdicts(asked: argparse.Namespace) -> int:
    from pilotage.engines.exits.tables import read_table
    from pilotage.engines.sla.rows import check

    names = ("verdictinput", "case", "caseverdict", "duty")
    try:
        found = check(*(list(read_table(asked.bag, f"cases.{name}")) for name in names))
    except (OSError, ValueError, KeyError, TypeError):
        raise Invalid(
            "NOT_A_BAG",
            Text("{bag} 里没有判定的表。", "{bag} has no tables of verdicts."),
            Text("请给出导出的数据包文件夹。", "Give the folder of an exported bag."),
            bag=str(asked.bag),
        ) from None
    for one in found.wrong:
        print(f"{one.ref}: {one.says.zh} · {one.says.en}")
    print(f"{'ok' if not found.wrong else 'wrong'}: {found.verdicts} verdicts")
    return 1 if found.wrong else 0


def _answers(source: str, answer: Callable[[dict[str, Any]], dict[str, Any]]) -> int:
    cases = _cases(source)
    try:
        answers = [answer(case) for case in cases]
    except RecursionError:
        raise _not_cases(source) from None
    print(json.dumps(answers, ensure_ascii=False, indent=1))
    return 0


def _cases(source: str) -> list[dict[str, Any]]:
    try:
        text = sys.stdin.read() if source == "-" else Path(source).read_text(encoding="utf-8")
        # Fractions stay text: nothing here counts with them, and a hash must not depend on a float.
        cases = json.loads(text, parse_float=str, parse_constant=str)
        # Half of a surrogate pair is no text that anybody could hash or print.
        json.dumps(cases, ensure_ascii=False).encode()
    except (OSError, ValueError, RecursionError):
        raise _not_cases(source) from None
    if not isinstance(cases, list) or not all(isinstance(case, dict) for case in cases):
        raise _not_cases(source)
    return cases


def _not_cases(source: str) -> Invalid:
    return Invalid(
        "NOT_CASES",
        Text("{source} 不是用例列表。", "{source} is not a list of cases."),
        Text("请给出 JSON 数组，每项一个对象。", "Give a JSON list of objects."),
        source=source,
    )
