"""The seller profile (`seller.yaml`): read as text, checked field by field, refused by name.

name: …
established_in: CN
vat_numbers: {DE: DE136695976}
oss: {member_state: DE, from: 2025-01-01}           # and all below: optional
ioss: {number: IM2760000001}
italy_vies_guarantee: false
own_tax_staff: true
hours_per_return: 2.5
staff_hour_cost: {amount: 180, currency: CNY}
annual_sales: {amount: 1200000, currency: USD}
sites: [US, JP]                                     # sites besides those in the report
product_streams: {weee: true, batteries: false}     # answers to the questions about products
epr_numbers: {DE: {packaging: DE1234567890123}}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pilotage.engines import law
from pilotage.kernel.decimals import exact
from pilotage.kernel.errors import Invalid
from pilotage.kernel.money import Money
from pilotage.kernel.places import country
from pilotage.kernel.text import Text
from pilotage.kernel.yaml_text import flag, read_yaml

_FIELDS = frozenset(
    "name established_in vat_numbers oss ioss italy_vies_guarantee own_tax_staff hours_per_return"
    " staff_hour_cost annual_sales sites product_streams epr_numbers".split()
)


@dataclass(frozen=True, slots=True)
class OssRegistration:
    """The state of identification and the first day of the registration."""

    member_state: str
    since: date


@dataclass(frozen=True, slots=True)
class SellerProfile:
    """What the seller says of itself; None and empty mean "not said", never "no"."""

    name: str
    established_in: str
    vat_numbers: Mapping[str, str]
    oss: OssRegistration | None = None
    ioss_number: str | None = None
    italy_vies_guarantee: bool = False
    own_tax_staff: bool | None = None
    hours_per_return: Decimal | None = None
    staff_hour_cost: Money | None = None
    annual_sales: Money | None = None
    sites: frozenset[str] = frozenset()
    product_streams: Mapping[str, bool] | None = None
    epr_numbers: Mapping[str, Mapping[str, str]] | None = None

    def has_number(self, place: str) -> bool:
        """Whether a VAT number is on file; for GB and Northern Ireland either of both will do."""
        home = law.vat_home(place)
        return any(law.vat_home(c) == home for c in self.vat_numbers)

    def oss_on(self, on: date) -> bool:
        return self.oss is not None and self.oss.since <= on

    def answers(self, stream: str) -> bool | None:
        """Whether the seller's goods belong to a stream; None when it did not say."""
        return (self.product_streams or {}).get(stream)


def read_seller(content: bytes) -> SellerProfile:
    """The profile of a `seller.yaml`; Invalid names the first field that cannot be used."""
    raw = _document(content)
    for field in raw:
        if field not in _FIELDS:
            raise _refused(field, Text("没有这个字段", "there is no such field"))
    return SellerProfile(
        name=_text(raw, "name"),
        established_in=_home(_text(raw, "established_in")),
        vat_numbers=_vat_numbers(_mapping(raw, "vat_numbers")),
        oss=_oss(_mapping(raw, "oss")),
        ioss_number=_ioss(_mapping(raw, "ioss")),
        italy_vies_guarantee=_flag(raw, "italy_vies_guarantee") or False,
        own_tax_staff=_flag(raw, "own_tax_staff"),
        hours_per_return=_amount("hours_per_return", raw.get("hours_per_return")),
        staff_hour_cost=_money(raw, "staff_hour_cost"),
        annual_sales=_money(raw, "annual_sales"),
        sites=_sites(raw.get("sites", [])),
        product_streams=_product_streams(_mapping(raw, "product_streams")),
        epr_numbers=_epr_numbers(_mapping(raw, "epr_numbers")),
    )


def _document(content: bytes) -> Mapping[str, object]:
    try:
        raw = read_yaml(content)
    except ValueError:
        raise _refused("seller.yaml", Text("不是可读的 YAML", "not readable YAML")) from None
    if not isinstance(raw, dict):
        raise _refused("seller.yaml", Text("应为字段与值的对照", "must hold fields and values"))
    return raw


def _home(code: str) -> str:
    """Any country, also one that no Amazon site or tax table knows."""
    if len(code) != 2 or not (code.isascii() and code.isalpha()):
        raise _refused("established_in", Text("不是国家代码", "not a country code"))
    return country(code) or code.upper()


def _vat_numbers(raw: Mapping[str, object]) -> Mapping[str, str]:
    return {
        (place := _country("vat_numbers", key)): _vat_number(place, number)
        for key, number in raw.items()
    }


