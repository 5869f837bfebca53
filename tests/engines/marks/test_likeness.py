"""Marks that are near and marks that are not; what likeness must be whatever the marks; tables however they are written."""

from __future__ import annotations

import csv
import random
from datetime import date

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pilotage.engines.marks import Entry, Register, entries, likeness, read_table, watch
from pilotage.engines.marks.classes import classes_of, relatedness
from pilotage.engines.marks.days import day_of
from pilotage.engines.marks.likeness import at_most
from pilotage.engines.marks.meanings import lexicon
from pilotage.engines.marks.shapes import shape_likeness
from pilotage.engines.marks.signs import sign, sound
from pilotage.kernel.errors import Invalid

NEAR, FAR = 0.7, 0.5


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("ZANDERO", "ZANDIRO"), ("CALYPSA", "KALYPSA"), ("PHARELLO", "FARELLO"), ("NITELINE", "NIGHT LINE"),
        ("X-PANSO", "EXPANSO"), ("4EVERGLOW", "FOREVER GLOW"), ("B-NATURA", "BEENATURA"), ("ZANDERO SPORT", "ZANDERO"),
        ("THE ZANDERO COMPANY", "ZANDERO"), ("MYZANDERO", "ZANDERO"), ("Café Brûlant", "CAFE BRULANT"),
        ("月影", "月颖"), ("鵬飛", "鹏飞"), ("青松", "清松"), ("青松旗舰店", "青松"), ("QINGSONG", "青松"),
        ("サクラ", "SAKURA"), ("きょうと", "KYOTO"), ("ROTER FUCHS", "RED FOX"), ("ESTRELLA DEL MAR", "SEA STAR"),
        ("银狐", "SILVER FOX"), ("KITTYNEST", "CAT NEST"), ("Straße", "STRASSE"), ("ＺＡＮＤＥＲＯ", "zandero"),
    ],
)  # fmt: skip
def test_what_is_near(a, b):
    assert likeness(a, b).score >= NEAR


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("ZANDERO", "MIPLUK"), ("CALYPSA", "THE GREEN HOUSE"), ("青松", "海龙王"), ("QINGSONG", "白鹤"),
        ("RED FOX", "BLUE BOAT"), ("SPORT STUDIO ZAN", "SPORT STUDIO MIP"), ("HOUSE OF LARK", "HOUSE OF PINS"),
        ("", "ZANDERO"), ("!!!", "???"), ("ABC", "XYZ"), ("サクラ", "ヒノキ"),
    ],
)  # fmt: skip
def test_what_is_not(a, b):
    assert likeness(a, b).score < FAR


def test_the_factors_say_why():
    assert likeness("KWALITEE", "QUALITY").sound > likeness("KWALITEE", "QUALITY").look
    assert likeness("ROTER FUCHS", "RED FOX").meaning == 1.0
    assert likeness("QINGSONG", "青松").sound == 1.0 > likeness("QINGSONG", "青松").look


def test_goods_weigh_and_no_class_means_all():
    same, related, far = (likeness("ZANDERO", "ZANDIRO", classes_of("25"), classes_of(c)).score for c in ("25", "18", "7"))  # fmt: skip
    assert same > related > far > 0
    assert likeness("ZANDERO", "ZANDIRO", classes_of("25")).score == same
    assert relatedness(classes_of("35"), classes_of("7")) == relatedness(
        classes_of("9"), classes_of("42")
    )


marks = st.text(alphabet="ABCDEFKLMNOPQRSTUXYZ aeio&4-青松云海さきーミ", max_size=12)
some = st.frozensets(st.integers(1, 45), max_size=3)


@given(marks, marks, some, some)
def test_it_goes_both_ways_and_stays_on_the_scale(a, b, classes, others):
    there, back = likeness(a, b, classes, others), likeness(b, a, others, classes)
    assert there == back
    assert all(0 <= part <= 1 for part in (there.score, there.sound, there.look, there.meaning))


@given(marks)
@example("Aー")
def test_a_mark_is_itself_whatever_its_case_and_spaces(mark):
    if sign(mark).latin:
        assert likeness(mark, f"  {mark.lower()} ").score == 1.0


@given(st.text(max_size=60))
def test_no_text_is_too_odd(mark):
    assert 0 <= likeness(mark, "ZANDERO").score <= 1


@pytest.mark.parametrize(
    ("a", "b"),
    [("phloks", "flox"), ("quik", "kwik"), ("knight", "nite"), ("cyber", "siber"), ("tchai", "chay"), ("ghost", "gost")],
)  # fmt: skip
def test_what_sounds_alike_has_one_key(a, b):
    assert sound(a) == sound(b)


def test_characters_that_look_alike_are_half_a_difference():
    assert 1 > shape_likeness("未来", "末来") > shape_likeness("未来", "山来") > 0
    assert shape_likeness("青松", "青松") == 1 and shape_likeness("", "") == 0


def test_every_word_of_the_lexicon_can_be_met():
    assert len(lexicon()) > 900
    assert [word for word in lexicon() if word.isascii() and word != word.lower()] == []


ENTRIES = [
    Entry("1", "ZANDIRO", "25"), Entry("2", "MIPLUK", "25"), Entry("3", "青松", "9"), Entry("4", "RED FOX", "18"),
    Entry("5", "ZANDERO HOME", "20"), Entry("6", "", "9"),
]  # fmt: skip


