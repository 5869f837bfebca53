"""How the text of a cell becomes a value; contracts/tax.md, "Inputs".

A column is typed once per distinct text. What nearly every text is (`-12.50`, `2026-01-31`) is read in
bulk; the rest (`1.5E2`, more places than are kept) one by one, to the same rule.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from pilotage.engines.mill.blocks import nothing, text_type
from pilotage.engines.mill.columns import DECIDING, Column, Kind

if TYPE_CHECKING:
    import pyarrow as pa


class Values(NamedTuple):
    """One column of a block: null where the cell is blank or unreadable, and where it is unreadable."""

    values: pa.Array
    unreadable: pa.BooleanArray | None  # None: nowhere


def typed(column: Column, cells: pa.Array) -> Values:
    """The values of `cells`, an array of texts as `blocks.text_type` has it."""
    if column.kind is Kind.TEXT:
        is_word = column.header in DECIDING or not column.in_2020
        return Values(_without_spaces(cells) if is_word else cells, None)
    if cells.null_count == len(cells):
        return Values(nothing(len(cells), arrow_type(column)), None)
    texts = _trimmed(cells.dictionary)
    values = _days(texts, column.kind) if column.is_day else _decimals(texts, column)
    return Values(_spread(values, cells), _unreadable(texts, values, cells))


def arrow_type(column: Column) -> pa.DataType:
    """The type of the typed column."""
    import pyarrow as pa

    if column.kind is Kind.TEXT:
        return text_type(column.name)
    return pa.date32() if column.is_day else pa.decimal128(column.digits, column.places)


def _spread(values: pa.Array, cells: pa.DictionaryArray) -> pa.Array:
    """What belongs to each distinct text, at each cell that has it."""
    import pyarrow.compute as pc

    return pc.take(values, cells.indices, boundscheck=False)


def _trimmed(texts: pa.Array) -> pa.Array:
    import pyarrow.compute as pc

    return pc.utf8_trim(texts, " ")


def _without_spaces(cells: pa.Array) -> pa.Array:
    """Spaces around a word are not part of it; a cell of spaces is blank."""
    import pyarrow as pa
    import pyarrow.compute as pc

    has_dictionary = pa.types.is_dictionary(cells.type)
    texts = cells.dictionary if has_dictionary else cells
    trimmed = _trimmed(texts)
    if trimmed.equals(texts):
        return cells
    words = _spread(trimmed, cells) if has_dictionary else trimmed
    words = pc.replace_with_mask(words, pc.equal(words, ""), pa.scalar(None, pa.string()))
    return words.dictionary_encode() if has_dictionary else words


def _unreadable(texts: pa.Array, values: pa.Array, cells: pa.Array) -> pa.BooleanArray | None:
    import pyarrow.compute as pc

    wrong = pc.and_(values.is_null(), pc.not_equal(texts, ""))
    return _spread(wrong, cells).fill_null(False) if pc.any(wrong).as_py() else None


def _decimals(texts: pa.Array, column: Column) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = arrow_type(column)
    whole, places = column.digits - column.places, column.places
    is_odd = pc.invert(
        pc.match_substring_regex(texts, rf"^-?[0-9]{{1,{whole}}}(\.[0-9]{{1,{places}}})?$")
    )
    plain = pc.replace_with_mask(texts, is_odd, pa.scalar(None, pa.string())).cast(kind)
    odd = [_decimal(text, column) for text in texts.filter(is_odd).to_pylist()]
    return pc.replace_with_mask(plain, is_odd, pa.array(odd, kind)) if odd else plain


_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def _decimal(text: str, column: Column) -> Decimal | None:
    """Half-up to the column's places; None for what is no number or has too many digits."""
    if not _NUMBER.fullmatch(text):
        return None
    try:
        return Decimal(text).quantize(
            Decimal(1).scaleb(-column.places), ROUND_HALF_UP, Context(prec=column.digits)
        )
    except InvalidOperation:
        return None


def _days(texts: pa.Array, kind: Kind) -> pa.Array:
    import pyarrow as pa

    read = _month if kind is Kind.MONTH else _date
    return pa.array([read(text) for text in texts.to_pylist()], pa.date32())


_DATE = re.compile(r"(\d\d)-(\d\d)-(\d{4})|(\d{4})-(\d\d)-(\d\d)|(\d\d)/(\d\d)/(\d{4})", re.ASCII)
_YEAR_MONTH = re.compile(r"(\d{4})-([A-Za-z]{3})", re.ASCII)
_MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()


@lru_cache(4096)
def _date(text: str) -> date | None:
    found = _DATE.fullmatch(text)
    if not found:
        return None
    one, two, three = (int(part) for part in found.groups() if part)
    return _day(one, two, three) if text[4] == "-" else _day(three, two, one)


@lru_cache(256)
def _month(text: str) -> date | None:
    found = _YEAR_MONTH.fullmatch(text)
    if not found or found[2].upper() not in _MONTHS:
        return None
    return _day(int(found[1]), _MONTHS.index(found[2].upper()) + 1, 1)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
