"""Invented applications as pictures, and defects planted in them: on a page, in its picture, in what was typed.

Fonts, layouts, levels and rotations other than the examples'. Values are `_invented_values`, pages `_invented_pages`,
levels `_invented_wear`.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw, ImageFont

from bench._invented_pages import draw
from bench._invented_values import AS_OF, SERVICES, Invented, uscc
from bench._invented_wear import TURNS, blurred, cut, glared, grey, screenshot, wear
from pilotage.engines.dossier.numbers import USCC_ALPHABET

LICENCE, BANK = "business_licence", "bank_statement"
FRONT, BACK = "legal_representative_id_front", "legal_representative_id_back"
PLATFORM = "platform_statement_1"


@dataclass(frozen=True, slots=True)
class Planted:
    """A defect that has to be drawn: the page it is on, the codes that are right for it, how it is made."""

    name: str
    on: str
    accept: tuple[str, ...]
    make: Callable[[Invented, Random], None] = lambda one, rng: None
    spoil: Callable[[Image.Image, Random], Image.Image] | None = None
    drawn_as: str = ""


def _changes(document: str, **values: str) -> Callable[[Invented, Random], None]:
    def make(one: Invented, rng: Random) -> None:
        one.printed[document] |= values

    return make


def _bad_code(one: Invented, rng: Random) -> None:
    code = one.printed[LICENCE]["uscc"]
    wrong = code[:17] + rng.choice(sorted(set(USCC_ALPHABET) - {code[17]}))
    one.printed[LICENCE]["uscc"] = one.typed["unified_social_credit_code"] = wrong


def _bad_number(one: Invented, rng: Random) -> None:
    number = one.printed[FRONT]["id_number"]
    wrong = number[:17] + rng.choice(sorted(set("0123456789X") - {number[17]}))
    one.printed[FRONT]["id_number"] = one.typed["id_number"] = wrong


def _other_code_in_qr(one: Invented, rng: Random) -> None:
    one.code_in_qr = uscc(rng)


def _stamp(one: Invented, rng: Random) -> None:
    one.stamp = rng.choice(("吊销", "注销", "作废", "已吊销", "已注销"))


def _other_sex(one: Invented, rng: Random) -> None:
    one.printed[FRONT]["sex"] = "女" if one.printed[FRONT]["sex"] == "男" else "男"


def _holder_person(one: Invented, rng: Random) -> None:
    one.printed[BANK] |= {"holder": "郑晓东", "holder_en": "ZHENG XIAODONG"}


def _days(back: int) -> str:
    return (AS_OF - timedelta(days=back)).isoformat()


def _other_english(document: str, field: str) -> Callable[[Invented, Random], None]:
    def make(one: Invented, rng: Random) -> None:
        one.printed[document][field] = "QUANZHOU DONGHUI MACHINERY CO., LTD."

    return make


def _foreign(page: Image.Image, rng: Random) -> Image.Image:
    """A register's extract from a country that is not accepted."""
    lines = rng.choice((
        ("ACCOUNTING AND CORPORATE REGULATORY AUTHORITY", "BUSINESS PROFILE (COMPANY)", "Name of Company  ORCHID TRADE PTE. LTD.", "UEN  201912345K", "Incorporated in Singapore", "Registered Office  12 ORCHARD ROAD SINGAPORE 238832"),
        ("THE REGISTRAR OF COMPANIES FOR ENGLAND AND WALES", "CERTIFICATE OF INCORPORATION", "Company Number 12345678", "HARBOUR GOODS LIMITED", "is this day incorporated under the Companies Act 2006", "Given at Companies House, Cardiff"),
        ("STATE OF DELAWARE", "SECRETARY OF STATE", "CERTIFICATE OF INCORPORATION", "BLUE HERON TRADE INC.", "File Number 7654321"),
    ))  # fmt: skip
    made = Image.new("RGB", (1240, 1200), "#fdfdf8")
    font = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", 30)
    for row, text in enumerate(lines):
        ImageDraw.Draw(made).text((110, 140 + 90 * row), text, font=font, fill="#181818")
    return made


