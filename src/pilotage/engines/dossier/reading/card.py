"""The two sides of an identity card: values beside their labels, and where a label was not seen, by what stands where."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pilotage.engines.dossier.numbers import id_fault
from pilotage.engines.dossier.reading.dates import days, end_of
from pilotage.engines.dossier.reading.layout import Row, as_field, labelled, rows
from pilotage.engines.dossier.reading.lines import Line
from pilotage.engines.dossier.values import Box, Field

Fields = dict[str, Field]

# A widely set label (姓　名) may lose one of its characters.
_CARD = {
    "name": r"姓?名|姓(?=.{2,4}$)",
    "sex": r"性别|性(?=[男女])|别(?=[男女])",
    "birth_date": r"出?生(?=\d|$)|出生|出(?=\d{4})",
    "address": r"住?址|住(?=.{1,5}[省市])",
    "id_number": r"公民身份号码|公民身份证?号|.{0,5}号码(?=\d)",
}
_BACK = {"authority": r"签发机关|发机关|机关(?=.+局)", "term": r"有?效?期限"}
_FOOT = r"SPEC|https?"
_NATIONS = "汉|蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺"
_NUMBER = re.compile(r"(?<![\dA-Za-z])\d{17}[\dXx]")
_NEARLY = re.compile(r"\d{14,18}[\dXx]?")


def id_front(lines: Sequence[Line]) -> Fields:
    """The side with the portrait."""
    found = labelled(lines, _CARD, _FOOT, frozenset({"address"}))
    found.pop("sex", None)
    found |= _number(lines)
    made = rows(lines)
    for row in made:
        found |= {name: at for name, at in _sex_and_nation(row).items() if name not in found}
    if at := found.get("birth_date"):
        found["birth_date"] = replace(at, value=next(iter(days(at.value)), ""))
    if not found.get("birth_date") or not found["birth_date"].value:
        found |= _birth(made)
    if at := found.get("name"):
        found["name"] = replace(at, value=_name(at.value))
    if not found.get("name") or not found["name"].value:
        found |= _name_above(made, found)
    if "address" not in found:
        found |= _address_between(made, found)
    return _kept(found)


def id_back(lines: Sequence[Line]) -> Fields:
    """The side with the emblem."""
    found = labelled(lines, _BACK, _FOOT, frozenset({"authority"}))
    found.setdefault("term", Field(""))
    term = found.pop("term")
    if not end_of(term.value):
        term = _term(lines) or term
    found["valid_from"] = replace(term, value=next(iter(days(term.value)), ""))
    found["valid_to"] = replace(term, value=end_of(term.value))
    if "authority" not in found:
        for line in lines:
            text = re.sub(r"\s", "", line.text)
            if re.search(r"(?:公安局|分局)$", text) and len(text) > 4:
                found["authority"] = as_field(text, [line])
    return _kept(found)


def lone_sex(lines: Sequence[Line]) -> Box | None:
    """Where the one character after 性别 has to stand when no line was seen there."""
    bare = [(re.sub(r"\s", "", line.text), line) for line in lines]
    if any(re.search(r"[男女]$|性别[男女]|[男女]民族", text) and len(text) < 9 for text, _ in bare):
        return None
    labels = [pair for name in ("性别", "民族") for pair in bare if pair[0].startswith(name)]
    for text, line in labels[:1]:
        left, top, right, bottom = line.box
        size = bottom - top
        if text.startswith("民族"):
            return (left - 3 * size, top - size // 4, left - size // 4, bottom + size // 4)
        nation = [o.box[0] for t, o in bare if t.startswith("民族") and o.box[0] > right]
        end = min([n - size // 4 for n in nation if n - right < 8 * size] or [right + 3 * size])
        return (right + size // 6, top - size // 4, end, bottom + size // 4)
    return None


def _number(lines: Sequence[Line]) -> Fields:
    """The number proves itself: among several readings the one that checks."""
    read = [(re.sub(r"\s", "", line.text).upper(), line) for line in lines]
    whole = [(m[0], line) for text, line in read if (m := _NUMBER.search(text))]
    nearly = [(m[0], line) for text, line in read if (m := _NEARLY.search(text))]
    for number, line in sorted(whole, key=lambda one: id_fault(one[0]) is not None) + nearly:
        return {"id_number": as_field(number, [line])}
    return {}


def _sex_and_nation(row: Row) -> Fields:
    text = row.text
    found: Fields = {}
    sex = re.search(r"性?别[^男女]?([男女])|^([男女])(?=民|族|$)|性([男女])", text)
    if sex:
        found["sex"] = as_field(next(filter(None, sex.groups())), row.lines)
    nation = re.search(rf"(?:民族|族|民)({_NATIONS})族?$", text)
    if nation is None and (nation := re.search(r"民族(.{1,5})$", text)) is None:
        return found
    found["ethnicity"] = as_field(nation[1], row.lines)
    return found


def _birth(made: Sequence[Row]) -> Fields:
    for row in made:
        born = re.search(r"(\d{4})年?(\d{1,2})月(\d{1,2})日?$", row.text)
        if born and (day := days("-".join(born.groups()))):
            return {"birth_date": as_field(day[0], row.lines)}
    return {}


def _name(text: str) -> str:
    return re.sub(r"^(?:姓名|姓|名)(?=.{2})|[^㐀-鿿𠀀-𲎯·•.]", "", text)


def _name_above(made: Sequence[Row], found: Fields) -> Fields:
    """The row over 性别 is the name's."""
    sex = found.get("sex") or found.get("ethnicity")
    if sex is None or sex.box is None:
        return {}
    over = [row for row in made if row.lines[0].box[3] <= sex.box[1] + row.height / 3]
    for row in reversed(over):
        value = _name(row.lines[-1].text)
        if 2 <= len(value) <= 15:
            return {"name": as_field(value, row.lines[-1:])}
    return {}


def _address_between(made: Sequence[Row], found: Fields) -> Fields:
    """What stands between birth and number is the address."""
    above, below = found.get("birth_date"), found.get("id_number")
    if not above or not above.box or not below or not below.box:
        return {}
    between = [
        line
        for row in made
        for line in row.lines
        if line.box[1] >= above.box[3] - 4
        and line.box[3] <= below.box[1] + 4
        and len(line.text) > 1
    ]
    text = "".join(re.sub(r"\s|^住?址", "", line.text) for line in between)
    return {"address": as_field(text, between)} if len(text) > 5 else {}


def _term(lines: Sequence[Line]) -> Field | None:
    """The term by itself: two dates, or a date and 长期."""
    for row in rows(lines):
        dated = re.search(
            r"\d{4}\.\d{1,2}\.\d{1,2}.{0,2}(?:\d{4}\.\d{1,2}\.\d{1,2}|长期)", row.text
        )
        if dated:
            return as_field(dated[0], row.lines)
    return None


def _kept(found: Fields) -> Fields:
    return {name: at for name, at in found.items() if at.value}
