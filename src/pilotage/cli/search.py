"""`pilotage search rank|explain`: documents ranked by the directory's engine, and why."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text

if TYPE_CHECKING:
    from pilotage.engines.search.index import Index


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds `rank` and `explain`."""
    commands = parser.add_subparsers(dest="command", required=True)
    ranking = commands.add_parser(
        "rank", help="给每个查询排序 · hits for each query, one JSON a line"
    )
    ranking.add_argument(
        "--documents", required=True, type=Path, help='JSONL: {"id", "text"|"fields"}'
    )
    ranking.add_argument("--queries", required=True, type=Path, help='JSONL: {"id", "text"}')
    ranking.add_argument("--top", type=_positive, default=10)
    ranking.set_defaults(run=_rank)
    explaining = commands.add_parser(
        "explain", help="解释一个查询 · what a query was read as, and why"
    )
    explaining.add_argument("--documents", required=True, type=Path)
    explaining.add_argument("--query", required=True)
    explaining.add_argument("--top", type=_positive, default=5)
    explaining.set_defaults(run=_explain)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("1 or more")
    return number


def _rank(asked: argparse.Namespace) -> int:
    index = _index(asked.documents)
    queries = [_query(row, number, asked.queries) for number, row in _lines(asked.queries)]
    for name, text in queries:
        hits = [[hit, score] for hit, score in _hits(index, text, asked.top)]
        print(json.dumps({"id": name, "hits": hits}))
    return 0


def _explain(asked: argparse.Namespace) -> int:
    from datetime import UTC, datetime

    from pilotage.engines.search.reasons import read_as, reasons

    index = _index(asked.documents)
    found = index.search(asked.query, on=datetime.now(UTC).date())
    for sentence in read_as(found.question, index.table.lexicon):
        print(sentence)
    for place, placed in enumerate(found.top(asked.top), 1):
        print(f"\n{place}. {placed.id}  {placed.points}")
        for reason in reasons(placed):
            print(f"   {reason}")
    return 0


def _hits(index: Index, text: str, top: int) -> Iterator[tuple[str, float]]:
    """Best first by relevance alone: these documents have no ratings, rooms or badges."""
    from datetime import UTC, datetime

    import numpy as np

    _, scored = index.relevance(text, datetime.now(UTC).date())
    rows = np.flatnonzero(scored.matched & index.table.rows.view("alive"))
    for row in rows[np.lexsort((rows, -scored.micro[rows]))][:top].tolist():
        yield index.table.ids[row], int(scored.micro[row]) / 1_000_000


def _index(path: Path) -> Index:
    from pilotage.engines.search.evidence import fields_of
    from pilotage.engines.search.index import Index
    from pilotage.engines.search.profile import Profile

    index = Index()
    for number, row in _lines(path):
        name, fields = _document(row, number, path)
        if name in index:
            raise _bad(_TWICE, path, number, id=name)
        index.put(Profile(name, fields if isinstance(fields, dict) else fields_of(fields)))
    return index


def _document(row: dict[str, Any], number: int, path: Path) -> tuple[str, dict[str, str] | str]:
    fields, text = row.get("fields"), row.get("text")
    if not isinstance(row.get("id"), str):
        raise _bad(_NO_ID, path, number)
    if isinstance(fields, dict) and all(isinstance(v, str) for v in fields.values()):
        return row["id"], fields
    if isinstance(text, str):
        return row["id"], text
    raise _bad(_NO_TEXT, path, number)


def _query(row: dict[str, Any], number: int, path: Path) -> tuple[str, str]:
    if not isinstance(row.get("id"), str):
        raise _bad(_NO_ID, path, number)
    if not isinstance(row.get("text"), str):
        raise _bad(_NO_QUERY, path, number)
    return row["id"], row["text"]


def _lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Invalid("search.unreadable", _UNREADABLE, path=path, why=error.strerror) from None
    except UnicodeDecodeError:
        raise Invalid("search.not_utf8", _NOT_UTF8, path=path) from None
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                row = json.loads(line)
            except (ValueError, RecursionError):
                raise _bad(_NOT_JSON, path, number) from None
            if not isinstance(row, dict):
                raise _bad(_NOT_JSON, path, number)
            yield number, row


def _bad(says: Text, path: Path, number: int, **facts: object) -> Invalid:
    return Invalid("search.bad_line", says, _MEND, path=path, line=number, **facts)


_UNREADABLE = Text("读不到文件 {path}（{why}）。", "cannot read {path} ({why}).")
_NOT_UTF8 = Text("{path} 不是 UTF-8，请另存为 UTF-8。", "{path} is not UTF-8; save it as UTF-8.")
_NOT_JSON = Text("{path} 第 {line} 行不是 JSON 对象。", "{path} line {line} is not a JSON object.")
_NO_ID = Text("{path} 第 {line} 行缺少文本形式的 id。", "{path} line {line} has no text id.")
_NO_TEXT = Text(
    "{path} 第 {line} 行既没有 text 也没有全为文本的 fields。",
    "{path} line {line} has neither text nor fields of text.",
)
_NO_QUERY = Text("{path} 第 {line} 行缺少 text。", "{path} line {line} has no text.")
_TWICE = Text(
    "{path} 第 {line} 行的 id {id} 已经出现过。", "{path} line {line} repeats the id {id}."
)
_MEND = Text(
    "请改正这一行后重试，尚未输出任何结果。", "Mend that line and run again; nothing was ranked."
)
