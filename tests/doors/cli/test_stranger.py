"""What a stranger types at the command line: one sentence in both languages and status 2, never a traceback."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tests.engines.mill.hostile import line, report

from pilotage.cli.main import main
from pilotage.cli.rooms import ROOMS

pytestmark = pytest.mark.slow

# `{}` is the file in question, `{out}` a folder to write into, the others are files that are fine.
GOOD = {
    "good": json.dumps({"name": "Demo", "established_in": "CN"}),
    "report": report(line()),
    "products": "sku,stream,material,grams\nSZ-LMP0812-BK,packaging,paper_card,300\n",
    "documents": '{"id": "1", "text": "甲"}\n',
}
COMMANDS = {
    "mill read": "mill read {} --out {out}",
    "fit": "fit {} --seller {good}",
    "fit seller": "fit {report} --seller {}",
    "tax returns": "tax returns --report {} --seller {good} --out {out}",
    "tax returns seller": "tax returns --report {report} --seller {} --out {out}",
    "epr check": "epr check {} --products {products}",
    "epr check products": "epr check {report} --products {}",
    "search rank": "search rank --documents {} --queries {good}",
    "search rank queries": "search rank --documents {documents} --queries {}",
    "search explain": "search explain --documents {} --query 税代",
    "fees quote": "fees quote {}",
    "fees credits": "fees credits {}",
    "sla due": "sla due {}",
    "sla replay": "sla replay {}",
    "report settlement": "report settlement {}",
    "audit verify": "audit verify {}",
    "exit verify": "exit verify {}",
    "marks docket": "marks docket {}",
    "listings check": "listings check {} --marketplace DE",
}
CONTENT = {
    "empty": b"",
    "nul bytes": b"\0" * 300,
    "not UTF-8": b"\xff\xfe\xfd" * 90,
    "words": "早上好，这不是报告。\n".encode(),
    "wrong JSON": b'{"cases": 7}',
    "JSON list": b"[1, 2]",
    "broken JSON": b'{"cases": [',
    "deep JSON": b"[" * 100_000,
    "JSON with NaN": b'{"cases": [{"id": NaN}]}',
    "yaml": b"a: &a [*a]\n",
    "zip": b"PK\x03\x04" + b"\0" * 300,
    "long line": b"x" * 2_000_000,
}

# Nothing to answer is an answer.
ANSWERED = {
    ("search explain", "empty"),
    ("search rank queries", "empty"),
    ("marks docket", "JSON list"),
}


@pytest.fixture
def said(tmp_path, capsys):
    """Run a command with the file in question; its status and its words."""
    fine = {name: tmp_path / name for name in GOOD}
    for name, path in fine.items():
        path.write_text(GOOD[name], encoding="utf-8")

    def run(command: str, path: Path) -> tuple[int, str]:
        files = {"": path, "out": tmp_path / "out", **fine}
        words = [str(files[w[1:-1]]) if w[0] == "{" else w for w in command.split()]
        try:
            status = main(words)
        except SystemExit as left:
            status = int(left.code or 0)
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return status, err

    return run


def is_one_sentence_in_both_languages(text: str) -> bool:
    return bool(
        re.search("[一-鿿]", text) and re.search("[a-z]{3}", text) and text.count("\n") == 1
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_that_is_not_there(command, said, tmp_path):
    status, words = said(COMMANDS[command], tmp_path / "没有.csv")
    assert status == 2 and is_one_sentence_in_both_languages(words), words
    assert "没有.csv" in words


@pytest.mark.parametrize("command", sorted(set(COMMANDS) - {"exit verify"}))
def test_a_folder_instead_of_a_file(command, said, tmp_path):
    status, words = said(COMMANDS[command], tmp_path)
    assert status == 2 and is_one_sentence_in_both_languages(words), words


@pytest.mark.parametrize("content", CONTENT)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_of_another_kind(command, content, said, tmp_path):
    path = tmp_path / "odd.json"
    path.write_bytes(CONTENT[content])
    status, words = said(COMMANDS[command], path)
    assert status in (0, 1, 2), words
    assert status != 2 or is_one_sentence_in_both_languages(words), words
    if (command, content) not in ANSWERED:
        assert status != 0


@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_one_may_not_read(command, said, tmp_path, monkeypatch):
    """The owner of this test may read everything, so the refusal is played."""
    path = tmp_path / "locked.csv"
    path.write_bytes(b"x")

    def refuse(self, *args, **kwargs):
        raise PermissionError(13, "Permission denied", str(self))

    for name in ("open", "read_bytes", "read_text", "stat"):
        true = getattr(Path, name)
        monkeypatch.setattr(
            Path, name, lambda self, *a, _true=true, **k: (refuse if self == path else _true)(self, *a, **k)
        )  # fmt: skip
    status, words = said(COMMANDS[command], path)
    assert status == 2 and is_one_sentence_in_both_languages(words), words


@pytest.mark.parametrize("room", ROOMS)
def test_help_is_there(room, said, capsys):
    with pytest.raises(SystemExit) as left:
        main([room, "--help"])
    assert left.value.code == 0
    assert re.search("[一-鿿]", capsys.readouterr().out)


def test_a_command_that_is_not_there(said, tmp_path):
    status, words = said("nonsense", tmp_path)
    assert status == 2 and is_one_sentence_in_both_languages(words)
