"""Who may apply for a resource: rules over the rooms' own records, each with the reason that is told where it is not met."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from pilotage.kernel.text import Text
from pilotage.platform.brand.models import Mark
from pilotage.platform.brand.models import Status as MarkStatus
from pilotage.platform.certification.models import Partner
from pilotage.platform.certification.states import Standing
from pilotage.platform.parties.models import Organisation
from pilotage.platform.programme.models import Answer, ShopRecord
from pilotage.platform.programme.resources import Resource


@dataclass(frozen=True, slots=True)
class Rule:
    """`holds` of an organisation by its number; `says` what it asks for, `lacks` what to do about it."""

    says: Text
    lacks: Text
    holds: Callable[[int], bool]


def why_not(one: Resource, organisation: Organisation, on: date) -> tuple[Text, ...]:
    """Why the organisation may not apply on that day; empty when it may."""
    if not one.is_offered(on):
        return (_not_offered(one, on),)
    rules = one.open_to.get(organisation.kind)
    if rules is None:
        return (Text("这项资源不向您这类组织开放", "it is not open to your kind of organisation"),)
    return tuple(RULES[name].lacks for name in rules if not RULES[name].holds(organisation.pk))


def _not_offered(one: Resource, on: date) -> Text:
    if one.until is not None and on >= one.until:
        return Text("已于 {day} 停办", "it ended on {day}").with_(day=one.until.isoformat())
    return Text("尚未开始", "it has not begun")


def _has_shop(organisation: int) -> bool:
    rows = ShopRecord.objects.filter(organisation_id=organisation)
    return rows.filter(answer=Answer.APPROVED).exists()


def _has_mark(organisation: int) -> bool:
    rows = Mark.objects.filter(organisation_id=organisation, retired_at=None)
    return rows.filter(status=MarkStatus.REGISTERED).exists()


def _in_standing(organisation: int) -> bool:
    rows = Partner.objects.filter(organisation_id=organisation)
    return rows.exclude(standing=Standing.SUSPENDED).exists()


RULES: Mapping[str, Rule] = MappingProxyType({
    "shop": Rule(
        Text("已登记一家获亚马逊批准的店铺", "one shop noted as approved by Amazon"),
        Text("还没有获批准的店铺：请在“开店结果”登记", "no approved shop yet: note it under “Shops: results”"),
        _has_shop,
    ),
    "brand": Rule(
        Text("品牌保护中有一件已注册的商标", "one registered mark under brand protection"),
        Text("还没有已注册的商标：请在“品牌保护”登记", "no registered mark yet: enter it under “Brand protection”"),
        _has_mark,
    ),
    "standing": Rule(
        Text("已登记为服务商，且未被暂停", "registered as a partner, and not suspended"),
        Text("尚未登记，或目前被暂停：请看“资质认证”", "not registered as a partner, or suspended at present: see “Certification”"),
        _in_standing,
    ),
})  # fmt: skip
