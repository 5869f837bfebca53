"""Invented applications as pictures: fonts, layouts, levels and rotations other than the examples'.

Everything comes from a seed. Fonts are given as files; those of the Debian packages `fonts-wqy-microhei`,
`fonts-arphic-gbsn00lp` (Song) and `fonts-arphic-gkai00mp` (Kai) were measured.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import zxingcpp
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from pilotage.engines.dossier.numbers import (
    USCC_ALPHABET,
    id_check_character,
    organisation_check_character,
    uscc_check_character,
)

LEVELS = ("clean", "scan", "photo", "chat")
AS_OF = date(2026, 9, 15)
_CITIES = (
    ("广东省", "东莞市", "虎门镇"),
    ("福建省", "泉州市", "丰泽区"),
    ("山东省", "青岛市", "城阳区"),
)
_ROADS = ("连升路", "东海大街", "正阳中路", "和平北路")
_WORDS = (("云帆", "YUNFAN"), ("海拓", "HAITUO"), ("森林", "SENLIN"), ("明远", "MINGYUAN"))
_PEOPLE = (("林志远", "LIN ZHIYUAN"), ("陈美华", "CHEN MEIHUA"), ("周国平", "ZHOU GUOPING"),
           ("高文静", "GAO WENJING"))  # fmt: skip
_BANKS = (
    ("户名", "英文户名", "账号", "币种", "账单期间", "出具日期"),
    ("账户名称", "英文名称", "账户号码", "货币", "起止日期", "打印日期"),
    ("客户名称", "客户英文名称", "卡号/账号", "货币种类", "对账期间", "制单日期"),
    ("Account Name", "Name in English", "Account Number", "Currency", "Statement Period", "Date of Issue"),
)  # fmt: skip
_SCOPE = "服装服饰零售;家用电器销售;货物进出口;互联网销售(除销售需要许可的商品);信息咨询服务。(依法须经批准的项目,经相关部门批准后方可开展经营活动)"


@dataclass(slots=True)
class Invented:
    """Fields as printed by document, what is typed, and how the pages look."""

    seed: int
    level: str
    font: str
    layout: int
    printed: dict[str, dict[str, str]]
    typed: dict[str, str]


def invent(seed: int, fonts: list[str]) -> Invented:
    """One clean application."""
    rng = Random(seed)
    province, city, town = rng.choice(_CITIES)
    word, latin = rng.choice(_WORDS)
    person, spelled = rng.choice(_PEOPLE)
    company = f"{city[:-1]}{word}贸易有限公司"
    english = f"{latin} TRADING CO., LTD."
    start = date(rng.randrange(2010, 2022), rng.randrange(1, 13), rng.randrange(1, 29))
    born = date(rng.randrange(1960, 1999), rng.randrange(1, 13), rng.randrange(1, 29))
    given = date(2019, rng.randrange(1, 13), rng.randrange(1, 29))
    to = AS_OF - timedelta(days=rng.randrange(15, 60))
    address = f"{province}{city}{town}{rng.choice(_ROADS)}{rng.randrange(2, 400)}号{rng.randrange(2, 30)}栋{rng.randrange(101, 2500)}室"
    code, number = _uscc(rng), _id(rng, born)
    printed = {
        "business_licence": {
            "uscc": code, "name": company, "type": "有限责任公司(自然人投资或控股)",
            "legal_representative": person, "registered_capital": "壹佰万元整",
            "established": start.isoformat(),
            "valid_to": rng.choice(("long_term", start.replace(year=2046).isoformat())),
            "address": address, "scope": _SCOPE,
        },
        "legal_representative_id_front": {
            "name": person, "sex": "男" if int(number[16]) % 2 else "女", "ethnicity": "汉",
            "birth_date": born.isoformat(), "id_number": number,
            "address": f"{province}{city}{town}{rng.choice(_ROADS)}{rng.randrange(2, 99)}号{rng.randrange(1, 9)}单元{rng.randrange(101, 900)}室",
        },
        "legal_representative_id_back": {
            "authority": f"{city}公安局", "valid_from": given.isoformat(),
            "valid_to": given.replace(year=2039).isoformat(),
        },
        "bank_statement": {
            "holder": company, "holder_en": english,
            "account_number": "".join(rng.choice("0123456789") for _ in range(16)),
            "currency": "CNY", "period_from": (to - timedelta(days=30)).isoformat(),
            "period_to": to.isoformat(), "issued": (to + timedelta(days=1)).isoformat(),
        },
    }  # fmt: skip
    typed = {
        "company_name_zh": company, "company_name_en": english, "unified_social_credit_code": code,
        "legal_representative": person, "legal_representative_en": spelled, "id_number": number,
        "registered_address": address, "bank_statement_holder": company,
    }  # fmt: skip
    return Invented(seed, LEVELS[seed % 4], fonts[seed % len(fonts)], seed // 4, printed, typed)


def _uscc(rng: Random) -> str:
    own = "MA" + "".join(rng.choice(USCC_ALPHABET) for _ in range(6))
    body = f"91{rng.randrange(110000, 659000)}{own}{organisation_check_character(own)}"
    return body + uscc_check_character(body)


def _id(rng: Random, born: date) -> str:
    body = f"{rng.randrange(110101, 659000)}{born:%Y%m%d}{rng.randrange(1000):03d}"
    return body + id_check_character(body)


def draw(one: Invented, kind: str) -> Image.Image:
    """The flat page of a kind, before its level."""
    return _DRAWN[kind](one, one.printed[kind])


def _pen(one: Invented, size: tuple[int, int], ground: str) -> tuple[Image.Image, Any]:
    page = Image.new("RGB", size, ground)
    pen = ImageDraw.Draw(page)

    def put(x: int, y: int, text: str, height: int = 30, ink: str = "#181818") -> None:
        pen.text((x, y), text, font=ImageFont.truetype(one.font, height), fill=ink)

    return page, put


def _zh(day: str) -> str:
    return f"{day[:4]}年{day[5:7]}月{day[8:]}日"


def _wrapped(put: Any, x: int, y: int, text: str, each: int, height: int = 30) -> int:
    for at in range(0, len(text), each):
        put(x, y, text[at : at + each], height)
        y += int(height * 1.45)
    return y


def _licence(one: Invented, f: dict[str, str]) -> Image.Image:
    ends = "长期" if f["valid_to"] == "long_term" else _zh(f["valid_to"])
    term = ends if ends == "长期" else f"{_zh(f['established'])}至{ends}"
    if one.layout % 2:  # portrait, the layout of 2014
        page, put = _pen(one, (1240, 1754), "#fbf8ee")
        put(400, 180, "营 业 执 照", 90)
        put(330, 330, f"统一社会信用代码 {f['uscc']}", 32)
        y = 450
        for label, text in (
            ("名    称", f["name"]), ("类    型", f["type"]), ("住    所", f["address"]),
            ("法定代表人", f["legal_representative"]), ("注册资本", f["registered_capital"]),
            ("成立日期", _zh(f["established"])), ("营业期限", term), ("经营范围", f["scope"]),
        ):  # fmt: skip
            put(150, y, label, 30, "#555555")
            y = _wrapped(put, 360, y, text, 24) + 22
        at = (900, 1400)
        put(520, 1500, "登记机关", 30)
    else:
        page, put = _pen(one, (1754, 1240), "#fbf8ee")
        put(120, 150, "统一社会信用代码", 28)
        put(120, 195, f["uscc"], 34)
        put(640, 150, "营 业 执 照", 96)
        put(810, 270, "(副 本)", 32)
        y = 400
        for label, text in (
            ("名    称", f["name"]), ("类    型", f["type"]),
            ("法定代表人", f["legal_representative"]), ("经营范围", f["scope"]),
        ):  # fmt: skip
            put(130, y, label, 28, "#555555")
            y = _wrapped(put, 310, y, text, 19, 29) + 22
        y = 400
        for label, text in (
            ("注册资本", f["registered_capital"]), ("成立日期", _zh(f["established"])),
            ("营业期限", term), ("住    所", f["address"]),
        ):  # fmt: skip
            put(930, y, label, 28, "#555555")
            y = _wrapped(put, 1100, y, text, 18, 29) + 22
        at = (1400, 90)
        put(1200, 950, "登记机关", 30)
    url = f"http://www.gsxt.gov.cn/index.html?uniscid={f['uscc']}"
    code = zxingcpp.create_barcode(url, zxingcpp.BarcodeFormat.QRCode)
    page.paste(Image.fromarray(zxingcpp.write_barcode_to_image(code, scale=5)).convert("RGB"), at)
    return page


def _front(one: Invented, f: dict[str, str]) -> Image.Image:
    page, put = _pen(one, (1100, 700), "#e8f1f4")
    born = date.fromisoformat(f["birth_date"])
    put(80, 90, "姓 名", 30, "#3a6f96"), put(210, 86, f["name"], 38)
    put(80, 170, "性 别", 30, "#3a6f96"), put(210, 168, f["sex"], 34)
    put(330, 170, "民 族", 30, "#3a6f96"), put(440, 168, f["ethnicity"], 34)
    put(80, 250, "出 生", 30, "#3a6f96")
    put(210, 248, f"{born.year} 年 {born.month} 月 {born.day} 日", 34)
    put(80, 330, "住 址", 30, "#3a6f96")
    _wrapped(put, 210, 328, f["address"], 13, 34)
    put(80, 590, "公民身份号码", 30, "#3a6f96"), put(350, 585, f["id_number"], 42)
    ImageDraw.Draw(page).ellipse((780, 150, 980, 450), fill="#b9a58f")
    return page


def _back(one: Invented, f: dict[str, str]) -> Image.Image:
    page, put = _pen(one, (1100, 700), "#e8f1f4")
    ImageDraw.Draw(page).ellipse((70, 60, 240, 230), fill="#c23b2f")
    put(330, 80, "中华人民共和国", 56), put(330, 190, "居 民 身 份 证", 72)
    put(230, 480, "签发机关", 30), put(400, 478, f["authority"], 34)
    put(230, 570, "有效期限", 30)
    term = f"{f['valid_from']}~{f['valid_to']}".replace("-", ".").replace("~", "-")
    put(400, 568, term, 34)
    return page


def _bank(one: Invented, f: dict[str, str]) -> Image.Image:
    page, put = _pen(one, (1240, 1754), "#ffffff")
    put(120, 100, "晨江银行 CHENJIANG BANK", 40)
    put(480, 210, "账户对账单", 46)
    period = f"{f['period_from']} 至 {f['period_to']}"
    if one.layout % 3 == 2:
        period = f"{_zh(f['period_from'])}-{_zh(f['period_to'])}"
    values = (f["holder"], f["holder_en"], f["account_number"], f["currency"], period, f["issued"])
    y = 340
    for label, text in zip(_BANKS[one.layout % 4], values, strict=True):
        put(120, y, label + ("：" if one.layout % 2 else ""), 28)
        put(430, y, text, 28)
        y += 54
    put(120, y + 30, "日期        摘要        借方        贷方        余额", 28)
    for row in range(8):
        put(
            120,
            y + 90 + row * 48,
            f"{f['period_from']}   货款   {9 + row},114.2{row}   80,312.7{row}",
            26,
        )
    return page


_DRAWN = {
    "business_licence": _licence,
    "legal_representative_id_front": _front,
    "legal_representative_id_back": _back,
    "bank_statement": _bank,
}
TURNS = (0, 0, 90, 180, 270)


def wear(page: Image.Image, level: str, rng: Random, turn: int) -> Image.Image:
    """The page as it was taken: export, scan, photograph, chat picture; then turned (degrees)."""
    if level != "clean":
        tilt = {"scan": 1.2, "photo": 2.5, "chat": 3.0}[level]
        ground = Image.new("RGB", (page.width + 120, page.height + 120), "#d8d8d6")
        ground.paste(page, (60, 60))
        page = ground.rotate(
            rng.uniform(-tilt, tilt), Image.Resampling.BICUBIC, fillcolor="#d8d8d6"
        )
        longest = {"scan": 1754, "photo": 2000, "chat": 1200}[level]
        page.thumbnail((longest, longest))
        if level == "photo":
            page = page.filter(ImageFilter.GaussianBlur(0.8))
        held = BytesIO()
        page.save(held, "JPEG", quality={"scan": 70, "photo": 60, "chat": 45}[level])
        page = Image.open(held).convert("RGB")
    return page.rotate(turn, expand=True) if turn else page


def save(one: Invented, folder: Path) -> dict[str, int]:
    """Writes the pages; gives how each was turned."""
    rng = Random(one.seed * 7 + 1)
    turned = {}
    for kind in one.printed:
        turned[kind] = rng.choice(TURNS)
        ending = "png" if one.level == "clean" else "jpg"
        wear(draw(one, kind), one.level, rng, turned[kind]).save(folder / f"{kind}.{ending}")
    return turned
