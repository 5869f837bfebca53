"""Papers that are no mainland ones: the data page of a passport, Hong Kong's two certificates, a foreign register's extract."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from pilotage.engines.dossier.mrz import Zone, zone
from pilotage.engines.dossier.reading.dates import days
from pilotage.engines.dossier.reading.layout import as_field, labelled, rows
from pilotage.engines.dossier.reading.lines import Line
from pilotage.engines.dossier.values import Field

Fields = dict[str, Field]

_MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
_NAMED = re.compile(
    rf"(\d{{1,2}})(?:ST|ND|RD|TH)?(?:DAYOF)?[^A-Z0-9]*(?:\d{{1,2}}月?/?)?({'|'.join(_MONTHS)})[A-Z01]*?[,.]?((?:18|19|20)\d\d)(?!\d)"
)
_NUMBER = re.compile(r"(?<![A-Z0-9])[A-Z]{1,2}[0-9]{7,8}(?![A-Z0-9])")
_DATES = 3
_CAPITALS = re.compile(r"[A-Z0-9][A-Z0-9 &.,'()-]+")
_COMPANY_END = re.compile(r"\b(?:LIMITED|LTD\.?)\s*$")
_SLASHED = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)")
_REGISTRATION = {
    "name": r"业务/法团所用名称(?:NameofBusiness(?:/Corporation)?)?|.{0,3}NameofBusiness(?:/Corporation)?(?:业务/法团所用名称)?",
    "branch": r"Business/?BranchName.{0,8}|业务/分行名称",
    "address": r"Address(?:地址)?|地址(?:Address)?",
    "nature": r"NatureofBusiness.{0,6}|业务性质",
    "status": r"Status.{0,6}|法律地位",
    "established": r"DateofCommencement(?:生效日期)?|生效日期(?:DateofCommencement)?",
    "valid_to": r"(?:Dateof)?Expiry(?:Date)?(?:届满日期)?|届满日期(?:DateofExpiry)?",
    "registration_number": r"CertificateN[o0]\.?(?:登记证号码)?|登记证号码(?:CertificateN[o0]\.?)?",
}


def passport(lines: Sequence[Line], on_year: int) -> Fields:
    """What the machine-readable zone says, and the Chinese name from above it where there is one; `on_year`: see `mrz.zone`."""
    found, at = _zone(lines, on_year)
    if found is None:
        return {}
    fields = {
        "passport_number": found.number,
        "name_en": f"{found.surname} {found.given}".strip(),
        "nationality": found.nation,
        "sex": {"M": "男", "F": "女"}.get(found.sex, ""),
        "birth_date": found.birth.isoformat() if found.birth else "",
        "valid_to": found.ends.isoformat() if found.ends else "",
        "mrz_faults": " ".join(found.faults),
    }
    made = {name: as_field(value, at) for name, value in fields.items() if value}
    made |= _printed(found, [line for line in lines if line not in at])
    for line in lines:
        bare = re.sub(r"\s", "", line.text)
        named = re.search(r"(?:姓名/?(?:Name)?)?([㐀-鿿]{2,4})$", bare)
        if (
            named
            and line not in at
            and not re.search(r"护照|共和国|机关|性别|签发|出生|地点|国籍|有效|持照", bare)
        ):
            made.setdefault("name", as_field(named[1], [line]))
    return made


def _printed(found: Zone, lines: Sequence[Line]) -> Fields:
    """Number and dates as printed above the zone, where they can be told; the zone's own among several."""
    numbers = [
        (number, line)
        for line in lines
        for number in _NUMBER.findall(re.sub(r"\s", "", line.text).upper())
    ]
    same = [one for one in numbers if one[0] == found.number]
    made: Fields = {}
    if same or len(numbers) == 1:
        number, line = (same or numbers)[0]
        made["printed_number"] = as_field(number, [line])
    dated = [(days_abroad(line.text), line) for line in lines]
    dates = [day for said, _ in dated for day in said]
    # Born, issued, ended: with one of them unread nobody can say which is missing.
    if len(set(dates)) >= _DATES:
        made["printed_dates"] = as_field(" ".join(dates), [line for said, line in dated if said])
    return made


