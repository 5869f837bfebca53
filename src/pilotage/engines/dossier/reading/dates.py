"""Dates and amounts as documents print them."""

from __future__ import annotations

import re
from datetime import date

from pilotage.engines.dossier.values import LONG_TERM

_DATE = re.compile(
    r"(\d{4})[年./-]{1,2}(\d{1,2})[月./-]{1,2}(\d{1,2})|(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)"
)


# No paper that anybody hands in is older: an earlier year is a misread one.
_OLDEST = 1850


def days(text: str) -> list[str]:
    """Every possible date in a text, as `YYYY-MM-DD`.

    >>> days("2013年07月31日至2043年07月30日")
    ['2013-07-31', '2043-07-30']
    >>> days("1201年4月4日")  # where 2012 was printed
    []
    """
    found = []
    for parts in _DATE.findall(re.sub(r"\s", "", text)):
        year, month, day = parts[:3] if parts[0] else parts[3:]
        if int(year) < _OLDEST:
            continue
        try:
            found.append(date(int(year), int(month), int(day)).isoformat())
        except ValueError:
            continue
    return found


def end_of(text: str) -> str:
    """The end of a term: its last date, or that it is open; empty when the text says neither.

    >>> end_of("2012年04月23日至2046年04")  # its end stands elsewhere: the beginning is not the end
    ''
    """
    if re.search(r"长期|永久|无固定", text):
        return LONG_TERM
    found = days(text)
    begun_only = len(found) == 1 and re.search(r"[日\d](?:至|到|~|—|--)", re.sub(r"\s", "", text))
    return found[-1] if found and not begun_only else ""
