"""Chinese addresses by level; the first level at which two of them part."""

from __future__ import annotations

import re
from typing import NamedTuple

from pilotage.engines.dossier.folding import folded

LEVELS = ("province", "city", "district", "town", "road", "house", "building", "unit", "room")

_CITIES_OF_THEIR_OWN = ("北京", "上海", "天津", "重庆")
_PROVINCE = re.compile(
    r"(?:中国|中华人民共和国)?(.{2,3}?省|内蒙古自治区|广西壮族自治区|西藏自治区|宁夏回族自治区|新疆维吾尔自治区)"
)
_PATTERN = re.compile(
    r"(?P<city>.{1,8}?(?:自治州|地区|盟|州(?=.{1,7}[市县])|市))?"
    r"(?P<district>.{1,8}?(?:自治县|新区|区|县|旗|市))?"
    r"(?P<town>.{1,8}?(?:街道|镇|乡))?"
    r"(?P<road>.*?(?:大道|路|街|道|巷|弄|里|村|园|胡同|[一二三四五六七八九十]路)(?=[0-9A-Z甲乙丙丁]|$))?"
    r"(?P<house>[0-9A-Z之附]+号)?"
    r"(?P<building>[0-9A-Z一二三四五六七八九十东西南北]+(?:号楼|幢|栋|座|楼))?"
    r"(?P<unit>[0-9A-Z一二三四五六七八九十]+(?:单元|层))?"
    r"(?P<room>[0-9A-Z]+(?:室|房|号)?)?"
    r"(?P<rest>.*)"
)


class Part(NamedTuple):
    """Where two addresses part: the level, and how each has it."""

    level: str
    first: str
    second: str


def levels(address: str) -> dict[str, str]:
    """An address by level; the levels it does not name are empty.

    >>> levels("浙江省杭州市滨江区滨河路222号1幢712室")["house"]
    '222号'
    """
    text = folded(address)
    found = dict.fromkeys((*LEVELS, "rest"), "")
    if province := _PROVINCE.match(text):
        found["province"] = province[1]
        text = text[province.end() :]
    for city in _CITIES_OF_THEIR_OWN:  # 上海市上海市…, 上海…
        text = re.sub(rf"^(?:{city}市){{2}}", f"{city}市", text)
    if matched := _PATTERN.fullmatch(text):
        found.update({level: part or "" for level, part in matched.groupdict().items()})
    return found


def parting(first: str, second: str) -> Part | None:
    """The first level at which two addresses differ; None when they are one.

    A province, a prefecture above a county-level city, or a town that only one of them names is no difference.

    >>> parting("杭州市滨江区滨河路222号", "浙江省杭州市滨江区梅龙大道222号").level
    'road'
    """
    one, two = levels(first), levels(second)
    if _bare(one) == _bare(two) and _agree(one["province"], two["province"]):
        return None
    for level in (*LEVELS, "rest"):
        optional = level in ("province", "town")
        if one[level] != two[level] and not (optional and _agree(one[level], two[level])):
            return Part(level, one[level], two[level])
    return None


def _bare(parts: dict[str, str]) -> str:
    return "".join(text for level, text in parts.items() if level != "province")


def _agree(one: str, two: str) -> bool:
    return not one or not two or one == two
