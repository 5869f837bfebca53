"""`pilotage fees quote|credits`: file or standard input in, JSON out, one sentence on bad files."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from pilotage.cli.main import main

HERE = Path(__file__).parent / "cases"


@pytest.mark.parametrize("command", ["quote", "credits"])
def test_the_shared_files(command, capfdbinary):
    status = main(["fees", command, str(HERE / f"{command}.cases.json")])

    answers = json.loads((HERE / f"{command}.answers.json").read_text("utf-8"))
    assert status == 0
    assert json.loads(capfdbinary.readouterr().out) == answers


def test_standard_input_and_an_odd_id(monkeypatch, capfdbinary):
    text = '[{"id": "\\ud800 引航"}]'
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))

    assert main(["fees", "quote", "-"]) == 0
    assert json.loads(capfdbinary.readouterr().out) == [{"id": "\ud800 引航", "error": "BAD_CASE"}]


@pytest.mark.parametrize("data", [b"{}", b"\xff\xfe", b"[1, 2]", b""])
def test_a_bad_file_is_one_sentence_and_status_2(data, tmp_path, capfdbinary):
    file = tmp_path / "cases.json"
    file.write_bytes(data)

    assert main(["fees", "credits", str(file)]) == 2
    said = capfdbinary.readouterr()
    assert said.out == b""
    assert said.err.count(b"\n") == 1


def test_a_missing_file(capfdbinary):
    assert main(["fees", "quote", "no-such-file.json"]) == 2
    assert capfdbinary.readouterr().out == b""
