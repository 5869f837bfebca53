"""What a word can mean."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class SenseKind(StrEnum):
    """The kinds of thing the lexicon knows."""

    CONCEPT = "concept"
    COUNTRY = "country"
    REGION = "region"
    LANGUAGE = "language"
    CITY = "city"
    PROVINCE = "province"


class Sense(NamedTuple):
    """One meaning: its kind, the code of what is meant, and the place the word implies, if any.

    `only_asked`: too loose a word to prove that a document offers it. `hint`: a turn of phrase
    that describes the work; read in documents only.
    """

    kind: SenseKind
    code: str
    place: str = ""
    only_asked: bool = False
    hint: bool = False
