"""A passport's data page and Hong Kong's two certificates, invented, with what is printed on them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from PIL import Image, ImageDraw, ImageFont

from bench._invented_pages import Pen
from bench._invented_values import AS_OF, Invented
from bench._invented_wear import TURNS, wear
from pilotage.engines.dossier.mrz import check_digit

_MACHINE = "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf"
_MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()


def abroad(one: Invented) -> Iterator[tuple[str, dict[str, str], Image.Image, int]]:
    """Kind, fields as printed, picture as taken, turn."""
    rng = Random(one.seed * 13 + 5)
    for make in (_passport, _incorporation, _registration):
        kind, printed, page = make(one, rng)
        turn = rng.choice(TURNS)
        yield kind, printed, wear(page, one.level, rng, turn), turn


def zone_lines(
    surname: str, given: str, number: str, born: date, sex: str, ends: date
) -> tuple[str, str]:
    """Two lines of 44 (ICAO 9303, TD3)."""
    first = f"P<CHN{surname}<<{given.replace(' ', '<')}".ljust(44, "<")
    number = number.ljust(9, "<")
    birth, until = f"{born:%y%m%d}", f"{ends:%y%m%d}"
    personal = "<" * 14
    body = number + check_digit(number)
    dated = birth + check_digit(birth)
    ending = until + check_digit(until)
    last = check_digit(body + dated + ending + personal + "0")
    return first, f"{body}CHN{dated}{sex}{ending}{personal}<{last}"


def _passport(one: Invented, rng: Random) -> tuple[str, dict[str, str], Image.Image]:
    card = one.printed["legal_representative_id_front"]
    born = date.fromisoformat(card["birth_date"])
    ends = AS_OF + timedelta(days=rng.randrange(200, 3000))
    surname, _, given = one.typed["legal_representative_en"].partition(" ")
    number = f"E{rng.choice('ABCDEFGH')}{rng.randrange(10**7):07d}"
    sex = "M" if card["sex"] == "男" else "F"
    pen = Pen(one, (1250, 880), "#f0e9df")
    pen.waves(22)
    (
        pen.put(60, 40, "护照 PASSPORT", 40),
        pen.put(480, 50, "类型/Type  P", 24),
        pen.put(720, 50, "国家码/Country Code  CHN", 24),
    )
    pen.put(480, 110, "护照号/Passport No.", 22, "#555555"), pen.put(480, 142, number, 34)
    (
        pen.put(480, 200, "姓名/Name", 22, "#555555"),
        pen.put(480, 232, card["name"], 36),
        pen.put(480, 280, f"{surname}, {given}", 32),
    )
    pen.put(480, 340, "性别/Sex", 22, "#555555"), pen.put(480, 370, f"{card['sex']}/{sex}", 32)
    pen.put(700, 340, "国籍/Nationality", 22, "#555555"), pen.put(700, 370, "中国/CHINESE", 32)
    (
        pen.put(480, 430, "出生日期/Date of birth", 22, "#555555"),
        pen.put(480, 460, f"{born.day:02d} {_MONTHS[born.month - 1]} {born.year}", 32),
    )
    (
        pen.put(480, 520, "有效期至/Date of expiry", 22, "#555555"),
        pen.put(480, 550, f"{ends.day:02d} {_MONTHS[ends.month - 1]} {ends.year}", 32),
    )
    pen.draw.rectangle((60, 140, 400, 600), fill="#9aa0a8")
    for row, text in enumerate(zone_lines(surname, given, number, born, sex, ends)):
        ImageDraw.Draw(pen.page).text(
            (50, 720 + 62 * row), text, font=ImageFont.truetype(_MACHINE, 43), fill="#101010"
        )
    printed = {
        "passport_number": number,
        "name_en": f"{surname} {given}",
        "nationality": "CHN",
        "sex": card["sex"],
        "birth_date": born.isoformat(),
        "valid_to": ends.isoformat(),
        "name": card["name"],
    }
    return "legal_representative_passport", printed, pen.page


def _company(one: Invented) -> tuple[str, str]:
    english = one.typed["company_name_en"].split(" ", 1)[1].replace("CO., LTD.", "LIMITED")
    return english, one.typed["company_name_zh"]


def _incorporation(one: Invented, rng: Random) -> tuple[str, dict[str, str], Image.Image]:
    english, chinese = _company(one)
    on = date(rng.randrange(2012, 2025), rng.randrange(1, 13), rng.randrange(1, 29))
    number = f"{rng.randrange(1_500_000, 3_400_000)}"
    pen = Pen(one, (1240, 1754), "#fbfbf6")
    pen.frame()
    pen.put(880, 120, f"No. {number}", 28), pen.put(880, 165, f"编号 {number}", 28)
    pen.put(300, 330, "CERTIFICATE OF INCORPORATION", 40), pen.put(460, 400, "公司注册证明书", 40)
    pen.put(420, 540, "I hereby certify that", 30), pen.put(450, 590, "本人谨此证明", 30)
    pen.worded(260, 700, english, 800, 36), pen.put(300, 810, chinese, 36)
    pen.put(150, 930, "is this day incorporated in Hong Kong under the Companies Ordinance", 26)
    (
        pen.put(150, 970, "(Chapter 622 of the Laws of Hong Kong), and that this company is", 26),
        pen.put(150, 1010, "a limited company.", 26),
    )
    pen.put(150, 1070, "于本日根据香港法例第622章《公司条例》在香港成立为有限公司。", 26)
    pen.put(150, 1170, f"Issued on {on.day} {on:%B} {on.year}.", 28)
    pen.put(150, 1220, f"本证明书于{on.year}年{on.month}月{on.day}日发出。", 28)
    pen.put(520, 1480, "Registrar of Companies 公司注册处处长", 26)
    printed = {
        "name_en": english,
        "name": chinese,
        "company_number": number,
        "established": on.isoformat(),
    }
    return "business_licence", printed, pen.page


def _registration(one: Invented, rng: Random) -> tuple[str, dict[str, str], Image.Image]:
    english, _ = _company(one)
    begins = AS_OF - timedelta(days=rng.randrange(20, 340))
    ends = begins.replace(year=begins.year + 1) - timedelta(days=1)
    number = (
        f"{rng.randrange(60_000_000, 79_000_000)}-000-{begins:%m-%y}-{rng.choice('0123456789A')}"
    )
    address = f"FLAT {rng.randrange(1, 30)} {rng.randrange(2, 30)}/F HARBOUR TOWER {rng.randrange(2, 90)} QUEENS ROAD KOWLOON"
    pen = Pen(one, (1500, 1060), "#f2f7ee")
    pen.put(330, 70, "商业登记证 BUSINESS REGISTRATION CERTIFICATE", 34)
    pen.put(330, 125, "商业登记条例 Business Registration Ordinance (Chapter 310)", 22)
    y = 210.0
    for label, text in (
        ("业务/法团所用名称 Name of Business/Corporation", english),
        ("地址 Address", address),
        ("业务性质 Nature of Business", "TRADING"),
        ("法律地位 Status", "BODY CORPORATE"),
    ):
        pen.put(90, y, label, 22, "#555555")
        y += 70 + pen.worded(620, y - 3, text, 800, 26)
    for x, label, text in (
        (90, "生效日期 Date of Commencement", f"{begins:%d/%m/%Y}"),
        (480, "届满日期 Date of Expiry", f"{ends:%d/%m/%Y}"),
        (860, "登记证号码 Certificate No.", number),
    ):
        pen.put(x, y + 40, label, 22, "#555555"), pen.put(x, y + 84, text, 28)
    printed = {
        "name": english,
        "address": address,
        "registration_number": number,
        "established": begins.isoformat(),
        "valid_to": ends.isoformat(),
    }
    return "business_registration", printed, pen.page
