"""Numbers of offices and attorneys, told the same however they are written, and filings named by them."""

import re
from collections.abc import Mapping
from typing import Any

_BETWEEN = re.compile(r"[\W_]+")


def bare(number: str) -> str:
    """Letters and digits alone.

    >>> bare("97/123 456")
    '97123456'
    """
    return _BETWEEN.sub("", number.upper())


def filing_of(filed: Mapping[str, Any], office: str) -> str:
    """A filing by office (`office`, where its row names none), number and sign.

    Rows of a file without numbers are numbered by their place: only with the sign is that one filing.
    """
    number = bare(filed["id"]) or filed["id"]
    return f"{filed.get('office') or office}/{number}/{bare(filed['mark'])}"[:200]
