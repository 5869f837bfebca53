"""Fields of each kind of document from the lines of its page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from pilotage.engines.dossier.numbers import tidy, uscc_fault
from pilotage.engines.dossier.reading.dates import days, end_of
from pilotage.engines.dossier.reading.layout import as_field, labelled, rows
from pilotage.engines.dossier.reading.lines import Line
from pilotage.engines.dossier.values import Field

Fields = dict[str, Field]

_LICENCE = {
    "name": r"名称|称(?=.{4})|名(?=.{4,}(?:公司|厂|店|部|行)$)",
    "type": r"类型|组成形式|型(?=.{2,}(?:公司|企业|户|合伙|合作社))|类(?=.{2,}(?:公司|企业|户|合伙|合作社))",
    "legal_representative": r"法定代表人|经营者|负责人|投资人|执行事务合伙人",
    "registered_capital": r"注册资本",
    "established": r"成立日期|注册日期",
    "valid_to": r"(?:营业|合伙|经营)期限",
    "address": r"住所|所(?=.{2,8}[省市区县])|(?:主要)?(?:经营|营业)场所",
    "scope": r"经营范围",
}
# What a value says by itself, where its widely set label (名　　称) was taken for a column of characters.
_TELLING = {
    "name": r"(?!有限责任公司|股份有限|个体|个人独资|合伙).{3,40}(?:公司|厂|商行|经营部|工作室|合作社|中心|店)$",
    "type": r"(?:有限责任公司|股份有限公司|个体工商户|个人独资企业|(?:有限|普通|特殊普通)合伙|农民专业合作社)",
    "address": r"(?=.{8,})(?:.{2,8}(?:省|自治区))?.{2,8}(?:市|州|县|区).*(?:号|室|栋|楼|层|路|街|村|镇)",
}
# Values that may go on in a second line.
_LONG = frozenset({"name", "address", "scope", "type", "valid_to"})
_FOOT = r"登记|国家企业|国家市场|市场监督|https?|\d{4}年\d+月\d+日$|SPEC"


def _either(chinese: str, english: str) -> str:
    """A label in one language or both: `户名`, `Account Name`, `户名 Account Name`; l, I and 1 are one, as o and 0."""
    loose = re.sub(r"(?<!\\)[lLiI]", "[lLiI1|]", english)
    loose = re.sub(r"[oO]", "[oO0]", loose)
    return rf".{{0,7}}(?i:{loose})|(?:{chinese})"


# Every bank and every platform has its own words; the longer of two that begin alike comes first.
_BANK = {
    "holder_en": _either(
        r"(?:客户|账户|企业|公司)?英文(?:户名|名称|名)", r"NameinEnglish|EnglishName"
    ),
    "holder": _either(
        r"户名|[账帐]户名称?|客户(?:名称|姓名)|开户(?:名称|人)|单位名称|[账帐]户持有人",
        r"AccountName|AccountHolder|CustomerName",
    ),
    "legal_representative": _either(r"法定代表人", r"LegalRepresentative"),
    "account_number": _either(
        r"卡号/[账帐]号|[账帐]号/卡号|(?:银行|客户)?[账帐]号|[账帐]户号码?|卡号",
        r"AccountNo\.?|AccountNumber|A/CNo\.?",
    ),
    "currency": _either(r"币种|货币(?:种类|类型)?", r"Currency"),
    "period": _either(
        r"起止日期|(?:[账帐]单|对[账帐]|查询|交易|结算)(?:期间|周期|区间|起止日期?)",
        r"StatementPeriod|Period",
    ),
    "issued": _either(
        r"(?:出具|打印|制单|出单|开具|制表|[账帐]单)(?:日期|时间|日)",
        r"IssueDate|DateofIssue|StatementDate|Print(?:ing)?Date|IssuedOn",
    ),
}
# Labels whose values are not asked for: what stands after them belongs to no other label.
_OTHERS = _either(
    r"开户(?:行|银行|网点|机构)(?:名称)?|(?:经办|打印|受理)?(?:网点|机构)|(?:客户|联系|通讯|[账帐]单)?地址|页码|第?\d+页|"
    r"(?:期初|期末|上期|本期|当前|可用|[账帐]户)余额|[账帐]户(?:类型|性质|状态)|证件(?:类型|号码)|(?:联系)?电话|备注|站点|区域",
    r"Branch|BankName|Address|PageN|OpeningBalance|ClosingBalance|AccountType|SWIFT|Marketplace|Region|Telephone",
)
_PLATFORM = {
    "month": _either(r"(?:结算|[账帐]单|报告|统计)(?:月份|月)", r"Month(?!ly)"),
    "store_id": _either(r"(?:店铺|商店|卖家)(?:编号|ID|号)", r"StoreID|ShopID|SellerID"),
    "legal_entity": _either(r"经营主体|(?:公司|企业)名称", r"LegalEntity|CompanyName"),
    "currency": _either(r"币种|货币(?:种类|类型)?", r"Currency"),
    "net_proceeds": _either(
        r"结算(?:净额|金额)|净(?:收入|额)|应结金额|实际到[账帐]", r"NetProceeds|NetPayout|NetAmount"
    ),
}

_BANK["other"] = _PLATFORM["other"] = _OTHERS
# Names that a statement sets in two lines when they are long.
_WRAPS = frozenset({"holder", "holder_en", "legal_entity"})
# Letters that a credit code never has, and what they are when the reader sees them.
_NEVER = str.maketrans("OIZSV", "0125U")


def business_licence(lines: Sequence[Line]) -> Fields:
    """Portrait and landscape licences; the landscape one has two columns."""
    title = max((line.y + line.height for line in lines if "执照" in line.text), default=0.0)
    found = _credit_code(lines)
    body = [line for line in lines if line.y > title] if title else list(lines)
    if len(_columns(body)) == 1:
        body = _without_foot(body)
    for column in _columns(body):
        values = labelled(column, _LICENCE, _FOOT, _LONG)
        found = {**values, **found}
    for column in _columns(body):
        found = {**_by_content(column, set(_TELLING) - set(found)), **found}
    if at := found.get("established"):
        found["established"] = replace(at, value=next(iter(days(at.value)), ""))
    if at := found.get("valid_to"):
        found["valid_to"] = replace(at, value=end_of(at.value))
    return _kept(found)


def _without_foot(lines: list[Line]) -> list[Line]:
    """Without the registrar's name and day, where they stand right of what is read."""
    left = min((line.x for line in lines), default=0.0)
    reach = max((line.x + line.width for line in lines), default=0.0) - left
    return [
        line
        for line in lines
        if line.x < left + 0.55 * reach or not re.match(_FOOT, re.sub(r"\s", "", line.text))
    ]