PLANTED = (
    Planted("credit code", LICENCE, ("USCC_INVALID",), _bad_code),
    Planted("id number", FRONT, ("ID_INVALID",), _bad_number),
    Planted("other code in QR", LICENCE, ("QR_MISMATCH",), _other_code_in_qr),
    Planted("licence expired", LICENCE, ("LICENCE_EXPIRED",), _changes(LICENCE, valid_to=_days(40))),
    Planted("stamp", LICENCE, ("LICENCE_STATUS",), _stamp),
    Planted("scope", LICENCE, ("BUSINESS_SCOPE",), _changes(LICENCE, scope=SERVICES)),
    Planted("birth date", FRONT, ("ID_MISMATCH", "ID_INVALID"), _changes(FRONT, birth_date="1987-05-16")),
    Planted("sex", FRONT, ("ID_MISMATCH", "ID_INVALID"), _other_sex),
    Planted("card expired", BACK, ("ID_EXPIRED",), _changes(BACK, valid_from="2015-08-20", valid_to="2025-08-20")),
    Planted("card expiring", BACK, ("ID_EXPIRING",), _changes(BACK, valid_from="2016-10-01", valid_to="2026-10-01")),
    Planted("statement old", BANK, ("STATEMENT_TOO_OLD",), _changes(BANK, period_from=_days(260), period_to=_days(230), issued=_days(228))),
    Planted("private account", BANK, ("STATEMENT_HOLDER_MISMATCH", "NAME_MISMATCH_EN"), _holder_person),
    Planted("other English name", BANK, ("NAME_MISMATCH_EN",), _other_english(BANK, "holder_en")),
    Planted("other legal entity", PLATFORM, ("NAME_MISMATCH_EN",), _other_english(PLATFORM, "legal_entity")),
    Planted("month twice", PLATFORM, ("STATEMENT_GAP",), _changes(PLATFORM, month="2026-05")),
    Planted("other person's card", FRONT, ("REPRESENTATIVE_MISMATCH",), _changes(FRONT, name="范玉兰")),
    Planted("blurred", "", ("DOCUMENT_UNREADABLE",), spoil=lambda p, r: blurred(p)),
    Planted("cut", "", ("DOCUMENT_CROPPED", "DOCUMENT_UNREADABLE"), spoil=cut),
    Planted("glare", FRONT, ("DOCUMENT_UNCLEAR", "DOCUMENT_UNREADABLE", "DOCUMENT_CROPPED"), spoil=glared),
    Planted("card as licence", LICENCE, ("DOCUMENT_WRONG_KIND",), drawn_as=FRONT),
    Planted("statement as card", BACK, ("DOCUMENT_WRONG_KIND",), drawn_as=BANK),
    Planted("foreign", LICENCE, ("REGION_NOT_SUPPORTED",), spoil=_foreign),
    Planted("screenshot", BANK, ("DOCUMENT_SCREENSHOT",), spoil=lambda p, r: screenshot(p)),
    Planted("grey", FRONT, ("DOCUMENT_BLACK_AND_WHITE",), spoil=lambda p, r: grey(p)),
)  # fmt: skip
_EACH = 4
# Pages on which a general spoiling is tried in turn.
_ANY = (LICENCE, FRONT, BACK, BANK)


def pages(one: Invented) -> Iterator[tuple[str, Image.Image, int]]:
    """The clean pages: kind, picture as taken, how it was turned."""
    rng = Random(one.seed * 7 + 1)
    for kind in one.printed:
        turn = rng.choice(TURNS)
        yield kind, wear(draw(one, kind), one.level, rng, turn), turn


def spoiled(one: Invented) -> Iterator[tuple[Planted, Invented, str, Image.Image]]:
    """Some of the defects, others for each seed: the defect, the application with it, the page's kind and picture."""
    for place in range(_EACH):
        planted = PLANTED[(one.seed * 5 + place) % len(PLANTED)]
        changed = copy.deepcopy(one)
        rng = Random(one.seed * 31 + place)
        planted.make(changed, rng)
        kind = planted.on or _ANY[(one.seed + place) % len(_ANY)]
        page = draw(changed, planted.drawn_as or kind)
        after = planted.name in (
            "blurred",
            "cut",
            "grey",
            "glare",
        )  # of the picture, not of the paper
        if planted.spoil and not after:
            page = planted.spoil(page, rng)
        level = "clean" if planted.name == "screenshot" else one.level
        page = wear(page, level, rng, 0 if planted.name == "screenshot" else rng.choice(TURNS))
        if planted.spoil and after:
            page = planted.spoil(page, rng)
        yield planted, changed, kind, page


def saved(page: Image.Image, kind: str, level: str, folder: Path) -> Path:
    """Written as that level is usually handed in."""
    path = folder / f"{kind}.{'png' if level == 'clean' else 'jpg'}"
    page.save(path, **({} if level == "clean" else {"quality": 88}))
    return path
