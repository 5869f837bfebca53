"""Whether Brand Registry (品牌备案) would take a mark: a checklist with what is missing. Pure; nothing is promised."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from pilotage.kernel.text import Text

_FILE = Path(__file__).with_name("brand_registry.yaml")
Standing = Literal["ok", "missing", "ask"]


@dataclass(frozen=True, slots=True)
class Office:
    """A trade-mark office as Brand Registry sees it; `accepted` is None where it depends."""

    code: str
    says: Text
    accepted: bool | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a mark and of the brand to be enrolled; `brand` is what would be typed, None: not said yet."""

    sign: str
    form: str
    office: str
    status: str
    application_number: str
    registration_number: str
    is_supplemental: bool
    has_picture: bool
    brand: str | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """One requirement: fulfilled, missing, or to be asked at Amazon."""

    code: str
    asks: Text
    standing: Standing
    says: Text
    source: str
    unverified: bool


@cache
def _raw() -> dict[str, Any]:
    return yaml.load(_FILE.read_text(encoding="utf-8"), yaml.CSafeLoader)


@cache
def offices() -> dict[str, Office]:
    """By code, in the order of the list."""
    return {
        code: Office(code, Text(one["zh"], one["en"]), one["accepted"])
        for code, one in _raw()["offices"].items()
    }  # fmt: skip


def checklist(facts: Facts) -> list[Point]:
    """Every point in its order; `missing` says what to do."""
    return [_point(code, asks, *found) for code, asks, found in _points(facts)]


def _point(code: str, asks: Text, standing: Standing, says: Text) -> Point:
    ground = _raw()["points"][code]
    return Point(code, asks, standing, says, ground["source"]["title"], ground["confidence"] != "sourced")  # fmt: skip


_Found = tuple[Standing, Text]


def _points(facts: Facts) -> Iterator[tuple[str, Text, _Found]]:
    yield "office", Text("商标局在接受之列", "The office is an accepted one"), _office(facts)
    yield "status", Text("已注册，或申请中且该局接受", "Registered, or pending where that is accepted"), _status(facts)  # fmt: skip
    yield "number", Text("号码齐全", "The number is known"), _number(facts)
    yield "form", Text("文字商标，或含文字的图形商标", "A word mark, or an image with words"), _form(facts)  # fmt: skip
    yield "text", Text("品牌名与商标文字完全一致，含空格与标点", "The brand equals the mark's text, spaces and punctuation included"), _text(facts)  # fmt: skip
    if facts.office == "USPTO":
        yield "supplemental", Text("不在美国副簿", "Not on the Supplemental Register"), _supplemental(facts)  # fmt: skip
    yield "picture", Text("产品或包装上看得见商标的照片", "A picture in which product or packaging shows the mark"), _picture(facts)  # fmt: skip
    yield "once", Text("该品牌尚未被他人备案", "Nobody enrolled the brand before"), ("ask", Text("只有亚马逊知道；一个品牌只备案一次", "Only Amazon knows; a brand is enrolled once"))  # fmt: skip


def _office(facts: Facts) -> _Found:
    office = offices().get(facts.office)
    if office is None or office.accepted is None:
        return "ask", Text("国际注册要填指定国商标局的号码，并选该国商标局", "For an international registration give the national number and choose the national office")  # fmt: skip
    if not office.accepted:
        return "missing", Text("{office}不在公开名单上：请在销售国另行申请", "{office} is on no public list: file in the country of sale as well").with_(office=office.says)  # fmt: skip
    return "ok", office.says


def _status(facts: Facts) -> _Found:
    match facts.status:
        case "registered":
            return "ok", Text("已注册", "Registered")
        case "pending":
            return "ask", Text("公开资料说法不一：多数站点只接受部分商标局的申请中商标", "Sources disagree: most stores take pending marks of some offices only")  # fmt: skip
        case "planned":
            return "missing", Text(
                "还没有申请：先向商标局提交", "Not filed: file it with the office first"
            )
    return "missing", Text(
        "商标已失效：需要一件有效的商标", "The mark has ended: a living one is needed"
    )


def _number(facts: Facts) -> _Found:
    number = facts.registration_number or (
        facts.application_number if facts.status == "pending" else ""
    )
    if number:
        return "ok", Text(number, number)
    return "missing", Text("请补填申请号或注册号", "Enter the application or registration number")


def _form(facts: Facts) -> _Found:
    if facts.form == "image":
        return "missing", Text("纯图形商标不能备案：需要含文字、字母或数字的商标", "An image without words cannot be enrolled: one with words, letters or digits is needed")  # fmt: skip
    return "ok", Text("有文字", "It has words")


def _text(facts: Facts) -> _Found:
    if facts.brand is None:
        return "ask", Text(
            "填写准备备案的品牌名后逐字核对", "Type the brand to have it compared letter by letter"
        )
    if facts.brand == facts.sign:
        return "ok", Text("完全一致", "The same")
    at = _differs(facts.brand, facts.sign)
    return "missing", Text("第 {at} 个字符起不同：商标是“{sign}”", "They differ from character {at} on: the mark says “{sign}”").with_(at=at, sign=facts.sign)  # fmt: skip


def _differs(brand: str, sign: str) -> int:
    """Counted from 1."""
    same = next((n for n, (a, b) in enumerate(zip(brand, sign, strict=False)) if a != b), None)
    return 1 + (min(len(brand), len(sign)) if same is None else same)


def _supplemental(facts: Facts) -> _Found:
    if facts.is_supplemental:
        return "missing", Text("副簿上的商标不被接受：需要主簿注册", "A mark on the Supplemental Register is not accepted")  # fmt: skip
    return "ok", Text("主簿", "Principal Register")


def _picture(facts: Facts) -> _Found:
    if facts.has_picture:
        return "ok", Text("已上传；是否看得清商标请自行确认", "One is here; see for yourself that the mark can be read")  # fmt: skip
    return "missing", Text("请上传一张照片（JPG 或 PNG）", "Upload a picture (JPG or PNG)")
