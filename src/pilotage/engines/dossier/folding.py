"""Writing that means the same is made the same: width, script, spaces, punctuation, case."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

# No paper prints Greek or signs of mathematics, but the reader knows them, and takes Latin capitals for them.
_LATIN = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ∪⋃∨", "ABEZHIKMNOPTYXUUV")


def printed(text: str) -> str:
    """What a reader told, in letters that papers print, simplified.

    >>> printed("D∪AN Y∪SI 義烏")
    'DUAN YUSI 义乌'
    """
    return simplified(text.translate(_LATIN))


def simplified(text: str) -> str:
    """Traditional characters become simplified ones; the reader itself mixes the two."""
    return str(_opencc().convert(text))


def folded(text: str) -> str:
    """What remains when width, script, spaces, punctuation and case do not count.

    >>> folded("義烏市樂居（１號）")
    '义乌市乐居1号'
    """
    return re.sub(r"[\W_]", "", simplified(unicodedata.normalize("NFKC", text))).upper()


def letters(text: str) -> str:
    """Only Latin letters, without marks: `Lü, Xiao-Ming` → `LUXIAOMING`."""
    plain = unicodedata.normalize("NFKD", text)
    return re.sub(r"[^A-Z]", "", plain.upper())


def company_en(text: str) -> str:
    """An English company name for comparison; the ways to write company and limited are one.

    >>> company_en("Yiwu Leju Trading Company Limited") == company_en("YIWU LEJU TRADING CO., LTD.")
    True
    """
    words = re.sub(r"[^A-Z0-9]+", " ", unicodedata.normalize("NFKD", text).upper()).split()
    whole = "".join(_SHORT.get(word, word) for word in words)
    for long, short in _SHORT.items():  # a reader may lose the spaces: TRADINGCOMPANYLIMITED
        whole = re.sub(rf"{long}(?=(?:LTD|LIMITED)?$)", short, whole)
    return whole


_SHORT = {"LIMITED": "LTD", "COMPANY": "CO", "CORPORATION": "CORP", "INCORPORATED": "INC"}


@cache
def _opencc() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")
