"""What invented applications say: companies, persons, numbers, days. Everything comes from a seed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from pilotage.engines.dossier.names import readings
from pilotage.engines.dossier.numbers import (
    USCC_ALPHABET,
    id_check_character,
    organisation_check_character,
    uscc_check_character,
)
from pilotage.engines.dossier.terms import months_before

LEVELS = ("clean", "scan", "photo", "chat")
AS_OF = date(2026, 9, 15)
_PLACES = (
    ("广东省", "东莞市", "虎门镇"), ("福建省", "泉州市", "丰泽区"), ("山东省", "青岛市", "城阳区"),
    ("浙江省", "金华市", "婺城区"), ("江苏省", "苏州市", "吴江区"), ("", "上海市", "闵行区"),
    ("湖北省", "武汉市", "洪山区"), ("河北省", "石家庄市", "裕华区"), ("广东省", "深圳市", "龙岗区"),
)  # fmt: skip
_ROADS = (
    "连升路", "东海大街", "正阳中路", "和平北路", "双龙南街", "鲈乡二路", "七莘路", "珞喻路",
    "建设大道", "坂雪岗大道", "体育街", "翠竹巷",
)  # fmt: skip
_WORDS = (
    ("云帆", "YUNFAN"), ("海拓", "HAITUO"), ("森林", "SENLIN"), ("明远", "MINGYUAN"), ("锦程", "JINCHENG"),
    ("博睿", "BORUI"), ("蓝鲸", "LANJING"), ("翼展", "YIZHAN"), ("禾木", "HEMU"), ("晟鑫", "SHENGXIN"),
)  # fmt: skip
_TRADES = (
    ("贸易", "TRADING"), ("电子商务", "E-COMMERCE"), ("科技", "TECHNOLOGY"), ("家居用品", "HOUSEHOLD PRODUCTS"),
    ("国际贸易", "INTERNATIONAL TRADING"), ("供应链管理", "SUPPLY CHAIN MANAGEMENT"), ("服饰", "APPAREL"),
)  # fmt: skip
_SURNAMES = "林陈周高王李张刘黄吴徐孙胡朱何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文单仇解区查覃翟"
_GIVEN = (
    "志远美华国平文静浩然雨桐俊杰晓燕子轩建军丽娜思琪嘉豪秀英海涛梦洁宏伟淑芬泽宇佳怡鹏飞玉兰振东"
)
_NATIONS = ("汉", "汉", "汉", "回", "满", "壮", "土家", "蒙古", "维吾尔")
_KINDS = (
    "有限责任公司(自然人投资或控股)", "有限责任公司(自然人独资)", "有限责任公司(港澳台法人独资)",
    "有限责任公司(自然人投资或控股的法人独资)", "其他有限责任公司",
)  # fmt: skip
_CAPITALS = (
    "壹佰万元整",
    "伍佰万元整",
    "叁拾万元整",
    "壹仟万元整",
    "人民币贰佰万元整",
    "100万元人民币",
)
_GOODS = (
    "服装服饰零售", "家用电器销售", "日用百货销售", "玩具销售", "货物进出口", "电子产品销售", "五金产品零售",
    "互联网销售(除销售需要许可的商品)", "宠物食品及用品批发", "技术进出口",
)  # fmt: skip
SERVICES = "餐饮服务;物业管理;家政服务;会议及展览服务;翻译服务。"
_SCOPE_END = "(依法须经批准的项目,经相关部门批准后方可开展经营活动)"


@dataclass(slots=True)
class Invented:
    """Fields as printed by document, what is typed, and how the pages look."""

    seed: int
    level: str
    font: str
    layout: int
    printed: dict[str, dict[str, str]]
    typed: dict[str, str]
    code_in_qr: str = ""
    stamp: str = ""


def invent(seed: int, fonts: list[str]) -> Invented:
    """One clean application."""
    rng = Random(seed)
    home, company = rng.choice(_PLACES), rng.choice(_PLACES)
    person = rng.choice(_SURNAMES) + "".join(
        rng.choice(_GIVEN) for _ in range(rng.choice((1, 2, 2)))
    )
    licence, english = _licence(rng, company, person)
    front = _front(rng, home, person)
    bank = _bank(rng, licence["name"], english)
    printed = {
        "business_licence": licence,
        "legal_representative_id_front": front,
        "legal_representative_id_back": _back(rng, home, date.fromisoformat(front["birth_date"])),
        "bank_statement": bank,
        "platform_statement_1": platform(rng, months_before(AS_OF, 6)[0], english),
    }
    spelled = readings(person)[0]
    typed = {
        "company_name_zh": licence["name"], "company_name_en": english,
        "unified_social_credit_code": licence["uscc"], "legal_representative": person,
        "legal_representative_en": spelled, "id_number": front["id_number"],
        "registered_address": licence["address"], "bank_statement_holder": licence["name"],
    }  # fmt: skip
    layout, level = seed // 4, LEVELS[seed % 4]
    # Fonts change with the layout's own round, so that every font meets every level.
    return Invented(seed, level, fonts[(seed + seed // 4) % len(fonts)], layout, printed, typed)


def _licence(rng: Random, place: tuple[str, str, str], person: str) -> tuple[dict[str, str], str]:
    province, city, town = place
    word, latin = rng.choice(_WORDS)
    trade, en = rng.choice(_TRADES)
    shown = rng.choice((city, city[:-1]))
    name = f"{shown}{word}{trade}有限公司"
    start = _day(rng, 2010, 2021)
    ends = (AS_OF + timedelta(days=rng.randrange(60, 400))).isoformat()
    detail = rng.choice(
        (f"{rng.randrange(2, 30)}栋{rng.randrange(101, 2500)}室", f"{rng.choice('ABC')}座{rng.randrange(101, 2500)}室",
         f"{rng.randrange(1, 9)}号楼{rng.randrange(1, 5)}单元{rng.randrange(101, 900)}", f"{rng.randrange(2, 7)}层{rng.randrange(201, 700)}室")
    )  # fmt: skip
    address = f"{rng.choice((province, ''))}{city}{town}{rng.choice(_ROADS)}{rng.randrange(2, 999)}号{detail}"
    goods = ";".join(rng.sample(_GOODS, rng.randrange(3, 7)))
    return {
        "uscc": uscc(rng), "name": name, "type": rng.choice(_KINDS), "legal_representative": person,
        "registered_capital": rng.choice(_CAPITALS), "established": start.isoformat(),
        "valid_to": rng.choice(("long_term", start.replace(year=start.year + 30).isoformat(), ends)),
        "address": address, "scope": f"{goods}。{rng.choice((_SCOPE_END, ''))}",
    }, f"{city[:-1] and _latin(city[:-1])} {latin} {en} CO., LTD."  # fmt: skip


def _latin(name: str) -> str:
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(name)).upper()


def _front(rng: Random, place: tuple[str, str, str], person: str) -> dict[str, str]:
    born = _day(rng, 1956, 2003)
    number = id_number(rng, born)
    return {
        "name": person, "sex": "男" if int(number[16]) % 2 else "女", "ethnicity": rng.choice(_NATIONS),
        "birth_date": born.isoformat(), "id_number": number,
        "address": f"{''.join(place)}{rng.choice(_ROADS)}{rng.randrange(2, 99)}号{rng.randrange(1, 9)}单元{rng.randrange(101, 900)}室",
    }  # fmt: skip


def _back(rng: Random, place: tuple[str, str, str], born: date) -> dict[str, str]:
    given = _day(rng, 2018, 2025)
    ends = "long_term" if born.year < 1972 else given.replace(year=given.year + 20).isoformat()
    office = rng.choice((f"{place[1]}公安局", f"{place[1]}公安局{place[2].rstrip('区镇')}分局"))
    return {"authority": office, "valid_from": given.isoformat(), "valid_to": ends}


def _bank(rng: Random, name: str, english: str) -> dict[str, str]:
    to = AS_OF - timedelta(days=rng.randrange(5, 80))
    return {
        "holder": name, "holder_en": english,
        "account_number": "".join(rng.choice("0123456789") for _ in range(rng.choice((16, 19)))),
        "currency": rng.choice(("CNY", "USD")), "period_from": (to - timedelta(days=30)).isoformat(),
        "period_to": to.isoformat(), "issued": (to + timedelta(days=1)).isoformat(),
    }  # fmt: skip


def platform(rng: Random, month: str, english: str) -> dict[str, str]:
    """A month of a store elsewhere."""
    return {
        "month": month, "store_id": f"{rng.choice(('KD', 'MS', 'TV'))}-{rng.randrange(10000, 99999)}-{rng.choice('ABCE')}{rng.randrange(1, 9)}",
        "legal_entity": english, "currency": rng.choice(("USD", "EUR")),
        "net_proceeds": f"{rng.randrange(9_000, 400_000)}.{rng.randrange(100):02d}",
    }  # fmt: skip


def _day(rng: Random, first: int, last: int) -> date:
    return date(rng.randrange(first, last + 1), rng.randrange(1, 13), rng.randrange(1, 29))


def uscc(rng: Random) -> str:
    """A valid credit code of a company."""
    own = rng.choice(("MA", "05", "68")) + "".join(rng.choice(USCC_ALPHABET) for _ in range(6))
    body = f"91{rng.randrange(110000, 659000)}{own}{organisation_check_character(own)}"
    return body + uscc_check_character(body)


def id_number(rng: Random, born: date) -> str:
    """A valid identity number."""
    body = f"{rng.randrange(110101, 659000)}{born:%Y%m%d}{rng.randrange(1000):03d}"
    return body + id_check_character(body)
