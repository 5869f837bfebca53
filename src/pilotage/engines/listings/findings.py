"""What the check of a listing has to say: findings from a closed list of codes, in both languages, with the next step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal, cast

import yaml

from pilotage.engines.law import Dated
from pilotage.engines.listings.listing import Listing
from pilotage.engines.listings.suggestion import Suggestion
from pilotage.kernel.text import Text

Severity = Literal["reject", "warn", "info"]

_ORDER: dict[Severity, int] = {"reject": 0, "warn": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of the closed list: `short` names it in a filter; `place` is its rank among those of the same severity."""

    name: str
    short: Text
    severity: Severity
    says: Text
    next_step: Text
    place: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found in a listing: where, what was read, what is allowed, by which rule, what could stand instead.

    `rule` is None where no rule of a store but plain sense is behind it.
    """

    code: str
    row: int
    sku: str
    field: str
    read: str
    allowed: str
    rule: Dated[object] | None = None
    suggestion: Suggestion | None = None

    @property
    def severity(self) -> Severity:
        return codes()[self.code].severity

    @property
    def message(self) -> Text:
        return self._filled(codes()[self.code].says)

    @property
    def next_step(self) -> Text:
        return self._filled(codes()[self.code].next_step)

    def _filled(self, text: Text) -> Text:
        return text.with_(read=self.read, allowed=self.allowed, where=field_name(self.field))


@cache
def codes() -> dict[str, Code]:
    """The closed list, in its order."""
    text = resources.files(__package__).joinpath("codes.yaml").read_text("utf-8")
    entries = cast("dict[str, dict[str, object]]", yaml.safe_load(text))
    return {name: _code(name, raw, place) for place, (name, raw) in enumerate(entries.items())}


def _code(name: str, raw: dict[str, object], place: int) -> Code:
    short, says, step = (
        Text(said["zh"], said["en"])
        for said in (cast("dict[str, str]", raw[key]) for key in ("short", "says", "next"))
    )
    return Code(name, short, cast(Severity, raw["severity"]), says, step, place)


def finding(
    code: str,
    listing: Listing,
    field: str,
    read: object,
    allowed: object,
    rule: Dated[object] | None,
    suggestion: Suggestion | None = None,
) -> Finding:
    """A finding of a known code about a field of a listing."""
    return Finding(code, listing.row, listing.sku, field, str(read), str(allowed), rule, suggestion)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """What stops a listing first, then warnings, then what is merely worth knowing."""
    return sorted(findings, key=lambda f: (_ORDER[f.severity], codes()[f.code].place, f.field))


def field_name(field: str) -> Text:
    """The name of a field in both languages: `bullet_2` is 要点 2, bullet 2.

    >>> str(field_name("bullet_2.fr"))
    '要点 2（fr） · bullet 2 (fr)'
    """
    name, _, tag = field.partition(".")
    base, _, number = name.rpartition("_")
    if number.isdecimal() and base in _FIELDS:
        said = Text(f"{_FIELDS[base].zh} {number}", f"{_FIELDS[base].en} {number}")
    else:
        said = _FIELDS.get(name, Text(name, name))
    return Text(f"{said.zh}（{tag}）", f"{said.en} ({tag})") if tag else said


_FIELDS = {
    "title": Text("标题", "title"),
    "highlights": Text("商品亮点", "item highlights"),
    "bullet": Text("要点", "bullet"),
    "bullets": Text("要点", "bullets"),
    "description": Text("描述", "description"),
    "search_terms": Text("搜索词", "search terms"),
    "size": Text("尺码", "size"),
    "voltage": Text("电压", "voltage"),
    "plug": Text("插头", "plug"),
    "language": Text("语言", "language"),
    "responsible_person": Text("欧盟责任人", "responsible person in the EU"),
    "manufacturer": Text("制造商联系方式", "manufacturer's contact"),
    "safety_information": Text("安全信息", "safety information"),
    "sku": Text("SKU", "SKU"),
}
