"""Numbers of offices and attorneys, told the same however they are written."""

import re

_BETWEEN = re.compile(r"[\W_]+")


def bare(number: str) -> str:
    """Letters and digits alone.

    >>> bare("97/123 456")
    '97123456'
    """
    return _BETWEEN.sub("", number.upper())
