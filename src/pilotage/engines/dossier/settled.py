"""What a person says stands in a field: written as the reader writes it, refused where it cannot be true."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date

from pilotage.engines.dossier.numbers import id_fault, tidy, uscc_fault
from pilotage.engines.dossier.values import LONG_TERM
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text

LONGEST = 1000
_DAYS = frozenset({"established", "valid_from", "valid_to", "birth_date", "issued", "period_from", "period_to"})  # fmt: skip
_NUMBERS: dict[str, Callable[[str], object]] = {"uscc": uscc_fault, "id_number": id_fault}
_DAY = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?")
_AGAIN = Text(
    "请对照图片再看一遍；看不清时请重新拍照上传。",
    "Look at the picture again; where it cannot be read, take and upload another.",
)


def settled(field: str, text: str) -> str:
    """The value as a reading has it. Raises `Invalid`: nothing, too long, a wrong check digit, no such day.

    >>> settled("valid_to", "2043年7月30日"), settled("valid_to", "长期"), settled("uscc", "91330203ma11x13289")
    ('2043-07-30', 'long_term', '91330203MA11X13289')
    """
    value = text.strip()
    if not value or len(value) > LONGEST or "\0" in value:
        raise Invalid("NOTHING_SAID", Text("请写明图上的内容（最多 {most} 字）。", "Write what stands there, at most {most} characters."), _AGAIN, most=LONGEST)  # fmt: skip
    if field in _NUMBERS:
        value = tidy(value)
        if _NUMBERS[field](value) is not None:
            raise Invalid("CHECK_DIGIT_WRONG", Text("{value} 不是有效的号码（校验位不符）。", "{value} is no valid number: its check digit does not fit."), _AGAIN, value=value)  # fmt: skip
    return _day(value) if field in _DAYS else value


def _day(value: str) -> str:
    if value in (LONG_TERM, "长期", "永久"):
        return LONG_TERM
    if parts := _DAY.fullmatch(re.sub(r"\s", "", value)):
        with suppress(ValueError):
            return date(*(int(part) for part in parts.groups())).isoformat()
    raise Invalid("NO_SUCH_DAY", Text("请写成日期，如 2043-07-30，或“长期”。", "Write a day such as 2043-07-30, or “长期”."), _AGAIN)  # fmt: skip
