"""What a filing file says was filed (已申报内容)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, NoReturn
from xml.etree import ElementTree

from pilotage.engines.law import eu_states_today, vat_prefix
from pilotage.kernel.decimals import exact
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text

_OTHER = Text(
    "请换原文件，或逐栏填写；收据 PDF 请作为凭证提交。",
    "Bring the file as it was sent, or enter the boxes; a PDF receipt is evidence, bring it as such.",
)


@dataclass(frozen=True, slots=True)
class Filed:
    """Figures by the names of `tax.figures`; `period` and `jurisdiction` are "" where the format has none."""

    kind: str
    jurisdiction: str
    period: str
    figures: Mapping[str, Decimal]


def filed(kind: str, jurisdiction: str, period: str, figures: Mapping[str, Decimal]) -> Filed:
    """Zero figures left out, as a return leaves them out."""
    return Filed(kind, jurisdiction, period, {k: v for k, v in figures.items() if v})


def unreadable(why: Text) -> Invalid:
    """The refusal of a file, with what to do instead."""
    return Invalid("FILED_UNREADABLE", why, _OTHER)


def amount(name: str, value: object) -> Decimal:
    """The decimal of a field; `Invalid` names the field that has none."""
    found = exact(value) if isinstance(value, str) else None
    if found is None:
        says = Text("字段 {name} 不是金额。", "Field {name} is no amount.")
        raise unreadable(says.with_(name=name))
    return found


def json_object(text: str) -> dict[str, Any]:
    """A JSON object with every number as its text; `Invalid` for anything else."""
    try:
        body = json.loads(text, parse_float=str, parse_int=str, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise unreadable(Text("JSON 打不开。", "The JSON does not open.")) from None
    if not isinstance(body, dict):
        raise unreadable(Text("JSON 里没有申报。", "The JSON holds no filing."))
    return body


def xml_root(text: str) -> ElementTree.Element:
    """The document's root. A document type is refused: no filing file has one, and entities start there."""
    try:
        if "<!DOCTYPE" in text.upper():
            raise unreadable(
                Text("XML 含有 DOCTYPE，不予打开。", "The XML has a DOCTYPE and is not opened.")
            )
        return ElementTree.fromstring(text.encode())  # noqa: S314  no entities: refused above
    except (ElementTree.ParseError, LookupError, ValueError):
        raise unreadable(Text("XML 打不开。", "The XML does not open.")) from None


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)


@cache
def state_of(prefix: object) -> str:
    """The state that an authority's file writes as `prefix`: GR for `EL`."""
    found = next((s for s in eu_states_today() if vat_prefix(s) == prefix), None)
    if found is None:
        says = Text("{prefix} 不是欧盟国家。", "{prefix} is no state of the EU.")
        raise unreadable(says.with_(prefix=str(prefix)[:20]))
    return found
