"""Cells of Ads files to values: money in millionths as whole numbers, counts, days, ids, words.

A cell is a text (csv, text cells of xlsx), a float (xlsx; binary noise such as 25.000000000000004 ends at the
sixth place) or a day. `--` and blank are missing: 0 for measures, `MISSING` for what may be absent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pilotage.engines.mill.ads.headings import localised, months, word
from pilotage.engines.mill.numerals import Mark, amount_of

MICRO = 1_000_000
MISSING = int(np.iinfo(np.int64).min)
_LARGEST = 1_000_000_000_000  # of a unit; no cell of an account is larger
_BLANK = frozenset(("", "-", "--", "—", "–", "n/a", "N/A", "null", "None"))
_NOT_AMOUNT = re.compile(r"[^\d.,+\-()'\u2212eE]")
_ID = re.compile(r'=?"?\s*(\d[\d\s]*)(?:\.0+)?\s*"?')
_EXCEL = date(1899, 12, 30)
Ints = NDArray[np.int64]


def money(cells: Sequence[Any], mark: Mark) -> tuple[Ints, list[int]]:
    """Millionths, `MISSING` for blanks; and the places of cells that are no amount."""
    out = np.empty(len(cells), np.int64)
    wrong: list[int] = []
    for n, cell in enumerate(cells):
        value = _micros(cell, mark)
        if value is None:
            wrong.append(n)
            value = MISSING
        out[n] = value
    return out, wrong


def counts(cells: Sequence[Any], mark: Mark) -> tuple[Ints, list[int]]:
    """Whole numbers, 0 for blanks; and the places of cells that are none (1.5, -3, words)."""
    micros, wrong = money(cells, mark)
    micros[micros == MISSING] = 0
    bad = np.flatnonzero((micros % MICRO != 0) | (micros < 0))
    return micros // MICRO, sorted({*wrong, *bad.tolist()})


def _micros(cell: Any, mark: Mark) -> int | None:
    if cell is None or cell == "":
        return MISSING
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return round(cell * MICRO) if abs(cell) < _LARGEST else None  # NaN is not below
    return _spelt(cell, mark) if isinstance(cell, str) else None


@lru_cache(65536)
def _spelt(text: str, mark: Mark) -> int | None:
    plain = text.strip()
    if plain in _BLANK:
        return MISSING
    bare = _NOT_AMOUNT.sub("", plain.replace("\u00a0", "").replace("US$", "").replace("\u202f", ""))
    letters = sum(c.isalpha() for c in plain)
    if letters > 4 or not any(c.isdigit() for c in bare):
        return None
    value = amount_of(bare.strip("eE"), mark)
    if value is None or abs(value) >= _LARGEST:
        return None
    return int((value * MICRO).to_integral_value())


def texts(cells: Sequence[Any], name: str) -> list[str]:
    """Texts, localised words of the column in their value in code."""
    if name in localised():
        return [word(name, _text(cell)) for cell in cells]
    return [_text(cell) for cell in cells]


def _text(cell: Any) -> str:
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def ids(cells: Sequence[Any]) -> list[str]:
    """Ids as digits: `="468…"`, 15-digit numbers and texts alike; temporary text ids stay."""
    return [_id(_text(cell)) for cell in cells]


def _id(text: str) -> str:
    found = _ID.fullmatch(text)
    return found[1].replace(" ", "") if found else text.strip('="')


def days(cells: Sequence[Any]) -> tuple[NDArray[np.datetime64], list[int]]:
    """Days, NaT for blanks; and the places of cells that are no day."""
    first = "DM" if _day_first(cell for cell in cells if isinstance(cell, str)) else "MD"
    read = [_day(cell, first) for cell in cells]
    wrong = [n for n, day in enumerate(read) if day is False]
    return np.array([day or None for day in read], "datetime64[D]"), wrong


def _day(cell: Any, order: str) -> date | bool | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _number_day(cell)
    text = _text(cell)
    return None if text in _BLANK else _spelt_day(text, order)


def _number_day(cell: float) -> date | bool:
    if 20000 < cell < 80000:
        return _EXCEL + timedelta(days=int(cell))
    return _spelt_day(str(int(cell)), "MD") if 19000101 < cell < 99991231 else False


_YMD = re.compile(r"(\d{4})[-/.年]?(\d\d?)[-/.月]?(\d\d?)日?(?:[T ].*)?")
_NUMERIC = re.compile(r"(\d\d?)[/.-](\d\d?)[/.-](\d{4}|\d\d)")
_WORDS = re.compile(r"(?:([^\W\d]+)\.?\s+(\d\d?),?|(\d\d?)\.?\s+(?:de\s+)?([^\W\d]+)\.?,?)\s+(?:de\s+)?(\d{4})")  # fmt: skip


@lru_cache(8192)
def _spelt_day(text: str, order: str) -> date | bool:
    if found := _YMD.fullmatch(text):
        return _real(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMERIC.fullmatch(text):
        one, two, year = (int(part) for part in found.groups())
        month, day = (two, one) if order == "DM" or "." in text else (one, two)
        return _real(year + 2000 if year < 100 else year, month, day)
    if found := _WORDS.fullmatch(text.lower()):
        name = found[1] or found[4]
        month = months().get(name[:4]) or months().get(name[:3]) or 0
        return _real(int(found[5]), month, int(found[2] or found[3]))
    return False


def _real(year: int, month: int, day: int) -> date | bool:
    try:
        return date(year, month, day)
    except ValueError:
        return False


def _day_first(cells: Iterable[str]) -> bool:
    """Whether 13/01 occurs: then 02/03 is the second of March."""
    return any(
        (found := _NUMERIC.fullmatch(text.strip())) and int(found[1]) > 12
        for text in dict.fromkeys(cells)
    )


def range_ends(cells: Sequence[Any]) -> tuple[list[str], list[str]]:
    """`Aug 1, 2026 - Aug 31, 2026` as two columns of days' texts."""
    parts = [re.split(r"\s+[-–—~]\s+|\s+to\s+|～|~", _text(cell), maxsplit=1) for cell in cells]
    return [one[0] for one in parts], [one[-1] for one in parts]


def as_decimal(micros: int) -> Decimal:
    """Millionths as an amount."""
    return Decimal(micros).scaleb(-6)
