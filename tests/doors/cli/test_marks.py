"""`pilotage marks score|screen|watch` as a stranger runs them."""

from __future__ import annotations

import csv
import json

import pytest

from pilotage.cli.main import main


@pytest.fixture
def files(tmp_path):
    (tmp_path / "r.csv").write_text(
        'id,mark,classes,office,status\nR1,ZANDIRO,25,EUIPO,registered\nR2,青松,"9,35",CNIPA,pending\n', "utf-8"
    )  # fmt: skip
    (tmp_path / "n.csv").write_text("id,name,classes\nA,ZANDERO,25\nB,QINGSONG,\nC,,\n", "utf-8")
    (tmp_path / "p.csv").write_text(
        "mark_a,mark_b,classes_a,classes_b,kind\nZANDERO,ZANDIRO,25,25,look\n青松,海龙,9,30,none\n", "utf-8"
    )  # fmt: skip
    return tmp_path


def run(*words) -> int:
    return main(["marks", *map(str, words)])


def test_score_carries_the_columns_through(files):
    assert run("score", "--pairs", files / "p.csv", "--out", files / "out.csv") == 0
    lines = (files / "out.csv").read_text("utf-8").splitlines()
    near, far = csv.DictReader(lines)
    assert list(near) == ["mark_a", "mark_b", "classes_a", "classes_b", "kind", "score", "sound", "look", "meaning"]  # fmt: skip
    assert float(near["score"]) > 0.7 > 0.3 > float(far["score"]) and far["kind"] == "none"


def test_screen_one_name_shows_factors_and_sends_to_counsel(files, capsys):
    assert run("screen", "ZANDERO", "--classes", "25", "--register", files / "r.csv") == 0
    said = capsys.readouterr().out
    assert "ZANDIRO" in said and "读音" in said and "商标代理人" in said
    assert run("screen", "ZANDERO", "--register", files / "r.csv", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["hits"][0]["id"] == "R1" and answer["hits"][0]["office"] == "EUIPO"
    assert {"score", "sound", "look", "meaning"} <= answer["hits"][0].keys()


def test_screen_many_names_one_json_line_each(files):
    asked = ("--names", files / "n.csv", "--register", files / "r.csv", "--top", 1000)
    assert run("screen", *asked, "--json", files / "hits.jsonl") == 0
    lines = [json.loads(line) for line in (files / "hits.jsonl").read_text("utf-8").splitlines()]
    assert [line["id"] for line in lines] == ["A", "B", "C"]
    assert lines[0]["hits"][0].keys() == {"id", "mark", "score"}
    assert (lines[1]["hits"][0]["id"], lines[2]["hits"]) == ("R2", [])


def test_watch_names_both_marks(files, capsys):
    assert (
        run("watch", "--portfolio", files / "n.csv", "--register", files / "r.csv", "--json") == 0
    )
    alerts = json.loads(capsys.readouterr().out)["alerts"]
    assert [(one["portfolio_mark"], one["mark"]) for one in alerts] == [("ZANDERO", "ZANDIRO"), ("QINGSONG", "青松")]  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        ("screen", "--register", "r.csv"),
        ("screen", "X", "--names", "n.csv", "--register", "r.csv"),
        ("screen", "X", "--register", "nowhere.csv"),
        ("score", "--pairs", "n.csv", "--out", "o.csv"),
        ("score", "--pairs", "p.csv", "--out", "no/such/folder/o.csv"),
        ("watch", "--portfolio", "nowhere.csv", "--register", "r.csv"),
    ],
)
def test_what_cannot_be_used_is_said_in_a_sentence(files, words, capsys):
    given = [str(files / word) if "." in word else word for word in words]
    assert run(*given) == 2
    said = capsys.readouterr()
    assert said.err.count("\n") == 1 and not said.out
