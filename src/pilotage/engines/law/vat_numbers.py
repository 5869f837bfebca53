"""VAT numbers (增值税号) and IOSS numbers: whose they are and whether they can exist, by form and check digits.

"Well-formed" is all this module says; whether an authority knows the number is asked elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Protocol, cast

from pilotage.engines.law.places import eu_states_today, vat_home

_NOISE = re.compile(r"[\s.\-/]+")
_PREFIX = {"EL": "GR"}
_OUTSIDE = frozenset(("CH", "NO"))  # no number of a buyer counts there, but sellers have their own


class _Checker(Protocol):
    def is_valid(self, number: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class VatNumber:
    """A well-formed number: `issuer` is the state inside (GR), `text` what authorities read (EL…)."""

    issuer: str
    text: str


def vat_number(text: str, country: str = "") -> VatNumber | None:
    """The number that `text` spells, with the prefix of `country` when it has none; else None.

    >>> vat_number("de 136.695.976"), vat_number("136695976", "DE"), vat_number("DE136695977")
    (VatNumber(issuer='DE', text='DE136695976'), VatNumber(issuer='DE', text='DE136695976'), None)
    >>> vat_number("62592798", "GR"), vat_number("062592798", "el")
    (None, VatNumber(issuer='GR', text='EL062592798'))
    """
    number = _NOISE.sub("", text).upper()
    prefix = _state(number[:2])
    if prefix in _issuers() and _well_formed(prefix, number[2:]):
        return VatNumber(prefix, _written(prefix, number[2:]))
    home = _state(_NOISE.sub("", country).upper())
    if home in _issuers() and _well_formed(home, number):
        return VatNumber(home, _written(home, number))
    return None


def own_number(text: str, country: str) -> str | None:
    """The number that a seller has in `country` (also CH and NO), with its prefix; None if malformed.

    Northern Ireland's may be written with the letters of Great Britain, whose number it is.

    >>> own_number("GB 450 241 980", "XI"), own_number("CHE-107.787.577 IVA", "CH")
    ('XI450241980', 'CHE107787577IVA')
    """
    if country in _OUTSIDE:
        return _outside(_NOISE.sub("", text).upper(), country)
    found = vat_number(text, country) if country in _issuers() else None
    if found is None or found.issuer not in (country, vat_home(country)):
        return None
    return _written(country, found.text[2:])


def ioss_number(text: str) -> str | None:
    """`IM` and the digits of a member state; None if malformed. How the last digit is made is not public."""
    from stdnum.eu import oss

    number = _NOISE.sub("", text).upper()
    return number if number.startswith("IM") and oss.is_valid(number) else None


def _outside(number: str, country: str) -> str | None:
    digits = number.removeprefix(country)
    is_valid = _checker(country).is_valid
    return country + digits if is_valid(digits) or is_valid(country + digits) else None


@cache
def _issuers() -> frozenset[str]:
    return eu_states_today() | {"GB"}


def _state(code: str) -> str:
    return _PREFIX.get(code, code)


def _written(issuer: str, digits: str) -> str:
    return ("EL" if issuer == "GR" else issuer) + digits


def _well_formed(issuer: str, digits: str) -> bool:
    # The checkers strip a prefix themselves, so "DEDE136695976" would pass without this.
    if not re.fullmatch(_SHAPE[issuer], digits):
        return False
    return _checker("GB" if issuer == "XI" else issuer).is_valid(digits)


@cache
def _checker(issuer: str) -> _Checker:
    from stdnum import get_cc_module

    return cast(_Checker, get_cc_module(issuer.lower(), "vat"))


# What follows the prefix, as VIES documents it; GB and XI alike.
_SHAPE = {
    "AT": r"U\d{8}",
    "BE": r"[01]?\d{9}",
    "BG": r"\d{9,10}",
    "CY": r"\d{8}[A-Z]",
    "CZ": r"\d{8,10}",
    "DE": r"\d{9}",
    "DK": r"\d{8}",
    "EE": r"\d{9}",
    "ES": r"[A-Z0-9]\d{7}[A-Z0-9]",
    "FI": r"\d{8}",
    "FR": r"[A-Z0-9]{2}\d{9}",
    "GB": r"\d{9}|\d{12}|GD\d{3}|HA\d{3}",
    "GR": r"\d{9}",
    "HR": r"\d{11}",
    "HU": r"\d{8}",
    "IE": r"\d[A-Z0-9+*]\d{5}[A-Z]{1,2}",
    "IT": r"\d{11}",
    "LT": r"\d{9}|\d{12}",
    "LU": r"\d{8}",
    "LV": r"\d{11}",
    "MT": r"\d{8}",
    "NL": r"\d{9}B\d{2}",
    "PL": r"\d{10}",
    "PT": r"\d{9}",
    "RO": r"\d{2,10}",
    "SE": r"\d{12}",
    "SI": r"\d{8}",
    "SK": r"\d{10}",
    "XI": r"\d{9}|\d{12}|GD\d{3}|HA\d{3}",
}