def _vat_number(place: str, raw: object) -> str:
    """The number in compact form with its prefix, well-formed by its check digits."""
    number = law.own_number(raw, place) if isinstance(raw, str) else None
    if number is None:
        raise _refused(
            f"vat_numbers.{place}",
            Text("税号 {number} 格式或校验位不对", "VAT number {number} is malformed").with_(
                number=raw
            ),
        )
    return number


def _oss(raw: Mapping[str, object]) -> OssRegistration | None:
    if not raw:
        return None
    state = _country("oss.member_state", _text(raw, "member_state"))
    if state not in law.eu_states_today():
        raise _refused("oss.member_state", Text("不是欧盟成员国", "not a member state"))
    try:
        return OssRegistration(state, date.fromisoformat(_text(raw, "from")))
    except ValueError:
        raise _refused("oss.from", Text("不是 YYYY-MM-DD 日期", "not a YYYY-MM-DD date")) from None


def _ioss(raw: Mapping[str, object]) -> str | None:
    if not raw:
        return None
    number = law.ioss_number(_text(raw, "number"))
    if number is None:
        raise _refused("ioss.number", Text("IOSS 号码格式不对", "the IOSS number is malformed"))
    return number


def _epr_numbers(raw: Mapping[str, object]) -> Mapping[str, Mapping[str, str]] | None:
    found: dict[str, Mapping[str, str]] = {}
    for key, numbers in raw.items():
        place = _country("epr_numbers", key)
        if not isinstance(numbers, dict) or not all(isinstance(n, str) for n in numbers.values()):
            raise _refused(
                f"epr_numbers.{place}", Text("应为类别与编号", "must hold streams and numbers")
            )
        found[place] = numbers
    return found or None


def _product_streams(raw: Mapping[str, object]) -> Mapping[str, bool] | None:
    for stream in raw:
        if stream not in law.epr_streams():
            raise _refused(
                f"product_streams.{stream}", Text("没有这个类别", "there is no such stream")
            )
    answers = {stream: _flag(raw, stream, f"product_streams.{stream}") for stream in raw}
    return {stream: answer for stream, answer in answers.items() if answer is not None} or None


def _sites(raw: object) -> frozenset[str]:
    if not isinstance(raw, list):
        raise _refused("sites", Text("应为国家代码的列表", "must be a list of country codes"))
    sites = frozenset(str(site).upper() for site in raw)
    for site in sites - set(law.marketplaces()):
        raise _refused(
            "sites", Text("{site} 没有亚马逊站点", "{site} has no Amazon site").with_(site=site)
        )
    return sites


def _money(raw: Mapping[str, object], field: str) -> Money | None:
    inner = _mapping(raw, field)
    if not inner:
        return None
    amount, currency = _amount(f"{field}.amount", inner.get("amount")), inner.get("currency")
    if amount is None or not isinstance(currency, str):
        raise _refused(field, Text("须有 amount 与 currency", "needs amount and currency"))
    try:
        return Money(amount, currency)
    except ValueError:
        raise _refused(
            f"{field}.currency", Text("不是三位货币代码", "not a three-letter currency code")
        ) from None


def _amount(field: str, raw: object) -> Decimal | None:
    if raw is None:
        return None
    number = exact(raw) if isinstance(raw, str) else None
    if number is None or number < 0:
        raise _refused(field, Text("不是数字", "not a number"))
    return number


def _flag(raw: Mapping[str, object], key: str, field: str | None = None) -> bool | None:
    said = flag(raw.get(key))
    if said is None and raw.get(key) is not None:
        raise _refused(field or key, Text("应为 true 或 false", "must be true or false"))
    return said


def _mapping(raw: Mapping[str, object], field: str) -> Mapping[str, object]:
    inner = raw.get(field) or {}
    if not isinstance(inner, dict):
        raise _refused(field, Text("应为字段与值的对照", "must hold fields and values"))
    return inner


def _text(raw: Mapping[str, object], field: str) -> str:
    value = raw.get(field)
    if not isinstance(value, str) or not value.strip():
        raise _refused(field, Text("缺失", "missing"))
    return value.strip()


def _country(field: str, code: object) -> str:
    known = country(code) if isinstance(code, str) else None
    if known is None:
        raise _refused(
            field, Text("{code} 不是国家代码", "{code} is no country code").with_(code=code)
        )
    return known


def _refused(field: str, fault: Text) -> Invalid:
    return Invalid(
        "SELLER_PROFILE_INVALID",
        Text(
            "卖家资料的 {field} 不能使用：{fault}。",
            "Field {field} of the seller profile cannot be used: {fault}.",
        ),
        Text("请更正 seller.yaml 后重试。", "Correct seller.yaml and try again."),
        field=field,
        fault=fault,
    )
