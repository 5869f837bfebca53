"""What a person says of a field is kept as a reading has it, and goes before the reading."""

from __future__ import annotations

import pytest
from tests.engines.dossier.making import TYPED, documents

from pilotage.engines.dossier import check
from pilotage.engines.dossier.job import said_by_person
from pilotage.engines.dossier.settled import settled
from pilotage.kernel.errors import Invalid


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("uscc", "9133 0203-ma11x13289", "91330203MA11X13289"),
        ("id_number", "110108197510319542", "110108197510319542"),
        ("valid_to", "2043年7月30日", "2043-07-30"),
        ("valid_to", " 长期 ", "long_term"),
        ("issued", "2026/8/11", "2026-08-11"),
        ("address", " 宁波市海曙区夏禾路195号 ", "宁波市海曙区夏禾路195号"),
    ],
)
def test_as_a_reading_has_it(field, text, value):
    assert settled(field, text) == value


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("uscc", "91330203MA11X13280", "CHECK_DIGIT_WRONG"),
        ("id_number", "110108197510319541", "CHECK_DIGIT_WRONG"),
        ("valid_to", "2043-02-30", "NO_SUCH_DAY"),
        ("valid_to", "soon", "NO_SUCH_DAY"),
        ("name", "  ", "NOTHING_SAID"),
        ("name", "a\0", "NOTHING_SAID"),
        ("name", "长" * 1001, "NOTHING_SAID"),
    ],
)
def test_what_cannot_stand_there_is_refused(field, text, code):
    with pytest.raises(Invalid) as refused:
        settled(field, text)
    assert refused.value.code == code and refused.value.next_step


def test_what_a_person_says_is_compared_like_what_was_read():
    made = documents(legal_representative_id_back__valid_to="")
    assert "FIELD_NOT_READ" in [one.code for one in check(TYPED, made, "DE")]
    for value, told in (("2046-01-01", []), ("2020-01-01", ["ID_EXPIRED"])):
        back = said_by_person(made["legal_representative_id_back"], {"valid_to": value})
        found = check(TYPED, {**made, "legal_representative_id_back": back}, "DE")
        assert [one.code for one in found] == told
