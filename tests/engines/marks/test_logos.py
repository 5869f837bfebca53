"""A registered logo is found again whatever an imitator did to it; files that are no pictures are named."""

from __future__ import annotations

import json
from random import Random

import cv2
import numpy as np
import pytest
from bench._invented_logos import CHANGES, jpg, logo, png

from pilotage.cli.main import main
from pilotage.engines.marks.logos import Logos, ink_of, opened
from pilotage.kernel.errors import Invalid

COUNT = 40


@pytest.fixture(scope="module")
def pages():
    dice = Random(3)
    return {f"{n}.png": logo(dice) for n in range(COUNT)}


@pytest.fixture(scope="module")
def register(pages):
    return Logos((name, png(page)) for name, page in pages.items())


@pytest.mark.parametrize("change", CHANGES)
def test_a_logo_is_found_again(change, pages, register):
    dice = Random(5)
    for name in list(pages)[:3]:
        changed = jpg(CHANGES[change](pages[name], dice))
        assert register.nearest(changed, top=1)[0].id == name


def test_what_was_done_is_told(pages, register):
    flipped = png(np.ascontiguousarray(pages["7.png"][:, ::-1]))
    best = register.nearest(flipped, top=1)[0]
    assert (best.id, best.done) == ("7.png", ("mirrored",))
    assert best.score > 0.95
    assert register.nearest(png(pages["7.png"]), top=1)[0].done == ()


def test_another_picture_is_far(pages, register):
    other = logo(Random(99))
    assert register.nearest(png(other), top=1)[0].score < 0.6


@pytest.mark.parametrize("ink", [(0, 0, 0), (255, 255, 255)])
def test_what_is_drawn_on_a_transparent_ground_shows(ink):
    page = np.zeros((100, 100, 4), np.uint8)
    cv2.circle(page, (50, 50), 30, (*ink, 255), -1)
    drawn = ink_of(opened(bytes(cv2.imencode(".png", page)[1])))
    share = (drawn > 0).mean()
    assert abs(share - np.pi * 0.09) < 0.02


@pytest.mark.parametrize(
    "content", [b"", b"GIF89a", b"<svg/>", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, b"%PDF-1.4"]
)
def test_what_is_no_picture_is_said(content):
    with pytest.raises(Invalid) as refused:
        opened(content, "logo.png")
    assert refused.value.code == "NO_PICTURE"
    assert Logos([("logo.png", content)]).rejected.keys() == {"logo.png"}


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (300, 1), (40, 40)])
def test_a_picture_with_nothing_on_it_is_no_fault(shape, register):
    blank = png(np.full((*shape, 3), 255, np.uint8))
    assert len(register.nearest(blank, top=5)) == 5
    assert Logos([]).nearest(blank) == []


def test_the_coarse_half_finds_what_all_bits_find(pages, monkeypatch):
    from pilotage.engines.marks.logos import register as module

    dice = Random(8)
    many = Logos((f"{n}", png(logo(dice))) for n in range(60))
    question = png(logo(Random(8)))
    whole = many.nearest(question, top=1)
    monkeypatch.setattr(module, "_LIKELY", 20)
    assert many.nearest(question, top=1) == whole


def test_the_command_keeps_its_index_until_the_folder_changes(tmp_path, pages, capsys):
    folder, index = tmp_path / "logos", tmp_path / "prints.npz"
    folder.mkdir()
    for name in list(pages)[:5]:
        (folder / name).write_bytes(png(pages[name]))
    (folder / "broken.jpg").write_bytes(b"no picture")
    question = tmp_path / "ours.jpg"
    question.write_bytes(jpg(255 - pages["3.png"]))
    command = [
        "marks",
        "logo",
        str(question),
        "--logos",
        str(folder),
        "--index",
        str(index),
        "--json",
    ]
    assert main(command) == 0
    first = json.loads(capsys.readouterr().out)
    assert first["hits"][0]["id"] == "3.png"
    assert (first["logos"], first["left_aside"]) == (5, ["broken.jpg"])
    assert main(command) == 0
    assert json.loads(capsys.readouterr().out) == first
    (folder / "new.png").write_bytes(png(pages["9.png"]))
    assert main(command) == 0
    assert json.loads(capsys.readouterr().out)["logos"] == 6
    index.write_bytes(b"broken")
    assert main(command) == 0


def test_prints_of_another_folder_or_of_other_ways_of_looking_are_none(tmp_path, monkeypatch):
    made, path = Logos([("1.png", png(logo(Random(1)))), ("broken", b"")]), tmp_path / "index.npz"
    made.save(path, "this folder")
    again = Logos.kept(path, "this folder")
    assert (again.ids, again.rejected) == (made.ids, made.rejected)
    assert Logos.kept(path, "another") is None
    monkeypatch.setattr("pilotage.engines.marks.logos.register.made_as", lambda: "other ways")
    assert Logos.kept(path, "this folder") is None


def test_the_command_says_what_is_missing(tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    picture = tmp_path / "p.png"
    picture.write_bytes(png(logo(Random(1))))
    for command, code in (
        ([str(picture), "--logos", str(tmp_path / "empty")], "NO_LOGOS"),
        ([str(tmp_path / "none.png"), "--logos", str(tmp_path)], "CANNOT_READ"),
    ):
        assert main(["marks", "logo", *command]) == 2
        assert code in capsys.readouterr().err
