"""Fields of each kind of document from the lines of its page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from pilotage.engines.dossier.numbers import tidy
from pilotage.engines.dossier.reading.dates import days, end_of
from pilotage.engines.dossier.reading.layout import as_field, labelled, rows
from pilotage.engines.dossier.reading.lines import Line
from pilotage.engines.dossier.values import Field

Fields = dict[str, Field]

_LICENCE = {
    "name": r"名称",
    "type": r"类型|组成形式",
    "legal_representative": r"法定代表人|经营者|负责人|投资人|执行事务合伙人",
    "registered_capital": r"注册资本",
    "established": r"成立日期|注册日期",
    "valid_to": r"(?:营业|合伙|经营)期限",
    "address": r"住所|(?:主要)?(?:经营|营业)场所",
    "scope": r"经营范围",
}
_FOOT = r"登记|国家企业|国家市场|市场监督|https?|\d{4}年\d+月\d+日$|SPEC"
_CARD = {
    "name": r"姓名",
    "sex": r"性别",
    "birth_date": r"出生",
    "address": r"住址",
    "id_number": r"公民身份号码|公民身份证?号",
}
_BACK = {"authority": r"签发机关", "term": r"有效期限"}
_BANK = {
    "holder_en": r".{0,5}NameinEnglish",
    "holder": r".{0,3}AccountName|户名",
    "legal_representative": r".{0,7}LegalRepresentative",
    "account_number": r".{0,3}AccountNo\.?",
    "currency": r".{0,3}Currency",
    "period": r".{0,5}Period",
    "issued": r".{0,5}IssueDate",
}
_PLATFORM = {
    "month": r".{0,5}Month(?!ly)",
    "store_id": r".{0,5}StoreID",
    "legal_entity": r".{0,5}LegalEntity",
    "currency": r".{0,3}Currency",
    "net_proceeds": r".{0,5}NetProceeds",
}


def business_licence(lines: Sequence[Line]) -> Fields:
    """Portrait and landscape licences; the landscape one has two columns."""
    title = max((line.y + line.height for line in lines if "执照" in line.text), default=0.0)
    found = _credit_code(lines)
    body = [line for line in lines if line.y > title] if title else list(lines)
    for column in _columns(body):
        values = labelled(column, _LICENCE, _FOOT, frozenset({"name", "address", "scope", "type"}))
        found = {**values, **found}
    if at := found.get("established"):
        found["established"] = replace(at, value=next(iter(days(at.value)), ""))
    if at := found.get("valid_to"):
        found["valid_to"] = replace(at, value=end_of(at.value))
    return _kept(found)


def _credit_code(lines: Sequence[Line]) -> Fields:
    for line in lines:
        text = tidy(line.text.split("代码")[-1])
        if re.fullmatch(r"[0-9A-Z]{16,20}", text) and sum(c.isdigit() for c in text) >= 8:
            return {"uscc": as_field(text, [line])}
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


def id_front(lines: Sequence[Line]) -> Fields:
    """The side with the portrait."""
    found = labelled(lines, _CARD, _FOOT, frozenset({"address"}))
    if at := found.get("sex"):
        sex = re.match(r"[男女]", at.value)
        nation = re.search(r"民族(.+)", at.value)
        found["sex"] = replace(at, value=sex[0] if sex else "")
        found["ethnicity"] = replace(at, value=nation[1] if nation else "")
    if at := found.get("birth_date"):
        found["birth_date"] = replace(at, value=next(iter(days(at.value)), ""))
    for line in lines:
        if number := re.search(r"\d{14,17}[\dXx]", re.sub(r"\s", "", line.text)):
            found["id_number"] = as_field(number[0].upper(), [line])
    return _kept(found)


def id_back(lines: Sequence[Line]) -> Fields:
    """The side with the emblem."""
    found = labelled(lines, _BACK, _FOOT)
    if term := found.pop("term", None):
        found["valid_from"] = replace(term, value=next(iter(days(term.value)), ""))
        found["valid_to"] = replace(term, value=end_of(term.value))
    return _kept(found)


def bank_statement(lines: Sequence[Line]) -> Fields:
    """The head of a statement of account; its rows are not read."""
    found = labelled(lines, _BANK)
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
    found = labelled(lines, _PLATFORM)
    if at := found.get("month"):
        month = re.search(r"(\d{4})[-年./](\d{1,2})", at.value)
        found["month"] = replace(at, value=f"{month[1]}-{int(month[2]):02d}" if month else "")
    if at := found.get("net_proceeds"):
        amount = re.search(r"-?[\d,，.]+\d", unicodedata.normalize("NFKC", at.value))
        found["net_proceeds"] = replace(at, value=re.sub(r",", "", amount[0]) if amount else "")
    return _kept(_spaced(found, lines, "legal_entity"))


def _spaced(found: Fields, lines: Sequence[Line], name: str) -> Fields:
    """An English name keeps its spaces: the last line of its row has them."""
    at = found.get(name)
    for row in rows(lines):
        if at and re.sub(r"\s", "", row.lines[-1].text) == at.value:
            found[name] = replace(at, value=row.lines[-1].text, box=row.lines[-1].box)
    return found


def _kept(found: Fields) -> Fields:
    return {name: at for name, at in found.items() if at.value}