def ids(name, classes="", register=ENTRIES, top=3):
    return [hit.entry.id for hit in Register(register).screen(name, classes, top)]


def test_the_nearest_come_first_and_nothing_alike_is_nothing():
    assert ids("ZANDERO", "25")[:2] == ["1", "5"]
    assert ids("QINGSONG")[0] == "3" and ids("FUCHS ROT")[0] == "4"
    assert ids("") == ids("???") == []


def test_the_order_of_the_file_changes_nothing():
    shuffled = random.Random(3).sample(ENTRIES, len(ENTRIES))
    for name in ("ZANDERO", "青松", "ROTER FUCHS", "MIP"):
        assert ids(name, "25", shuffled, 6) == ids(name, "25", top=6)


def test_candidates_lose_no_near_mark_of_a_large_register():
    """Against a slow referee that looks at every mark."""
    dice = random.Random(7)
    letters = ["".join(dice.choices("AEIOBDKLMNRST", k=dice.randint(5, 9))) for _ in range(1500)]
    register = [Entry(str(n), mark) for n, mark in enumerate(letters)]
    built = Register(register)
    for name in dice.sample(letters, 8):
        changed = name[:2] + dice.choice("AEIO") + name[3:]
        all_of_them = sorted((-likeness(changed, e.mark).score, e.id) for e in register)
        near = [i for score, i in all_of_them if -score >= NEAR]
        assert {hit.entry.id for hit in built.screen(changed, top=200)} >= set(near)


def test_a_watch_tells_what_came_near_which_mark():
    ours = [Entry("a", "ZANDERO", "25"), Entry("b", "HORIZONTE", "3")]
    found = [(alert.ours.id, alert.filed.id) for alert in watch(ours, ENTRIES)]
    assert found == [("a", "1"), ("a", "5")]


alike = st.text(alphabet="云去海悔山峰锋月日明朋堂店A", min_size=1, max_size=4)


@given(alike, st.lists(alike, min_size=1, max_size=12))
def test_no_likeness_exceeds_its_bound(name, others):
    bounds = at_most(sign(name), [sign(other) for other in others])
    assert all(likeness(name, o).score <= b for o, b in zip(others, bounds, strict=True))


classes = st.sampled_from(["", "9", "35", "25"])


@given(alike, st.lists(st.tuples(alike, classes), max_size=16), st.integers(1, 4), st.sampled_from([0, 0.6]))  # fmt: skip
def test_what_is_left_aside_unseen_changes_no_answer(name, filed, top, at_least):
    """Against all of them looked at closely: none is left aside where all would be shown."""
    register = Register([Entry(str(n), mark, goods) for n, (mark, goods) in enumerate(filed)])
    every = register.screen(name, "9", top=100)
    near = [hit for hit in every if hit.likeness.score >= at_least]
    assert register.screen(name, "9", top, at_least=at_least) == near[:top]


def test_only_filings_that_count_take_one_of_the_places_of_a_mark():
    own = [Entry(f"own{n}", "ZANDERO", str(n)) for n in range(1, 46)]
    register = Register([*own, Entry("theirs", "ZANDIRO", "25")])
    counts = np.array([not entry.id.startswith("own") for entry in register.entries])
    found = [a.filed.id for a in watch([Entry("a", "ZANDERO", "25")], register, among=lambda ours: counts)]  # fmt: skip
    assert found == ["theirs"]


def written(path, rows, encoding="utf-8", delimiter=","):
    with path.open("w", encoding=encoding, newline="") as out:
        csv.writer(out, delimiter=delimiter).writerows(rows)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_register_is_read_however_it_is_written(tmp_path, encoding, delimiter):
    rows = [
        ["编号", "商标", "类别", "owner"],
        ["R1", "青松", "9,35", "甲"],
        ["", "", "", ""],
        ["R2", "ZAN"],
    ]
    (one, two) = entries(written(tmp_path / "r.csv", rows, encoding, delimiter))
    assert (one.id, one.mark, one.classes, one.more) == ("R1", "青松", "9,35", (("owner", "甲"),))
    assert (two.id, two.mark, two.classes) == ("R2", "ZAN", "")


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-05-01", "2026-05-01"), ("2026/5/1", "2026-05-01"), ("2026.05.01 08:00", "2026-05-01"),
        ("20260501", "2026-05-01"), ("2026年5月1日", "2026-05-01"), ("2026-05-01T08:00Z", "2026-05-01"),
        ("01.05.2026", None), ("2026-13-01", None), ("2026-02-30", None), ("202605011", None), ("2026", None), ("", None),
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written_and_none_is_guessed(written, day):
    assert day_of(written) == (day and date.fromisoformat(day))


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "FILE_UNUSABLE"), (b"\n\n", "FILE_UNUSABLE"), (b"id,class\n1,9\n", "COLUMN_MISSING"), (None, "FILE_UNUSABLE")],
)  # fmt: skip
def test_what_is_no_register_is_refused_in_a_sentence(tmp_path, content, code):
    path = tmp_path / "r.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Invalid, match=code):
        entries(path)


def test_a_cell_as_long_as_a_book_is_no_mark_and_costs_no_other_row(tmp_path):
    path = written(tmp_path / "r.csv", [["id", "mark"], ["1", "X" * 1_000_000], ["2", "ZANDERO"]])
    assert [len(row[1]) for row in read_table(path).rows] == [0, 7]
    assert ids("ZANDERO", register=entries(path)) == ["2"]
