"""Rows of a workbook (xlsx, xlsm), streamed: the sheet whose head shows most known columns."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from pilotage.engines.listings.columns import recognised
from pilotage.engines.listings.refusals import refused
from pilotage.engines.listings.text_rows import LOOKED_AT, Row

MAGIC = b"PK\x03\x04"
OLD_MAGIC = b"\xd0\xcf\x11\xe0"  # .xls
_LARGEST = 2 * 1024**3  # bytes unpacked: beyond that it is no list of products

_BROKEN = (zipfile.BadZipFile, zlib.error, ParseError, KeyError, ValueError, EOFError, TypeError,
           AttributeError, IndexError, NotImplementedError, AssertionError)  # fmt: skip


def workbook_rows(path: Path) -> Iterator[Row]:
    """Every row of the best sheet as text; `Invalid` when the workbook is broken or swells when unpacked."""
    _check_size(path)
    with _opened(path) as book:
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        best = max(sheets or book.worksheets, key=_known, default=None)
        if best is None:
            raise refused("FILE_UNREADABLE", path)
        best.reset_dimensions()  # Amazon's own files claim to be one cell large
        for row in best.iter_rows(values_only=True):
            yield [_text(value) for value in row]


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    import warnings

    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # drop-downs and styles that it does not keep
            book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
            try:
                yield book
            finally:
                book.close()
    except _BROKEN:
        raise refused("FILE_UNREADABLE", path) from None


def _check_size(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise refused("FILE_UNREADABLE", path) from None
    if size > _LARGEST:
        raise refused("FILE_TOO_LARGE", path)


def _known(sheet: Any) -> int:
    sheet.reset_dimensions()
    rows = islice(sheet.iter_rows(values_only=True), LOOKED_AT)
    return max((len(recognised(map(_text, row))) for row in rows), default=0)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
