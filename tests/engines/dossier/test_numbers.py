"""Credit codes and identity numbers: what is valid is never refused, what is altered never passes."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from pilotage.engines.dossier.numbers import (
    USCC_ALPHABET,
    id_check_character,
    id_fault,
    organisation_check_character,
    person_of,
    uscc_check_character,
    uscc_fault,
)


def uscc(rng: Random) -> str:
    body = "91" + "".join(rng.choice("0123456789") for _ in range(6))
    organisation = "".join(rng.choice(USCC_ALPHABET) for _ in range(8))
    body += organisation + organisation_check_character(organisation)
    return body + uscc_check_character(body)


def id_number(rng: Random) -> str:
    born = date(1940, 1, 1) + timedelta(days=rng.randrange(25_200))
    county = f"{rng.randrange(11, 83)}{rng.randrange(1, 91):02d}{rng.randrange(1, 90):02d}"
    body = f"{county}{born:%Y%m%d}{rng.randrange(1000):03d}"
    return body + id_check_character(body)


def test_valid_identity_numbers_pass_whatever_their_county() -> None:
    rng = Random(1)
    assert {id_fault(id_number(rng)) for _ in range(2_000)} == {None}


def test_no_altered_digit_of_an_identity_number_passes() -> None:
    rng = Random(2)
    for _ in range(50):
        number = id_number(rng)
        for place in range(17):
            for digit in set("0123456789") - {number[place]}:
                assert id_fault(number[:place] + digit + number[place + 1 :])
        assert all(id_fault(number[:17] + c) for c in set("0123456789X") - {number[17]})


def test_a_number_tells_birth_and_sex() -> None:
    person = person_of("430103197803086335")
    assert person is not None
    assert (person.birth, person.sex) == (date(1978, 3, 8), "男")
    assert id_fault("430103197802306335") == "birth"
    assert id_fault("43010319780308633") == "length"


def test_no_altered_character_of_a_credit_code_passes() -> None:
    rng = Random(3)
    for _ in range(20):
        code = uscc(rng)
        assert uscc_fault(code) is None
        for place in range(18):
            for char in set(USCC_ALPHABET) - {code[place]}:
                assert uscc_fault(code[:place] + char + code[place + 1 :])


def test_what_is_wrong_with_a_code_is_told() -> None:
    good = "91330203MA11X13289"
    assert uscc_fault(" 9133 0203-ma11x13289 ") is None
    assert uscc_fault(good[:-1]) == "length"
    assert uscc_fault(good.replace("X", "O")) == "alphabet"
    assert uscc_fault("98" + good[2:]) == "authority"
    assert uscc_fault(good[:16] + "9" + good[17:]) == "organisation"
    assert uscc_fault(good[:17] + "0") == "check"
