"""`pilotage marks score|screen|watch|logo|docket`: marks that are near each other, and deadlines at trade-mark offices."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pilotage.cli import marks_logo
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text

if TYPE_CHECKING:
    from pilotage.engines.marks import Alert, Hit

ADVICE = Text(
    "相近程度只说明值得看；能否注册或使用，请咨询商标代理人或律师。",
    "Nearness says what is worth a look; whether a mark can be registered or used, ask counsel.",
)
_NONE = Text("没有找到相近的商标。", "Nothing near was found.")
_HIT = Text(
    "{score}  {mark}  [{id}] 类别 {classes} {status} {alive} {filed}  读音 {sound} · 字形 {look} · 含义 {meaning}",
    "{score}  {mark}  [{id}] classes {classes} {status} {alive} {filed}  sound {sound} · look {look} · meaning {meaning}",
)
_ENDED = Text("（已失效）", "(ended)")
_ALERT = Text("{ours} ← {hit}", "{ours} ← {hit}")


def configure(parser: argparse.ArgumentParser) -> None:
    """The commands; `-` reads the cases of `docket` from standard input."""
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _configure_score(commands)
    _configure_screen(commands)
    _configure_watch(commands)
    marks_logo.configure(commands)
    says = "商标局的期限 · deadlines at trade-mark offices"
    docket = commands.add_parser("docket", help=says, description=says)
    docket.add_argument("cases", metavar="CASES.json", help="- 表示标准输入 · - is standard input")
    docket.set_defaults(run=_docket)


def _configure_score(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    says = "成对商标的相近程度 · how near pairs of marks are"
    score = commands.add_parser("score", help=says, description=says)
    score.add_argument(
        "--pairs", type=Path, required=True, help="CSV: mark_a, mark_b[, classes_a, classes_b]"
    )
    score.add_argument("--out", type=Path, required=True, help="CSV + score, sound, look, meaning")
    score.set_defaults(run=_score)


def _configure_screen(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    says = "在注册簿中查近似商标 · earlier marks near a name"
    screen = commands.add_parser("screen", help=says, description=says)
    screen.add_argument("name", nargs="?", help="一个名称 · one name")
    screen.add_argument("--names", type=Path, help="CSV: id, name, classes")
    screen.add_argument("--classes", default="", help="9,35")
    screen.add_argument(
        "--register", type=Path, required=True, help="CSV: id, mark, classes, status, …"
    )
    screen.add_argument("--top", type=_count, default=50, help="最多几条 · at most")
    screen.add_argument(
        "--json", nargs="?", const="-", metavar="OUT.jsonl", help="供程序读取 · for machines"
    )
    screen.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言 · language")
    screen.set_defaults(run=_screen)


def _configure_watch(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    says = "商标监测：新申请与自有商标 · new filings against a portfolio"
    watching = commands.add_parser("watch", help=says, description=says)
    watching.add_argument("--portfolio", type=Path, required=True, help="CSV: id, mark, classes")
    watching.add_argument("--register", type=Path, required=True, help="CSV: id, mark, classes, …")
    watching.add_argument("--json", action="store_true", help="供程序读取 · for machines")
    watching.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言 · language")
    watching.set_defaults(run=_watch)


def _count(text: str) -> int:
    """From 1 to a million."""
    if not text.isdecimal() or not 1 <= int(text) <= 1_000_000:
        raise argparse.ArgumentTypeError("1 … 1000000")
    return int(text)


def _score(asked: argparse.Namespace) -> int:
    from pilotage.engines.marks import likeness, pairs
    from pilotage.engines.marks.classes import classes_of

    table, rows = pairs(asked.pairs)
    with _opened(asked.out, newline="") as out:
        writer = csv.writer(out)
        writer.writerow([*table.header, "score", "sound", "look", "meaning"])
        for row, a, b, classes_a, classes_b in rows:
            near = likeness(a, b, classes_of(classes_a), classes_of(classes_b))
            writer.writerow([*row, near.score, near.sound, near.look, near.meaning])
    return 0


def _screen(asked: argparse.Namespace) -> int:
    if (asked.name is None) == (asked.names is None):
        raise Invalid(
            "ONE_OR_MANY",
            Text("请给出一个名称，或用 --names 给出一份名单。", "Give one name, or a list by --names."),
            Text("例：pilotage marks screen 云雀 --register REGISTER.csv", "e.g. pilotage marks screen VELTORA --register REGISTER.csv"),
        )  # fmt: skip
    return _screen_many(asked) if asked.names else _screen_one(asked)


def _screen_one(asked: argparse.Namespace) -> int:
    from pilotage.engines.marks import Register, entries

    hits = Register(entries(asked.register)).screen(asked.name, asked.classes, asked.top)
    if asked.json:
        answer = {
            "name": asked.name, "classes": asked.classes, "hits": [_told(hit) for hit in hits],
            "advice_zh": ADVICE.zh, "advice_en": ADVICE.en,
        }  # fmt: skip
        _write(asked.json, [json.dumps(answer, ensure_ascii=False, indent=1)])
    else:
        lines = [_line(hit).in_(asked.lang) for hit in hits] or [_NONE.in_(asked.lang)]
        print("\n".join([*lines, "", ADVICE.in_(asked.lang)]))
    return 0


def _screen_many(asked: argparse.Namespace) -> int:
    from pilotage.engines.marks import Register, entries

    names, register = entries(asked.names), Register(entries(asked.register))

    def lines() -> Iterator[str]:
        for done, name in enumerate(names):
            progress(done, len(names))
            hits = register.screen(name.mark, name.classes or asked.classes, asked.top)
            found = [
                {"id": h.entry.id, "mark": h.entry.mark, "score": h.likeness.score} for h in hits
            ]
            yield json.dumps({"id": name.id, "hits": found}, ensure_ascii=False)
        progress(len(names), len(names))

    _write(asked.json or "-", lines())
    return 0


def _watch(asked: argparse.Namespace) -> int:
    from pilotage.engines.marks import entries, watch

    alerts = list(watch(entries(asked.portfolio), entries(asked.register), progress=progress))
    if asked.json:
        found = [_alerted(alert) for alert in alerts]
        answer = {"alerts": found, "advice_zh": ADVICE.zh, "advice_en": ADVICE.en}
        print(json.dumps(answer, ensure_ascii=False, indent=1))
        return 0
    from pilotage.engines.marks import Hit

    for alert in alerts:
        hit = _line(Hit(alert.filed, alert.likeness))
        print(_ALERT.with_(ours=alert.ours.mark, hit=hit).in_(asked.lang))
    print(ADVICE.in_(asked.lang) if alerts else _NONE.in_(asked.lang))
    return 0


def _told(hit: Hit) -> dict[str, Any]:
    entry = hit.entry
    return {
        "id": entry.id, "mark": entry.mark, "classes": entry.classes, "status": entry.status,
        **dict(entry.more), "alive": entry.alive, "filed": entry.filed, **asdict(hit.likeness),
    }  # fmt: skip


def _alerted(alert: Alert) -> dict[str, Any]:
    return {
        "portfolio_id": alert.ours.id, "portfolio_mark": alert.ours.mark, "id": alert.filed.id,
        "mark": alert.filed.mark, "classes": alert.filed.classes, "status": alert.filed.status,
        "alive": alert.filed.alive, "filed": alert.filed.filed, **asdict(alert.likeness),
    }  # fmt: skip


def _line(hit: Hit) -> Text:
    entry, near = hit.entry, hit.likeness
    return _HIT.with_(
        score=f"{near.score:.2f}", mark=entry.mark, id=entry.id, classes=entry.classes or "*",
        status=entry.status, alive="" if entry.alive else _ENDED, filed=entry.filed, sound=f"{near.sound:.2f}", look=f"{near.look:.2f}", meaning=f"{near.meaning:.2f}",
    )  # fmt: skip


def progress(done: int, total: int) -> None:
    """A line on standard error while a person is watching."""
    if sys.stderr.isatty() and (done % 50 == 0 or done == total):
        print(f"\r{done:,}/{total:,}", end="\n" if done == total else "", file=sys.stderr)


def _write(target: str, lines: Any) -> None:
    if target == "-":
        for line in lines:
            print(line)
        return
    with _opened(Path(target)) as out:
        for line in lines:
            out.write(line + "\n")


def _opened(path: Path, newline: str | None = None) -> Any:
    try:
        return path.open("w", encoding="utf-8", newline=newline)
    except OSError:
        raise Invalid(
            "CANNOT_WRITE",
            Text("无法写入 {name}。", "{name} cannot be written."),
            Text(
                "请检查文件夹是否存在、可写。", "See that its folder is there and can be written."
            ),
            name=path.name,
        ) from None


def _docket(asked: argparse.Namespace) -> int:
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
