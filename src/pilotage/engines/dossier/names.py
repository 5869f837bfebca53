"""Whether Latin letters are a reading of a Chinese name: surnames, order, hyphens, other romanisations."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib import resources

from pilotage.engines.dossier.folding import letters, simplified
from pilotage.engines.dossier.wade_giles import wade_giles

# Passports print LYU, banks LV, older papers LU or LUE for one and the same ü.
_UMLAUT = ("YU", "V", "U", "UE")


def same_person(first: str, second: str) -> bool:
    """Whether two Chinese names are one, whatever the script and the spaces between."""
    return _han(first) == _han(second)


def is_reading(latin: str, name: str) -> bool:
    """Whether `latin` is a usual spelling of the Chinese `name`.

    >>> is_reading("Xiaoming ZENG", "曾晓明"), is_reading("CENG XIAOMING", "曾晓明")
    (True, False)
    """
    spelled = letters(latin)
    surname, given = split_name(_han(name))
    if not spelled or not surname:
        return False
    rest = [_one_of(given_readings(char)) for char in given]
    family = _one_of(surname_readings(surname))
    pattern = f"{family}{''.join(rest)}|{''.join(rest)}{family}"
    return re.fullmatch(pattern, spelled) is not None


def readings(name: str) -> tuple[str, ...]:
    """The spelling a passport would print, for messages: `ZENG XIAOMING`; more when a surname has two."""
    surname, given = split_name(_han(name))
    rest = "".join(_letters_of(_pinyin(char, heteronym=False)[0]) for char in given)
    known = surnames().get(surname) or tuple(_letters_of(s) for s in _pinyin(surname)[:1])
    return tuple(f"{family} {rest}".strip() for family in known)


def split_name(name: str) -> tuple[str, str]:
    """Surname and given name; a compound surname is known by name.

    >>> split_name("上官丽")
    ('上官', '丽')
    """
    size = 2 if name[:2] in compounds() and len(name) > 2 else 1
    return name[:size], name[size:]


@cache
def surname_readings(surname: str) -> frozenset[str]:
    """Every accepted spelling of a surname: its own readings where it has some, those of Hong Kong and Taiwan too."""
    own = surnames().get(surname)
    if own is None:
        own = tuple({"".join(parts) for parts in _spellings(surname)})
    found = set(own) | romanised().get(surname, frozenset())
    found |= {wade_giles(reading) for reading in own}
    if surname in "吕闾律" and surname:
        found |= {f"L{ending}" for ending in _UMLAUT}
    return frozenset(found)


@cache
def given_readings(char: str) -> frozenset[str]:
    """Every dictionary reading of a character of a given name, in passport, bank and Taiwan letters."""
    found: set[str] = set()
    for syllable in _pinyin(char):
        found |= _latin(syllable)
    return frozenset(found | {wade_giles(reading) for reading in found})


@cache
def surnames() -> dict[str, tuple[str, ...]]:
    """Surnames that are read otherwise than the word, or in two ways."""
    return {row["surname"]: tuple(row["expected_reading"].split("|")) for row in _rows("surnames")}


@cache
def romanised() -> dict[str, frozenset[str]]:
    """Spellings of surnames usual in Hong Kong, Macau and Taiwan."""
    return {row["surname"]: frozenset(row["spellings"].split("|")) for row in _rows("romanised")}


@cache
def compounds() -> frozenset[str]:
    """Surnames of two characters."""
    text = resources.files(__package__).joinpath("compound_surnames.txt").read_text("utf-8")
    return frozenset(text.split()) | {name for name in surnames() if len(name) == 2}


def _rows(table: str) -> list[dict[str, str]]:
    text = resources.files(__package__).joinpath(f"{table}.csv").read_text("utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


def _han(name: str) -> str:
    return re.sub(r"[^㐀-鿿𠀀-𲎯]", "", simplified(name))


def _spellings(surname: str) -> list[list[str]]:
    combined: list[list[str]] = [[]]
    for char in surname:
        combined = [
            [*parts, spelled]
            for parts in combined
            for syllable in _pinyin(char)
            for spelled in sorted(_latin(syllable))
        ]
    return combined


def _pinyin(text: str, *, heteronym: bool = True) -> list[str]:
    """Readings of a character without tones, ü kept; the usual one first."""
    from pypinyin import Style, pinyin

    found = pinyin(text, style=Style.NORMAL, heteronym=heteronym, v_to_u=True)
    return found[0] if len(text) == 1 else ["".join(syllables[0] for syllables in found)]


def _latin(syllable: str) -> set[str]:
    if "ü" in syllable:
        return {letters(syllable.replace("ü", ending.lower())) for ending in _UMLAUT}
    return {letters(syllable)}


def _letters_of(syllable: str) -> str:
    return letters(syllable.replace("ü", "yu"))


def _one_of(spellings: frozenset[str]) -> str:
    return f"(?:{'|'.join(sorted(spellings))})"
