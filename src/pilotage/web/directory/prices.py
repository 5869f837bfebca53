"""A fee plan in words: one sentence an item, money as the partner wrote it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from pilotage.engines import fees
from pilotage.engines.fees import PassThrough, Payee, PerUnit, Project, Recurring, Share
from pilotage.kernel.decimals import plain
from pilotage.kernel.money import minor_units
from pilotage.kernel.text import Text

_EVERY = {
    "month": Text("月", "month"),
    "quarter": Text("季", "quarter"),
    "year": Text("年", "year"),
}
_PER = {"country": Text("国", "country"), "class": Text("类", "class")}
_OF = {
    "sales": Text("销售额", "sales"),
    "ad_spend": Text("广告花费", "ad spend"),
    "units": Text("件", "unit"),
    "labels": Text("标签", "label"),
}
_PAYEES = {
    Payee.GOVERNMENT: Text("官方规费", "official charge"),
    Payee.THIRD_PARTY: Text("第三方费用", "third-party charge"),
}


def in_words(items: Sequence[Mapping[str, object]]) -> tuple[Text, ...]:
    """Each item of a plan as a sentence."""
    return tuple(_item(item) for item in fees.plan_from(items).items)


def first_in_words(items: Sequence[Mapping[str, object]]) -> Text:
    """The main price, and that there is more to pay where there is."""
    said = in_words(items)
    more = Text("{price}，另有 {n} 项", "{price}, and {n} more")
    return said[0] if len(said) == 1 else more.with_(price=said[0], n=len(said) - 1)


def money(amount: Decimal, currency: str) -> str:
    """`EUR 1,250.00`, with all the decimals the partner gave."""
    digits = -int(amount.as_tuple().exponent)
    return f"{currency} {amount:,.{max(digits, minor_units(currency))}f}"


def _item(item: fees.FeeItem) -> Text:
    if isinstance(item, PassThrough):
        payee = _PAYEES[item.payee] if item.payee else Text("代付", "passed on")
        return Text("{payee} {price}", "{payee} {price}").with_(
            payee=payee, price=_charge(item.charge)
        )
    return _charge(item)


def _charge(charge: Recurring | Share | PerUnit | Project) -> Text:
    return _SAYS[type(charge)](charge)


def _recurring(charge: Recurring) -> Text:
    return _per(charge).with_(
        price=money(charge.amount, charge.currency), every=_EVERY[charge.every]
    )


def _per(charge: Recurring) -> Text:
    if charge.per is None:
        return Text("{price}／{every}", "{price} per {every}")
    unit = _PER.get(charge.per, Text(charge.per, charge.per))
    return Text(
        f"{{price}}／{unit.zh}／{{every}}",
        f"{{price}} per {unit.en} and {{every}}",
    )


def _project(charge: Project) -> Text:
    price = money(charge.amount, charge.currency)
    if charge.per is None:
        return Text("{price}（一次性）", "{price} once").with_(price=price)
    unit = _PER.get(charge.per, Text(charge.per, charge.per))
    return Text("{price}／{unit}（一次性）", "{price} per {unit}, once").with_(
        price=price, unit=unit
    )


def _per_unit(charge: PerUnit) -> Text:
    return Text("{price}／{of}", "{price} per {of}").with_(
        price=money(charge.amount, charge.currency), of=_of(charge.of)
    )


def _share(charge: Share) -> Text:
    said = _tiers(charge)
    if charge.floor is not None:
        said = Text("{so_far}，每月至少 {least}", "{so_far}, at least {least} a month").with_(
            so_far=said, least=money(charge.floor, charge.currency)
        )
    if charge.cap is not None:
        said = Text("{so_far}，每月最多 {most}", "{so_far}, at most {most} a month").with_(
            so_far=said, most=money(charge.cap, charge.currency)
        )
    return said


def _tiers(charge: Share) -> Text:
    of = _of(charge.of)
    if len(charge.tiers) == 1:
        return Text("{of}的 {rate}%", "{rate}% of {of}").with_(
            of=of, rate=plain(charge.tiers[0].percent)
        )
    rates = "，".join(
        f"≥ {money(t.start, charge.currency)}: {plain(t.percent)}%" for t in charge.tiers
    )
    return Text("{of}阶梯抽成（{rates}）", "a share of {of} by tier ({rates})").with_(
        of=of, rates=rates
    )


def _of(code: str) -> Text:
    return _OF.get(code, Text(code, code))


_SAYS: dict[type, Callable[..., Text]] = {
    Recurring: _recurring,
    Share: _share,
    PerUnit: _per_unit,
    Project: _project,
}
