"""Register numbers by check digit. A pass says "well-formed 格式正确", never "exists"."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Protocol, cast

from pilotage.kernel.text import Text

WELL_FORMED = Text("格式正确（未核实是否存在）", "well-formed (not checked for existence)")
MALFORMED = Text("格式不正确", "not well-formed")
NO_SCHEME = Text("没有可用的格式规则", "no rule for its format")


class _Scheme(Protocol):
    def is_valid(self, number: str) -> bool: ...


# What python-stdnum knows of each country's company and tax numbers; the first is the usual one.
_SCHEMES: dict[tuple[str, str], str] = {
    ("CN", "uscc"): "stdnum.cn.uscc",
    ("GB", "vat"): "stdnum.gb.vat",
    ("CH", "vat"): "stdnum.ch.vat",
    ("NO", "vat"): "stdnum.no.mva",
    ("JP", "company"): "stdnum.jp.cn",
    ("AU", "company"): "stdnum.au.abn",
    ("US", "ein"): "stdnum.us.ein",
}
_EU_VAT = "stdnum.eu.vat"


def well_formed(country: str, kind: str, number: str) -> bool | None:
    """Whether a number passes its check digits; None when no rule is known for it.

    >>> well_formed("CN", "uscc", "91440300MA5EQXL17F"), well_formed("DE", "vat", "DE136695976")
    (False, True)
    """
    path = _SCHEMES.get((country, kind))
    if path is None and kind == "vat":
        path = _EU_VAT if _is_member(country) else None
        number = number if number[:2].isalpha() else _prefix(country) + number
    return None if path is None else _scheme(path).is_valid(number)


def verdict(passed: bool | None) -> Text:
    """How the result reads to a person."""
    return {True: WELL_FORMED, False: MALFORMED, None: NO_SCHEME}[passed]


@cache
def _scheme(path: str) -> _Scheme:
    return cast(_Scheme, import_module(path))


def _prefix(country: str) -> str:
    return "EL" if country == "GR" else country


def _is_member(country: str) -> bool:
    from stdnum.eu.vat import MEMBER_STATES

    return _prefix(country).lower() in MEMBER_STATES
