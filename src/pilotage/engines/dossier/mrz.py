"""The machine-readable zone of a passport (ICAO 9303 part 4, TD3): two lines of 44, with check digits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

_WEIGHTS = (7, 3, 1)
_VALUES = {char: place for place, char in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")} | {
    "<": 0
}
# What a reader takes for a digit where a digit has to stand, and the other way round.
_DIGITS = str.maketrans("OQDILZSBG", "000112586")
_LETTERS = str.maketrans("01258", "OIZSB")
_SECOND = re.compile(
    r"(?P<number>[A-Z0-9<]{9})(?P<c1>[0-9OQDILZSBG])(?P<nation>[A-Z0-9<]{3})(?P<birth>[0-9OQDILZSBG]{6})"
    r"(?P<c2>[0-9OQDILZSBG])(?P<sex>[MFX<])(?P<ends>[0-9OQDILZSBG]{6})(?P<c3>[0-9OQDILZSBG])(?P<rest>[A-Z0-9<]*)$"
)

MrzFault = Literal["number", "birth", "ends", "personal", "whole"]


@dataclass(frozen=True, slots=True)
class Zone:
    """What the zone says; `faults` names the parts whose check digit does not fit. Dates None where impossible."""

    issuer: str
    surname: str
    given: str
    number: str
    nation: str
    birth: date | None
    sex: Literal["M", "F", ""]
    ends: date | None
    faults: tuple[MrzFault, ...]


def check_digit(text: str) -> str:
    """The check digit of a part: weights 7, 3, 1; a filler counts nothing (ICAO 9303-3, 4.9).

    >>> check_digit("L898902C3"), check_digit("740812"), check_digit("120415")
    ('6', '2', '9')
    """
    return str(sum(_VALUES[char] * _WEIGHTS[place % 3] for place, char in enumerate(text)) % 10)


def zone(first: str, second: str, on_year: int) -> Zone | None:
    """Both lines as read, spaces and odd signs allowed; None when they are no such lines.

    `on_year` settles the century: nobody is born later, no passport ended more than 20 years before.
    Letters where a digit has to stand are taken for the digit they look like, and the other way round.
    """
    upper, lower = _tidy(first), _tidy(second)
    named = re.match(r"P[A-Z0-9<]([A-Z0-9<]{3})([A-Z0-9<]+)$", upper)
    said = _SECOND.match(lower)
    if not named or not said:
        return None
    surname, _, given = named[2].translate(_LETTERS).strip("<").partition("<<")
    parts = {name: said[name].translate(_DIGITS) for name in ("c1", "birth", "c2", "ends", "c3")}
    number, rest = said["number"], said["rest"]
    sex = said["sex"]
    return Zone(
        issuer=named[1].translate(_LETTERS).strip("<"),
        surname=surname.replace("<", " ").strip(),
        given=given.replace("<", " ").strip(),
        number=number.strip("<"),
        nation=said["nation"].translate(_LETTERS).strip("<"),
        birth=_day(parts["birth"], on_year, born=True),
        sex="M" if sex == "M" else "F" if sex == "F" else "",
        ends=_day(parts["ends"], on_year, born=False),
        faults=_faults(number, parts, rest),
    )


def _faults(number: str, parts: dict[str, str], rest: str) -> tuple[MrzFault, ...]:
    found: list[MrzFault] = []
    if check_digit(number) != parts["c1"]:
        found.append("number")
    if check_digit(parts["birth"]) != parts["c2"]:
        found.append("birth")
    if check_digit(parts["ends"]) != parts["c3"]:
        found.append("ends")
    if len(rest) < 2:  # its last signs were not read: nothing to check them by
        return tuple(found)
    # A long run of fillers is read with some too many or too few; what stands before them keeps its place.
    personal, own, last = rest[:-2].rstrip("<").ljust(14, "<")[:14], rest[-2], rest[-1]
    own = "0" if own == "<" else own.translate(_DIGITS)
    if check_digit(personal) != own:
        found.append("personal")
    whole = number + parts["c1"] + parts["birth"] + parts["c2"] + parts["ends"] + parts["c3"]
    if check_digit(whole + personal + own) != last.translate(_DIGITS):
        found.append("whole")
    return tuple(found)


def _tidy(line: str) -> str:
    text = re.sub(r"\s", "", line).upper()
    return re.sub(r"[^A-Z0-9<]", "<", text)


def _day(text: str, on_year: int, *, born: bool) -> date | None:
    year = on_year // 100 * 100 + int(text[:2])
    if born and year > on_year:
        year -= 100
    if not born and year < on_year - 20:
        year += 100
    try:
        return date(year, int(text[2:4]), int(text[4:]))
    except ValueError:
        return None
