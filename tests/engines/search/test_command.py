"""`pilotage search`: one JSON line per query; a bad line is named and nothing is ranked."""

import json

import pytest

from pilotage.cli.main import main


def write(path, *lines):
    path.write_text("\n".join(x if isinstance(x, str) else json.dumps(x) for x in lines), "utf-8")
    return str(path)


def run(tmp_path, documents, queries, *more):
    return main(
        [
            "search", "rank",
            "--documents", write(tmp_path / "d.jsonl", *documents),
            "--queries", write(tmp_path / "q.jsonl", *queries),
            *more,
        ]
    )  # fmt: skip


def test_ranks_fields_and_plain_text_alike(tmp_path, capsys):
    documents = [
        {"id": "tax", "text": "舟衡税务\n德国增值税申报"},
        {"id": "shop", "fields": {"名称": "掌舵电商", "业务": "代运营", "国家站点": "US"}},
    ]
    asked = [{"id": "1", "text": "德国税代"}, {"id": "2", "text": "dyy"}, {"id": "3", "text": ""}]
    assert run(tmp_path, documents, asked, "--top", "1") == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["id"] for line in lines] == ["1", "2", "3"]
    assert [[hit for hit, _ in line["hits"]] for line in lines] == [["tax"], ["shop"], []]


GOOD = {"id": "a", "text": "税代"}


@pytest.mark.parametrize(
    ("documents", "queries", "says"),
    [
        ([GOOD, "{oops"], [GOOD], "第 2 行"),
        ([GOOD, "[1]"], [GOOD], "not a JSON object"),
        ([{"text": "x"}], [GOOD], "no text id"),
        ([{"id": "a"}], [GOOD], "neither text nor fields"),
        ([{"id": "a", "fields": {"city": 3}}], [GOOD], "neither text nor fields"),
        ([GOOD, GOOD], [GOOD], "repeats the id a"),
        ([GOOD], [{"id": "q"}], "has no text"),
        ([GOOD], ["\x00"], "not a JSON object"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_ranked(tmp_path, capsys, documents, queries, says):
    assert run(tmp_path, documents, queries) == 2
    shown = capsys.readouterr()
    assert says in shown.err
    assert shown.out == ""


def test_a_missing_file_is_said(tmp_path, capsys):
    asked = ["search", "rank", "--documents", str(tmp_path / "none"), "--queries", "x"]
    assert main(asked) == 2
    assert "cannot read" in capsys.readouterr().err


def test_explains_a_question(tmp_path, capsys):
    documents = write(tmp_path / "d.jsonl", {"id": "t", "text": "德国增值税申报"})
    assert main(["search", "explain", "--documents", documents, "--query", "增值税申包 德国"]) == 0
    shown = capsys.readouterr().out
    assert "增值税申报" in shown
    assert "1. t" in shown


def test_half_surrogates_and_odd_ids_survive(tmp_path, capsys):
    odd = '{"id": "\\ud800", "text": "註冊\\ud83d 税代"}'
    assert run(tmp_path, [odd], [odd]) == 0
    assert json.loads(capsys.readouterr().out)["hits"][0][0] == "\ud800"
