"""A kept index answers as one built anew; one that does not fit to the last byte is none."""

from __future__ import annotations

from array import array

import pytest

from pilotage.engines.marks import Entry, Register, keep, kept
from pilotage.engines.marks.postings import Postings

MADE_OF = "ab" * 32
MARKS = [
    Entry("1", "VELTORA", "9", "registered", (("office", "EUIPO"), ("filed", "2019-04-01"))),
    Entry("2", "VELTORRA PRO", "9,35", "expired", (("office", "USPTO"), ("owner", "Ünder & Söhne"))),
    Entry("3", "云雀", "第25类", "", (("office", "CNIPA"),)),
    Entry("4", "云海鹤", "25"),
    Entry("5", "SUN BREAD", "30"),
    Entry("6", ""),
    Entry("7", "\ud800 ☃"),
]  # fmt: skip


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "r.marks"
    keep(Register(MARKS), path, MADE_OF)
    return path


@pytest.mark.parametrize(
    "name", ["VELTORA", "FELTORRA", "云鹊", "yunque", "SOLEIL PAIN", "鹤", "", "Q"]
)
@pytest.mark.parametrize("living", [False, True])
def test_a_kept_index_answers_as_one_built_anew(path, name, living):
    here, anew = kept(path, MADE_OF), Register(MARKS)
    assert here.screen(name, "9", among=here.alive if living else None) == anew.screen(
        name, "9", among=anew.alive if living else None
    )


def test_the_entries_come_back_as_they_were(path, tmp_path):
    found = kept(path, MADE_OF)
    assert list(found.entries) == MARKS and found.entries[-1] == MARKS[-1]
    assert found.entries[1:3] == MARKS[1:3] and len(found) == len(MARKS)
    assert list(found.alive) == [one.alive for one in MARKS]
    keep(Register([]), tmp_path / "none.marks", MADE_OF)
    assert kept(tmp_path / "none.marks", MADE_OF).screen("VELTORA") == []


def test_only_the_living_are_asked_where_only_they_count():
    register = Register(MARKS)
    assert [hit.entry.id for hit in register.screen("VELTORRA", among=register.alive)] == ["1"]


def test_one_byte_changed_or_lost_is_no_index(path):
    whole = path.read_bytes()
    path.chmod(0o600)
    for at in (0, 10, 45, 60, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert kept(path, MADE_OF) is None, at
    for cut in (b"", whole[:20], whole[:-64]):
        path.write_bytes(cut)
        assert kept(path, MADE_OF) is None
    path.write_bytes(whole)
    assert kept(path, MADE_OF) is not None


def test_the_index_of_another_file_or_of_other_rules_is_none(path, monkeypatch):
    assert kept(path, "cd" * 32) is None
    assert kept(path.with_name("gone"), MADE_OF) is None
    monkeypatch.setattr("pilotage.engines.marks.keeping.made_by", lambda: "other rules")
    assert kept(path, MADE_OF) is None


def test_those_that_share_most_come_first():

    shared = Postings(array("i", [5, 5, 7, 7, 9]), array("i", [0, 1, 1, 2, 3]))
    assert list(shared.sharing([5, 7, 8], 2)) == [1, 0]
    assert list(shared.sharing([6], 2)) == []