def _by_content(lines: Sequence[Line], lost: set[str]) -> Fields:
    """Values whose label was not seen, told by what they say, with the lines right below that go on."""
    found: Fields = {}
    ordered = sorted(lines, key=lambda line: line.y)
    for place, line in enumerate(ordered):
        text = re.sub(r"\s", "", line.text)
        for name in sorted(lost - set(found)):
            if re.match(_TELLING[name], text):
                whole = [line, *_below(line, ordered[place + 1 :])]
                joined = "".join(re.sub(r"\s", "", one.text) for one in whole)
                found[name] = as_field(joined, whole)
                break
    return found


def _below(line: Line, later: Sequence[Line]) -> list[Line]:
    """Lines set flush under a line without a wider gap and without another label in their row."""
    taken: list[Line] = []
    last = line
    for one in later:
        step = one.y - last.y
        if abs(one.x - line.x) > 0.6 * line.height or step < 0.6 * line.height:
            continue
        beside = any(
            other is not one and other.x < one.x and abs(other.y - one.y) < 0.55 * one.height
            for other in later
        )
        text = re.sub(r"\s", "", one.text)
        telling = any(re.match(said, text) for said in _TELLING.values())
        if step > 1.6 * line.height or beside or telling:
            break
        taken.append(one)
        last = one
    return taken


def _credit_code(lines: Sequence[Line]) -> Fields:
    for line in lines:
        text = tidy(line.text.split("代码")[-1])
        if re.fullmatch(r"[0-9A-Z]{16,20}", text) and sum(c.isdigit() for c in text) >= 8:
            likely = text.translate(_NEVER)
            return {"uscc": as_field(text if uscc_fault(likely) else likely, [line])}
    return {}


def _columns(lines: list[Line]) -> list[list[Line]]:
    """Left and right where labels stand beside each other, one column otherwise."""
    if not lines:
        return []
    left = min(line.x for line in lines)
    reach = max(line.x + line.width for line in lines) - left
    begins = [
        line.x
        for line in lines
        if line.x > left + 0.4 * reach
        and re.match(r"注册资本|成立日期|注册日期|营业期限", line.text)
    ]
    if not begins:
        return [lines]
    edge = min(begins) - 0.02 * reach
    return [[line for line in lines if line.x < edge], [line for line in lines if line.x >= edge]]


def bank_statement(lines: Sequence[Line]) -> Fields:
    """The head of a statement of account; its rows are not read."""
    found = labelled(lines, _BANK, goes_on=_WRAPS, beside=True)
    found.pop("other", None)
    if period := found.pop("period", None):
        both = days(period.value)
        if len(both) == 2:
            found["period_from"] = replace(period, value=both[0])
            found["period_to"] = replace(period, value=both[1])
    if at := found.get("issued"):
        found["issued"] = replace(at, value=next(iter(days(at.value)), ""))
    if at := found.get("account_number"):
        found["account_number"] = replace(at, value=tidy(at.value))
    return _kept(_spaced(found, lines, "holder_en"))


def platform_statement(lines: Sequence[Line]) -> Fields:
    """A month of a store on another platform."""
    found = labelled(lines, _PLATFORM, goes_on=_WRAPS, beside=True)
    found.pop("other", None)
    if at := found.get("month"):
        month = re.search(r"(\d{4})[-年./](\d{1,2})", at.value)
        found["month"] = replace(at, value=f"{month[1]}-{int(month[2]):02d}" if month else "")
    if at := found.get("net_proceeds"):
        amount = re.search(r"-?[\d,，.]+\d", unicodedata.normalize("NFKC", at.value))
        found["net_proceeds"] = replace(at, value=re.sub(r",", "", amount[0]) if amount else "")
    return _kept(_spaced(found, lines, "legal_entity"))


def _spaced(found: Fields, lines: Sequence[Line], name: str) -> Fields:
    """An English name keeps its spaces, as the lines inside its box have them."""
    at = found.get(name)
    if at is None or at.box is None:
        return found
    left, top, right, bottom = at.box
    within = [
        line
        for row in rows(lines)
        for line in row.lines
        if line.box[0] >= left
        and line.box[1] >= top
        and line.box[2] <= right
        and line.box[3] <= bottom
    ]
    whole = " ".join(line.text.strip() for line in within)
    for start in range(len(whole) - 1, -1, -1):
        if re.sub(r"\s", "", whole[start:]) == at.value:
            return found | {name: replace(at, value=whole[start:].strip())}
    return found


def _kept(found: Fields) -> Fields:
    return {name: at for name, at in found.items() if at.value}
