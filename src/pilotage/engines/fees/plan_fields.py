"""Fee plans ↔ the dicts of the contract (and of the platform's JSON column)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TypedDict

from pilotage.engines.fees import fields
from pilotage.engines.fees.fields import Fields
from pilotage.engines.fees.plan import (
    Anchor,
    BillRounding,
    Every,
    FeeItem,
    FeePlan,
    Level,
    PassThrough,
    Payee,
    PerUnit,
    Project,
    Recurring,
    Share,
    Tier,
    TiersApply,
    charge_of,
    kind_of,
)
from pilotage.engines.fees.refusals import bad_item
from pilotage.kernel.decimals import Rounding


class _Charge(TypedDict):
    code: str
    currency: str
    count: int
    per: str | None
    rounding: BillRounding


def plan_from(items: Sequence[Fields]) -> FeePlan:
    """The plan that these dicts spell; raises `Invalid("BAD_ITEM")`."""
    return FeePlan(tuple(item_from(item) for item in items))


def item_from(item: Fields) -> FeeItem:
    """One item of a plan; raises `Invalid("BAD_ITEM")`."""
    kind = item.get("kind")
    reader = _READERS.get(kind) if isinstance(kind, str) else None
    if reader is None:
        raise bad_item("kind", kind)
    return reader(item)


def plan_fields(plan: FeePlan) -> list[dict[str, object]]:
    """The plan as dicts that `plan_from` reads back to the same plan."""
    return [item_fields(item) for item in plan.items]


def item_fields(item: FeeItem) -> dict[str, object]:
    """One item as the contract spells it: decimals as text, percentages with their sign."""
    charge = charge_of(item)
    spelled: dict[str, object] = {
        "code": charge.code,
        "kind": kind_of(item),
        "currency": charge.currency,
        "count": charge.count,
        "rounding": {"level": str(charge.rounding.level), "mode": str(charge.rounding.mode)},
    }
    if charge.per is not None:
        spelled["per"] = charge.per
    if isinstance(item, PassThrough) and item.payee:
        spelled["payee"] = str(item.payee)
    return spelled | _own_fields(charge)


def _own_fields(charge: Recurring | Share | PerUnit | Project) -> dict[str, object]:
    match charge:
        case Recurring():
            return {
                "amount": _text(charge.amount),
                "every": str(charge.every),
                "anchor": str(charge.anchor),
            }
        case PerUnit():
            return {"of": charge.of, "amount": _text(charge.amount)}
        case Project():
            return {"amount": _text(charge.amount)}
        case Share():
            return _share_fields(charge)


def _share_fields(share: Share) -> dict[str, object]:
    spelled: dict[str, object] = {
        "of": share.of,
        "tiers": [{"from": _text(t.start), "rate": f"{_text(t.percent)}%"} for t in share.tiers],
        "tiers_apply": str(share.tiers_apply),
    }
    limits = (("floor", share.floor), ("cap", share.cap))
    return spelled | {name: _text(limit) for name, limit in limits if limit is not None}


def _text(value: Decimal) -> str:
    return format(value, "f")


def _charge(item: Fields) -> _Charge:
    per = item.get("per")
    return {
        "code": fields.text(item, "code", bad_item),
        "currency": fields.currency(item, "currency", bad_item),
        "count": fields.count(item, "count", bad_item, absent=1),
        "per": per if isinstance(per, str) else None,
        "rounding": _rounding(item),
    }


def _rounding(item: Fields) -> BillRounding:
    agreed = fields.mapping(item, "rounding", bad_item)
    return BillRounding(
        fields.choice(agreed, "level", Level, bad_item, absent=Level.INVOICE),
        fields.choice(agreed, "mode", Rounding, bad_item, absent=Rounding.HALF_UP),
    )


def _recurring(item: Fields) -> Recurring:
    return Recurring(
        **_charge(item),
        amount=fields.amount(item, "amount", bad_item),
        every=fields.choice(item, "every", Every, bad_item),
        anchor=fields.choice(item, "anchor", Anchor, bad_item, absent=Anchor.CALENDAR),
    )


def _share(item: Fields) -> Share:
    return Share(
        **_charge(item),
        of=fields.text(item, "of", bad_item),
        tiers=_tiers(item),
        tiers_apply=fields.choice(
            item, "tiers_apply", TiersApply, bad_item, absent=TiersApply.SLICE
        ),
        floor=fields.amount_or_none(item, "floor", bad_item),
        cap=fields.amount_or_none(item, "cap", bad_item),
    )


def _tiers(item: Fields) -> tuple[Tier, ...]:
    if item.get("tiers") is None:
        return (Tier(Decimal(0), fields.percent(item, "rate", bad_item)),)
    tiers = sorted(
        (
            Tier(fields.amount(tier, "from", bad_item), fields.percent(tier, "rate", bad_item))
            for tier in fields.objects(item, "tiers", bad_item)
        ),
        key=lambda tier: tier.start,
    )
    starts = [tier.start for tier in tiers]
    if not starts or starts[0] != 0 or len(set(starts)) < len(starts):
        raise bad_item("tiers", item["tiers"])
    return tuple(tiers)


def _per_unit(item: Fields) -> PerUnit:
    return PerUnit(
        **_charge(item),
        of=fields.text(item, "of", bad_item),
        amount=fields.amount(item, "amount", bad_item),
    )


def _project(item: Fields) -> Project:
    return Project(**_charge(item), amount=fields.amount(item, "amount", bad_item))


def _pass_through(item: Fields) -> PassThrough:
    payee = item.get("payee")
    return PassThrough(
        _passed_on(item),
        None if payee is None else fields.choice(item, "payee", Payee, bad_item),
    )


def _passed_on(item: Fields) -> Recurring | PerUnit | Project:
    if item.get("every") is not None:
        return _recurring(item)
    return _per_unit(item) if item.get("of") is not None else _project(item)


_READERS: dict[str, Callable[[Fields], FeeItem]] = {
    "recurring": _recurring,
    "share": _share,
    "per_unit": _per_unit,
    "project": _project,
    "pass_through": _pass_through,
}
