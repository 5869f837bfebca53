"""Invented documents as flat pages: licences, cards, statements of several banks and platforms, in any font."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from functools import cache
from random import Random
from typing import Any

import zxingcpp
from PIL import Image, ImageDraw, ImageFont

from bench._invented_values import Invented

_BANKS = (
    ("户名", "英文户名", "账号", "币种", "账单期间", "出具日期"),
    ("账户名称", "英文名称", "账户号码", "货币", "起止日期", "打印日期"),
    ("客户名称", "客户英文名称", "卡号/账号", "货币种类", "对账期间", "制单日期"),
    ("Account Name", "Name in English", "Account Number", "Currency", "Statement Period", "Date of Issue"),
    ("户名 Account Name", "英文户名 Name in English", "账号 Account No.", "币种 Currency", "账单期间 Period", "出具日期 Issue Date"),
)  # fmt: skip
_PLATFORMS = (
    ("结算月份 Month", "店铺编号 Store ID", "经营主体 Legal Entity", "币种 Currency", "结算净额 Net Proceeds"),
    ("账单月份", "店铺ID", "公司名称", "币种", "结算金额"),
    ("Month", "Shop ID", "Company Name", "Currency", "Net Payout"),
)  # fmt: skip
_GREY, _BLUE = "#555555", "#3a6f96"


class Pen:
    """Writes on a page in one font."""

    def __init__(self, one: Invented, size: tuple[int, int], ground: str) -> None:
        self.page = Image.new("RGB", size, ground)
        self.draw = ImageDraw.Draw(self.page)
        self.font = one.font

    def put(self, x: float, y: float, text: str, height: int = 30, ink: str = "#181818") -> None:
        self.draw.text((x, y), text, font=_font(self.font, height), fill=ink)

    def spread(self, x: float, y: float, text: str, width: int, height: int) -> None:
        """A label set over a width: 名　　称."""
        step = (width - height) / max(1, len(text) - 1)
        for place, char in enumerate(text):
            self.put(x + place * step, y, char, height, _GREY)

    def wrapped(self, x: float, y: float, text: str, width: int, height: int = 30) -> float:
        """Lines below each other that fill a width; gives where the next would stand."""
        line = ""
        for char in text:
            if self.long(line + char, height) > width:
                self.put(x, y, line, height)
                line, y = "", y + height * 1.4
            line += char
        self.put(x, y, line, height)
        return y + height * 1.4

    def worded(self, x: float, y: float, text: str, width: int, height: int) -> float:
        """Like `wrapped`, between words where there are any; gives how far down it went."""
        if self.long(text, height) <= width or " " not in text:
            self.put(x, y, text, height)
            return 0.0
        line, down = "", 0.0
        for word in text.split():
            if line and self.long(f"{line} {word}", height) > width:
                self.put(x, y + down, line, height)
                line, down = "", down + height * 1.35
            line = f"{line} {word}".strip()
        self.put(x, y + down, line, height)
        return down

    def long(self, text: str, height: int) -> float:
        return float(self.draw.textlength(text, font=_font(self.font, height)))

    def seal(self, x: int, y: int, words: str, radius: int = 105) -> None:
        """A round red seal with its words along the rim."""
        self.draw.ellipse(
            (x - radius, y - radius, x + radius, y + radius), outline="#d03030", width=5
        )
        self.put(x - 26, y - 30, "★", 52, "#d03030")
        for place, char in enumerate(words):
            turn = math.radians(-150 + 300 * place / max(1, len(words) - 1) - 90 + 90)
            self.put(x + (radius - 34) * math.sin(turn) - 14, y - (radius - 34) * math.cos(turn) - 16, char, 28, "#d03030")  # fmt: skip

    def waves(self, step: int = 14) -> None:
        """A guilloche of fine lines."""
        width, height = self.page.size
        for y in range(0, height, step):
            points = [(x, y + 4 * math.sin(x / 23 + y)) for x in range(0, width, 12)]
            self.draw.line(points, fill="#e6e9df", width=1)

    def frame(self) -> None:
        width, height = self.page.size
        self.draw.rectangle((34, 34, width - 35, height - 35), outline="#b58a2c", width=6)
        self.draw.rectangle((50, 50, width - 51, height - 51), outline="#b58a2c", width=2)


@cache
def _font(name: str, height: int) -> Any:
    return ImageFont.truetype(name, height)


def draw(one: Invented, kind: str) -> Image.Image:
    """The flat page of a kind, before its level."""
    name = "platform_statement" if kind.startswith("platform_statement") else kind
    return DRAWN[name](one, one.printed[kind])


def _zh(day: str) -> str:
    return f"{day[:4]}年{day[5:7]}月{day[8:]}日"


def _licence(one: Invented, f: dict[str, str]) -> Image.Image:
    return (_landscape, _portrait, _electronic)[one.layout % 3](one, f)


def _term(f: dict[str, str]) -> str:
    if f["valid_to"] == "long_term":
        return "长期"
    return f"{_zh(f['established'])}至{_zh(f['valid_to'])}"


def _rows(
    pen: Pen, x: int, y: float, rows: tuple[tuple[str, str], ...], label: int, width: int, size: int
) -> float:
    for name, text in rows:
        if text:
            pen.spread(x, y, name, label, size)
            y = pen.wrapped(x + label + 34, y, text, width, size + 1) + size * 0.75
    return y


def _portrait(one: Invented, f: dict[str, str]) -> Image.Image:
    pen = Pen(one, (1240, 1754), "#fbf8ee")
    pen.waves(), pen.frame()
    pen.put(400, 180, "营 业 执 照", 90)
    pen.put(540, 290, "(副 本)", 32)
    pen.put(330, 350, f"统一社会信用代码 {f['uscc']}", 32)
    _rows(pen, 150, 480, (
        ("名称", f["name"]), ("类型", f["type"]), ("住所", f["address"]),
        ("法定代表人", f["legal_representative"]), ("注册资本", f["registered_capital"]),
        ("成立日期", _zh(f["established"])), ("营业期限", _term(f)), ("经营范围", f["scope"]),
    ), 160, 640, 30)  # fmt: skip
    pen.put(780, 1440, "登记机关", 30)
    pen.put(800, 1560, "2021年03月16日", 30)
    pen.seal(920, 1460, "城区市场监督管理局")
    pen.put(380, 1670, "国家企业信用信息公示系统网址：http://www.gsxt.gov.cn", 20)
    return _finished(one, pen, f, (150, 1400))


def _landscape(one: Invented, f: dict[str, str]) -> Image.Image:
    pen = Pen(one, (1754, 1240), "#fbf8ee")
    pen.waves(), pen.frame()
    pen.put(120, 150, "统一社会信用代码", 28)
    pen.put(120, 195, f["uscc"], 34)
    pen.put(640, 130, "营 业 执 照", 96)
    pen.put(810, 260, "(副 本)", 32)
    _rows(pen, 130, 400, (
        ("名称", f["name"]), ("类型", f["type"]), ("法定代表人", f["legal_representative"]),
        ("经营范围", f["scope"]),
    ), 140, 590, 28)  # fmt: skip
    _rows(pen, 950, 400, (
        ("注册资本", f["registered_capital"]), ("成立日期", _zh(f["established"])),
        ("营业期限", _term(f)), ("住所", f["address"]),
    ), 130, 520, 28)  # fmt: skip
    pen.put(1180, 950, "登记机关", 30)
    pen.put(1220, 1070, "2020年05月12日", 30)
    pen.seal(1340, 970, "区市场监督管理局")
    pen.put(130, 1140, "国家企业信用信息公示系统网址：http://www.gsxt.gov.cn", 20)
    return _finished(one, pen, f, (1440, 90))


def _electronic(one: Invented, f: dict[str, str]) -> Image.Image:
    """As the electronic licence is printed: no seal of ink, a large code, labels with a colon, no term."""
    pen = Pen(one, (1754, 1240), "#f6faf8")
    pen.waves(20)
    pen.put(690, 110, "营业执照", 92)
    pen.put(760, 225, "（电子版）", 30)
    pen.put(130, 300, f"统一社会信用代码：{f['uscc']}", 30)
    y = 390.0
    for name, text in (
        ("名称", f["name"]), ("类型", f["type"]), ("住所", f["address"]),
        ("法定代表人", f["legal_representative"]), ("注册资本", f["registered_capital"]),
        ("成立日期", _zh(f["established"])), ("营业期限", _term(f)), ("经营范围", f["scope"]),
    ):  # fmt: skip
        pen.put(130, y, f"{name}：", 29, _GREY)
        y = pen.wrapped(130 + pen.long(f"{name}：", 29) + 12, y, text, 860, 29) + 20
    pen.put(1250, 760, "登记机关：市场监督管理局", 26)
    pen.put(1250, 810, "2023年11月08日", 26)
    return _finished(one, pen, f, (1300, 300), 9)


def _finished(
    one: Invented, pen: Pen, f: dict[str, str], at: tuple[int, int], scale: int = 5
) -> Image.Image:
    inside = one.code_in_qr or f["uscc"]
    url = f"http://www.gsxt.gov.cn/index.html?uniscid={inside}"
    code = zxingcpp.create_barcode(url, zxingcpp.BarcodeFormat.QRCode)
    drawn = Image.fromarray(zxingcpp.write_barcode_to_image(code, scale=scale)).convert("RGB")
    pen.page.paste(drawn, at)
    if one.stamp:
        _stamped(pen, one.stamp, one.seed)
    return pen.page


def _stamped(pen: Pen, words: str, seed: int) -> None:
    """A red stamp laid slantwise over the page."""
    rng = Random(seed)
    size = 88
    width = int(pen.long(words, size)) + 60
    stamp = Image.new("RGBA", (width, size + 60), (0, 0, 0, 0))
    pen_on = ImageDraw.Draw(stamp)
    pen_on.rectangle((3, 3, width - 4, size + 56), outline="#cc2222", width=7)
    pen_on.text((30, 20), words, font=_font(pen.font, size), fill="#cc2222")
    turned = stamp.rotate(rng.uniform(-24, 24), Image.Resampling.BICUBIC, expand=True)
    x = int(pen.page.width * rng.uniform(0.3, 0.45))
    y = int(pen.page.height * rng.uniform(0.62, 0.7))
    pen.page.paste(turned, (x, y), turned)


def _front(one: Invented, f: dict[str, str]) -> Image.Image:
    pen = Pen(one, (1100, 700), "#e8f1f4")
    pen.waves(18)
    born = date.fromisoformat(f["birth_date"])
    for y, label in ((90, "姓 名"), (170, "性 别"), (250, "出 生"), (330, "住 址")):
        pen.put(80, y, label, 30, _BLUE)
    pen.put(210, 86, f["name"], 38)
    pen.put(210, 168, f["sex"], 34), pen.put(330, 170, "民 族", 30, _BLUE)
    pen.put(440, 168, f["ethnicity"], 34)
    x = 210.0
    for text, ink in ((born.year, ""), ("年", _BLUE), (born.month, ""), ("月", _BLUE), (born.day, ""), ("日", _BLUE)):  # fmt: skip
        pen.put(x, 248, str(text), 34 if not ink else 28, ink or "#181818")
        x += pen.long(str(text), 34) + 14
    pen.wrapped(210, 328, f["address"], 440, 34)
    pen.put(80, 590, "公民身份号码", 30, _BLUE), pen.put(350, 585, f["id_number"], 42)
    pen.draw.ellipse((800, 120, 940, 300), fill="#8e959c")
    pen.draw.pieslice((740, 310, 1000, 700), 180, 360, fill="#8e959c")
    return pen.page


def _back(one: Invented, f: dict[str, str]) -> Image.Image:
    pen = Pen(one, (1100, 700), "#e8f1f4")
    pen.waves(18)
    pen.draw.ellipse((70, 60, 240, 230), fill="#c23b2f")
    pen.put(330, 80, "中华人民共和国", 56), pen.put(330, 190, "居 民 身 份 证", 72)
    pen.put(230, 480, "签发机关", 30), pen.put(400, 478, f["authority"], 34)
    pen.put(230, 570, "有效期限", 30)
    ends = "长期" if f["valid_to"] == "long_term" else f["valid_to"].replace("-", ".")
    pen.put(400, 568, f"{f['valid_from'].replace('-', '.')}-{ends}", 34)
    return pen.page


def _bank(one: Invented, f: dict[str, str]) -> Image.Image:
    pen = Pen(one, (1240, 1754), "#ffffff")
    pen.put(120, 100, "晨江银行 CHENJIANG BANK", 40, "#27407a")
    pen.put(480, 210, "账户对账单", 46)
    period = f"{f['period_from']} 至 {f['period_to']}"
    if one.layout % 3 == 2:
        period = f"{_zh(f['period_from'])}-{_zh(f['period_to'])}"
    account = " ".join(f["account_number"][n : n + 4] for n in range(0, 19, 4))
    values = (f["holder"], f["holder_en"], account, f["currency"], period, f["issued"])
    labels = _BANKS[one.layout % len(_BANKS)]
    y = 340.0
    if one.layout % 4 == 3:  # label above its value, two side by side
        for place, (label, text) in enumerate(zip(labels, values, strict=True)):
            x = 120 + 560 * (place % 2)
            pen.put(x, y, label, 24, _GREY)
            down = pen.worded(x, y + 38, text, 500, 26)
            y += (96 + down) * (place % 2)
    else:
        for label, text in zip(labels, values, strict=True):
            pen.put(120, y, label + ("：" if one.layout % 2 else ""), 28, _GREY)
            y += 54 + pen.worded(480, y, text, 720, 28)
    for x, head in zip((120, 330, 620, 800, 990), ("日期", "摘要", "借方", "贷方", "余额"), strict=True):  # fmt: skip
        pen.put(x, y + 40, head, 26)
    for row in range(8):
        for x, text in zip((120, 330, 620, 990), (f["period_from"], "货款", f"{9 + row},114.2{row}", f"80,312.7{row}"), strict=True):  # fmt: skip
            pen.put(x, y + 100 + row * 48, text, 26)
    pen.seal(980, int(y) + 620, "晨江银行业务专用章")
    return pen.page


def _platform(one: Invented, f: dict[str, str]) -> Image.Image:
    pen = Pen(one, (1240, 1100), "#ffffff")
    pen.draw.rectangle((0, 0, 1240, 96), fill=("#123a6b", "#2c5530", "#3b3b44")[one.layout % 3])
    pen.put(60, 28, "Kaida 凯达 Seller Centre", 38, "#ffffff")
    pen.put(60, 150, "店铺月度结算报告 Monthly Settlement Report", 36)
    labels = _PLATFORMS[one.layout % 3]
    month = f["month"] if one.layout % 2 else f"{f['month'][:4]}年{int(f['month'][5:])}月"
    y = 240
    for label, text in zip(labels[:4], (month, f["store_id"], f["legal_entity"], f["currency"]), strict=True):  # fmt: skip
        pen.put(60, y, label, 28, _GREY)
        y += 52 + int(pen.worded(440, y, text, 760, 28))
    pen.draw.rectangle((50, y + 12, 1190, y + 64), fill="#e4e7ee")
    pen.put(60, y + 22, "项目 Item", 28), pen.put(960, y + 22, "金额 Amount", 28)
    y += 90
    for item, text in (("商品销售额 Product sales", "612,480.11"), ("退款 Refunds", "-4,210.90"), ("佣金 Commission", "-70,114.02"), ("广告费 Advertising", "-9,830.00")):  # fmt: skip
        pen.put(60, y, item, 28), pen.put(1180 - pen.long(text, 28), y, text, 28)
        y += 56
    total = f"{float(f['net_proceeds']):,.2f}"
    pen.put(60, y + 20, labels[4], 32), pen.put(1180 - pen.long(total, 32), y + 20, total, 32)
    pen.put(60, 1020, "本报告由系统生成 Generated automatically", 20, _GREY)
    return pen.page


DRAWN: dict[str, Callable[[Invented, dict[str, str]], Image.Image]] = {
    "business_licence": _licence,
    "legal_representative_id_front": _front,
    "legal_representative_id_back": _back,
    "bank_statement": _bank,
    "platform_statement": _platform,
}
