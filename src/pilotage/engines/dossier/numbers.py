"""Numbers that prove themselves: the unified social credit code and the citizen's identity number."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = tuple(3**place % 31 for place in range(17))
_ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ID_WEIGHTS = tuple(2 ** (17 - place) % 11 for place in range(17))

# GB 32100-2015: the registering authority and the kinds of body it registers.
_AUTHORITIES = {
    "1": "1239", "2": "19", "3": "123459", "4": "19", "5": "1239", "6": "129",
    "7": "129", "8": "19", "9": "1239", "A": "19", "N": "1239", "Y": "1",
}  # fmt: skip

UsccFault = Literal["length", "alphabet", "authority", "place", "organisation", "check"]
IdFault = Literal["length", "birth", "check"]


def tidy(number: str) -> str:
    """A number without spaces and punctuation, in capitals and of normal width."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", number)).upper()


def uscc_check_character(body: str) -> str:
    """The eighteenth character for the first seventeen (GB 32100-2015)."""
    total = sum(
        USCC_ALPHABET.index(char) * weight for char, weight in zip(body, _USCC_WEIGHTS, strict=True)
    )
    return USCC_ALPHABET[-total % 31]


def organisation_check_character(body: str) -> str:
    """The ninth character of an organisation code for its first eight (GB 11714)."""
    total = sum(
        _ORGANISATION_ALPHABET.index(char) * weight
        for char, weight in zip(body, _ORGANISATION_WEIGHTS, strict=True)
    )
    return "0123456789X0"[11 - total % 11]


def uscc_fault(code: str) -> UsccFault | None:
    """What is wrong with a credit code; None when nothing is. Spaces, case and width do not matter.

    >>> uscc_fault("91330782167049930a"), uscc_fault("91330782167049931A")
    (None, 'organisation')
    """
    code = tidy(code)
    if len(code) != 18:
        return "length"
    if set(code) - set(USCC_ALPHABET):
        return "alphabet"
    if code[1] not in _AUTHORITIES.get(code[0], ""):
        return "authority"
    if not code[2:8].isdigit():
        return "place"
    if organisation_check_character(code[8:16]) != code[16]:
        return "organisation"
    return None if uscc_check_character(code[:17]) == code[17] else "check"


@dataclass(frozen=True, slots=True)
class Person:
    """What an identity number says of its holder; the place is where it was first registered, no more."""

    county: str
    birth: date
    sex: Literal["男", "女"]


def id_check_character(body: str) -> str:
    """The eighteenth character for the first seventeen digits (GB 11643)."""
    total = sum(int(digit) * weight for digit, weight in zip(body, _ID_WEIGHTS, strict=True))
    return "10X98765432"[total % 11]


def id_fault(number: str) -> IdFault | None:
    """What is wrong with an identity number. The age of its county code is no fault.

    Numbers were first given out in 1984, with the codes of that day: one that is younger than its holder,
    or abolished since, is a true one.

    >>> id_fault("430103197803086335"), id_fault("44010319890301190X")
    (None, 'check')
    """
    number = tidy(number)
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return "length"
    if _birth(number) is None:
        return "birth"
    return None if id_check_character(number[:17]) == number[17] else "check"


def person_of(number: str) -> Person | None:
    """Birth and sex as the number has them; None when it has no possible date."""
    number = tidy(number)
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number) or (birth := _birth(number)) is None:
        return None
    return Person(number[:6], birth, "男" if int(number[16]) % 2 else "女")


def _birth(number: str) -> date | None:
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return born if born.year >= 1900 else None
