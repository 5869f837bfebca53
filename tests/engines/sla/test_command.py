"""`pilotage sla replay` as a command: lists in and out, one bad case disturbs no other, bad files are one sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pilotage.cli.main import main

CASES = Path(__file__).parent / "cases" / "replay.cases.json"


def test_a_list_of_cases_becomes_a_list_of_answers_in_the_same_order(tmp_path, capsys):
    cases = json.loads(CASES.read_text(encoding="utf-8"))
    cases.insert(3, {"id": "bad", "policy": {"calendar": {"name": "nowhere"}}, "events": []})
    path = tmp_path / "cases.json"
    path.write_text(json.dumps(cases), encoding="utf-8")
    assert main(["sla", "replay", str(path)]) == 0
    answers = json.loads(capsys.readouterr().out)
    assert [a["id"] for a in answers] == [c["id"] for c in cases]
    assert answers[3] == {"id": "bad", "error": "UNKNOWN_CALENDAR"}
    # The last two are one story in two orders.
    assert answers[-1]["inputs_hash"] == answers[-2]["inputs_hash"]
    assert len({a["inputs_hash"] for a in answers if "inputs_hash" in a}) == len(cases) - 2


def test_fields_that_are_not_named_change_nothing_even_fractions(tmp_path, capsys):
    case = {"id": 1.5, "policy": {"calendar": {"name": "CN-standard"}, "weight": 0.5}}
    event = {"at": "2026-03-02T10:00:00", "kind": "opened", "confidence": 0.25}
    path = tmp_path / "cases.json"
    path.write_text(json.dumps([{**case, "events": [event]}]), encoding="utf-8")
    assert main(["sla", "replay", str(path)]) == 0
    assert json.loads(capsys.readouterr().out)[0]["verdicts"] == []


@pytest.mark.parametrize("command", ["due", "replay"])
@pytest.mark.parametrize(
    "content", ["", "{}", "[1]", "[", "nothing", '[{"id": "\\ud800"}]', "[" * 100_000]
)
def test_a_file_that_is_no_list_of_cases_is_one_sentence(tmp_path, capsys, command, content):
    path = tmp_path / "cases.json"
    path.write_text(content, encoding="utf-8")
    assert main(["sla", command, str(path)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1


def test_a_file_that_is_not_there(tmp_path, capsys):
    assert main(["sla", "replay", str(tmp_path / "none.json")]) == 2
    assert capsys.readouterr().out == ""
