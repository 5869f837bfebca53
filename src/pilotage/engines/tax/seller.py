"""The seller profile (卖家档案): where the seller is established, which numbers and schemes it has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pilotage.engines.law import eu_states_today, ioss_number, own_number
from pilotage.engines.tax.refusals import seller_broken
from pilotage.kernel.text import Text
from pilotage.kernel.yaml_text import flag, read_yaml

_COUNTRY = Text("请写两位国家代码", "write a two-letter country code")
_ALIAS = {"EL": "GR", "UK": "GB"}

# Member states by the ISO 3166 number inside an IOSS number (IM + state + serial + check digit).
_IOSS_STATES = dict(
    pair.split(":")
    for pair in """040:AT 056:BE 100:BG 191:HR 196:CY 203:CZ 208:DK 233:EE 246:FI 250:FR 276:DE 300:GR
    348:HU 372:IE 380:IT 428:LV 440:LT 442:LU 470:MT 528:NL 616:PL 620:PT 642:RO 703:SK 705:SI
    724:ES 752:SE 900:XI""".split()
)


@dataclass(frozen=True, slots=True)
class Seller:
    """What decides about a row apart from the row; `vat_numbers` by country as authorities read them."""

    name: str
    established_in: str
    vat_numbers: Mapping[str, str]
    oss_state: str | None = None
    oss_from: date | None = None
    ioss_number: str | None = None
    italy_vies_guarantee: bool = False

    @property
    def established_in_eu(self) -> bool:
        return self.established_in in eu_states_today()

    @property
    def established_in_gb(self) -> bool:
        return self.established_in in ("GB", "XI")

    @property
    def ioss_state(self) -> str | None:
        """The state of identification, which the IOSS number names."""
        return _IOSS_STATES.get(self.ioss_number[2:5]) if self.ioss_number else None

    def number_in(self, country: str) -> str | None:
        """The own number for a country; GB and XI stand for each other, written as asked."""
        if country in self.vat_numbers:
            return self.vat_numbers[country]
        twin = {"GB": "XI", "XI": "GB"}.get(country, "")
        return country + self.vat_numbers[twin][2:] if twin in self.vat_numbers else None


def read_seller(content: bytes) -> Seller:
    """The profile in a seller.yaml; `Invalid` SELLER_BROKEN names the field that is wrong.

    Fields that other rooms read (annual sales, product streams …) are left to them.
    """
    try:
        document = read_yaml(content)
    except ValueError as error:
        raise seller_broken("YAML", Text("无法解析", "it cannot be parsed")) from error
    if not isinstance(document, dict):
        raise seller_broken("YAML", Text("不是键值表", "it is not a table of fields"))
    oss, ioss = _table(document, "oss"), _table(document, "ioss")
    return Seller(
        name=str(document.get("name") or ""),
        established_in=_country("established_in", document.get("established_in")),
        vat_numbers=_numbers(_table(document, "vat_numbers") or {}),
        oss_state=_member_state(oss.get("member_state")) if oss else None,
        oss_from=_day("oss.from", oss.get("from")) if oss else None,
        ioss_number=_ioss(ioss.get("number")) if ioss else None,
        italy_vies_guarantee=_flag("italy_vies_guarantee", document.get("italy_vies_guarantee")),
    )


def _table(document: Mapping[str, Any], field: str) -> Mapping[str, Any] | None:
    value = document.get(field)
    if value is not None and not isinstance(value, dict):
        raise seller_broken(field, Text("不是键值表", "it is not a table of fields"))
    return value


def _country(field: str, value: object) -> str:
    text = str(value or "").strip().upper()
    if len(text) != 2 or not text.isalpha():
        raise seller_broken(field, _COUNTRY)
    return _ALIAS.get(text, text)


def _member_state(value: object) -> str:
    state = _country("oss.member_state", value)
    if state not in eu_states_today():
        raise seller_broken("oss.member_state", Text("不是欧盟成员国", "it is no member state"))
    return state


def _numbers(given: Mapping[str, Any]) -> dict[str, str]:
    numbers = {}
    for key, value in given.items():
        country = _country("vat_numbers", key)
        found = own_number(str(value), country)
        if found is None:
            raise seller_broken(
                f"vat_numbers.{country}",
                Text("{n} 格式或校验位不对", "{n} has a wrong format or check digit").with_(
                    n=value
                ),
            )
        numbers[country] = found
    return numbers


def _ioss(value: object) -> str:
    number = ioss_number(str(value or ""))
    if number is None:
        raise seller_broken(
            "ioss.number", Text("不是 IM 加 10 位数字", "it is not IM and ten digits")
        )
    return number


def _day(field: str, value: object) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise seller_broken(field, Text("请写成 YYYY-MM-DD", "write YYYY-MM-DD")) from None


def _flag(field: str, value: object) -> bool:
    said = flag(value)
    if said is None and value is not None:
        raise seller_broken(field, Text("请写 true 或 false", "write true or false"))
    return bool(said)