def _zone(lines: Sequence[Line], on_year: int) -> tuple[Zone | None, list[Line]]:
    """The two lowest long rows without spaces; the reader may have cut one in several lines."""
    long = [
        row
        for row in rows(lines)
        # A filler is read as almost anything, even as Λ: what fits is told by `zone`.
        if re.fullmatch(r"[^㐀-鿿]{24,}", row.text)
    ]
    for upper, lower in pairwise(long):
        if found := zone(upper.text, lower.text, on_year):
            return found, [*upper.lines, *lower.lines]
    return None, []


def hong_kong_company(lines: Sequence[Line]) -> Fields:
    """A certificate of incorporation (公司注册证明书)."""
    found: Fields = {}
    ordered = rows(lines)
    certified = max((n for n, row in enumerate(ordered) if re.search(r"(?i)certifythat|谨此证明|兹证明", row.text)), default=-1)  # fmt: skip
    begun: list[Line] = []  # a long name goes on in the next row
    for row in ordered[certified + 1 :]:
        parts = [*begun, *row.lines]
        text = " ".join(line.text.strip() for line in parts)
        begun = parts if _CAPITALS.fullmatch(text) and not _COMPANY_END.search(text) else []
        latin = re.search(r"[A-Z0-9][A-Z0-9 &.,'()-]*\b(?:LIMITED|LTD\.?)\s*$", text, re.IGNORECASE)
        if (
            latin
            and "name_en" not in found
            and not re.search(r"(?i)incorporated|is a|company is", text)
        ):
            found["name_en"] = as_field(latin[0].strip(), parts)
        chinese = re.search(r"[㐀-鿿()（）]{2,30}有限公司$", row.text)
        if chinese and "name" not in found and not re.search("成立|条例|香港法例", row.text):
            found["name"] = as_field(chinese[0], row.lines)
    for row in ordered:
        numbered = re.search(
            r"(?i)(?:company\s*n(?:o|umber)|编号|号码)[^0-9]{0,14}(\d{6,8})(?!\d)", row.text
        )
        if numbered and "company_number" not in found:
            found["company_number"] = as_field(numbered[1], row.lines)
        if "established" not in found and (said := days_abroad(row.text)):
            found["established"] = as_field(said[-1], row.lines)
    return found


def hong_kong_registration(lines: Sequence[Line]) -> Fields:
    """A business registration certificate (商业登记证)."""
    read = labelled(lines, {name: f"(?i:{said})" for name, said in _REGISTRATION.items()}, goes_on=frozenset({"address", "name"}), beside=True)  # fmt: skip
    found = {
        name: at for name, at in read.items() if name in ("name", "address", "registration_number")
    }
    for name in ("established", "valid_to"):
        if name in read and (said := days_abroad(read[name].value)):
            found[name] = Field(said[0], read[name].confidence, read[name].box)
    whole = [
        line
        for line in lines
        if re.search(r"\d{8}-\d{3}-\d{2}-\d{2}-[A-Z0-9]", re.sub(r"\s", "", line.text))
    ]
    for line in whole:
        number = re.search(r"\d{8}-\d{3}-\d{2}-\d{2}-[A-Z0-9]", re.sub(r"\s", "", line.text))
        if number:
            found["registration_number"] = as_field(number[0], [line])
    return found


def foreign_company(lines: Sequence[Line]) -> Fields:
    """What of any register's extract can be told: its lines are for a person."""
    for line in lines:
        if re.search(r"(?i)\b(?:limited|ltd|pte|inc|llc|gmbh|corp)\b\.?\s*$", line.text):
            return {"name_en": as_field(line.text.strip(), [line])}
    return {}


def days_abroad(text: str) -> list[str]:
    """Dates with the day first, or with the month by name, as `YYYY-MM-DD`; Chinese ones too.

    >>> days_abroad("Issued on 12 March 2019"), days_abroad("11/03/2027"), days_abroad("15 1月/JAN 1980")
    (['2019-03-12'], ['2027-03-11'], ['1980-01-15'])
    >>> days_abroad("Issued on 18 Apri1 2015")  # as read: an l is taken for a 1
    ['2015-04-18']
    """
    bare = re.sub("JU[1I]", "JUL", re.sub(r"\s", "", text).upper())
    found = [(m[3], str(_MONTHS.index(m[2]) + 1), m[1]) for m in _NAMED.finditer(bare)]
    found += [(m[3], m[2], m[1]) for m in _SLASHED.finditer(bare)]
    made = []
    for year, month, day in found:
        try:
            made.append(date(int(year), int(month), int(day)).isoformat())
        except ValueError:
            continue
    return made or days(bare)
