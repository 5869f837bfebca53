"""One disagreement between what was shipped, bought, registered and declared."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pilotage.engines import law
from pilotage.kernel import places
from pilotage.kernel.text import Text
from pilotage.kernel.trail import Trail

Weight = Literal[
    "act", "look", "ask"
]  # act: something is wrong or missing; ask: nobody can say yet

NO_TRAIL = Trail()


@dataclass(frozen=True, slots=True)
class Kind:
    """What a code means: how much it weighs, what is said, what to do."""

    weight: Weight
    says: Text
    next_step: Text


@dataclass(frozen=True, slots=True)
class Finding:
    """`ours` are the kilograms (or units) computed from the report, `theirs` what was found on paper."""

    code: str
    country: str
    stream: str
    says: Text
    next_step: Text
    material: str = ""
    ours: Decimal | None = None
    theirs: Decimal | None = None
    trail: Trail = NO_TRAIL

    @property
    def weight(self) -> Weight:
        return CODES[self.code].weight


CODES = {
    "MARKET_UNKNOWN": Kind(
        "look",
        Text("{units} 件的目的国在报告中为空，未计入。", "{units} units have no country in the report and are not counted."),
        Text("在报告中补上目的国后重算。", "Add the country in the report and compute again."),
    ),
    "SKU_UNDESCRIBED": Kind(
        "act",
        Text(
            "{country}：SKU {sku} 售出 {units} 件（商品重 {kg} 千克），商品表中没有它，因此未计入申报量。",
            "{country}: SKU {sku} sold {units} units ({kg} kg of goods); the product table lacks it, so it is not counted.",
        ),
        Text("在商品表中为它补上各材料的克数。", "Add its grams per material to the product table."),
    ),
    "NO_LAW_TABLE": Kind(
        "ask",
        Text("法规表没有{country}的“{stream}”规定。", "The law tables have nothing on {stream} in {country}."),
        Text("请当地合规顾问确认。", "Ask a compliance adviser there."),
    ),
    "REGISTRATION_MISSING": Kind(
        "act",
        Text("{country}·{stream}：已有发货，资料中没有登记编号。", "{country}, {stream}: goods were shipped, no registration number is on file."),
        Text("向 {register} 登记，或把已有编号补入资料。", "Register with {register}, or add the number you hold."),
    ),
    "REGISTRATION_MALFORMED": Kind(
        "act",
        Text("{country}·{stream}：编号 {number} 格式不对，应为 {format}。", "{country}, {stream}: number {number} is malformed; it should be {format}."),
        Text("核对登记证；授权代表的编号不能代替生产者编号。", "Check the certificate; a representative's number does not replace the producer's."),
    ),
    "REGISTRATION_UNCHECKED": Kind(
        "look",
        Text("{country}·{stream}：编号 {number} 无法检查格式。", "{country}, {stream}: the format of number {number} cannot be checked."),
        Text("请在登记册网站上查询。", "Look it up on the register's site."),
    ),
    "REGISTRATION_GAP": Kind(
        "act",
        Text("{country}·{stream}：编号 {number} 在 {since} 至 {until} 之间并不全程有效。", "{country}, {stream}: number {number} does not hold for all of {since} to {until}."),
        Text("补上缺口期间的登记，或说明该期间没有发货。", "Register for the missing time, or show that nothing was shipped then."),
    ),
    "NUMBER_SHARED": Kind(
        "act",
        Text("{country}：同一编号 {number} 用于 {streams}；每一类别须有自己的编号。", "{country}: number {number} is used for {streams}; each stream has a number of its own."),
        Text("为每一类别分别取得编号。", "Obtain one number per stream."),
    ),
    "REPRESENTATIVE_NEEDED": Kind(
        "act",
        Text("{country}·{stream}：境外卖家须指定授权代表，资料中没有。{rule}", "{country}, {stream}: a seller from abroad appoints an authorised representative; none is on file. {rule}"),
        Text("指定授权代表并写入资料。", "Appoint one and add it."),
    ),
    "REPRESENTATIVE_DISPUTED": Kind(
        "ask",
        Text("{country}·{stream}：是否须指定授权代表，来源不一致。{rule}", "{country}, {stream}: sources disagree whether a representative is needed. {rule}"),
        Text("向登记机构取得书面答复。", "Get a written answer from the register."),
    ),
    "CONTRACT_MISSING": Kind(
        "act",
        Text("{country}·{stream}：没有回收组织的合同。", "{country}, {stream}: there is no contract with a recycling organisation."),
        Text("与回收组织签约后再发货。", "Sign one before shipping more."),
    ),
    "CONTRACT_GAP": Kind(
        "act",
        Text("{country}·{stream}：合同未覆盖 {since} 至 {until} 的全部日子。", "{country}, {stream}: the contracts do not cover every day from {since} to {until}."),
        Text("补签缺口期间。", "Have the missing days added."),
    ),
    "BOUGHT_TOO_LITTLE": Kind(
        "act",
        Text("{country}·{stream}·{material}：购买 {theirs} 千克，按发货算得 {ours} 千克。", "{country}, {stream}, {material}: {theirs} kg bought, {ours} kg follow from what was shipped."),
        Text("向回收组织补购差额。", "Buy the difference from the organisation."),
    ),
    "BOUGHT_TOO_MUCH": Kind(
        "look",
        Text("{country}·{stream}·{material}：购买 {theirs} 千克，多于按发货算得的 {ours} 千克。", "{country}, {stream}, {material}: {theirs} kg bought, more than the {ours} kg that follow from what was shipped."),
        Text("年终申报时要求按实际数量结算。", "Ask to settle by the real quantity at year's end."),
    ),
    "DECLARATION_MISSING": Kind(
        "act",
        Text("{country}·{stream}：{year} 年未向{to}申报。{due}", "{country}, {stream}: nothing was declared to the {to} for {year}. {due}"),
        Text("按算得的数量申报，并保存回执。", "Declare the computed quantities and keep the receipt."),
    ),
    "DECLARED_TOO_LITTLE": Kind(
        "act",
        Text("{country}·{stream}·{material}：向{to}申报 {theirs} 千克，按发货算得 {ours} 千克。", "{country}, {stream}, {material}: {theirs} kg declared to the {to}, {ours} kg follow from what was shipped."),
        Text("请服务商说明差额，必要时补充申报。", "Have the partner explain the difference, and declare it if need be."),
    ),
    "DECLARED_TOO_MUCH": Kind(
        "look",
        Text("{country}·{stream}·{material}：向{to}申报 {theirs} 千克，多于按发货算得的 {ours} 千克。", "{country}, {stream}, {material}: {theirs} kg declared to the {to}, more than the {ours} kg that follow from what was shipped."),
        Text("核对是否含其他渠道的销量；否则多付了费用。", "Check for sales by other channels; otherwise too much is paid."),
    ),
    "REGISTERS_DIFFER": Kind(
        "act",
        Text("{country}·{stream}·{material}：向登记机构申报 {register_kg} 千克，向回收组织申报 {theirs} 千克，两处须一致。", "{country}, {stream}, {material}: {register_kg} kg declared to the register, {theirs} kg to the organisation; both must be identical."),
        Text("更正其中一处，使两处相同。", "Correct one of them so that both are the same."),
    ),
}  # fmt: skip


def finding(
    code: str,
    country: str,
    stream: str,
    *,
    material: str = "",
    ours: Decimal | None = None,
    theirs: Decimal | None = None,
    trail: Trail = NO_TRAIL,
    **facts: object,
) -> Finding:
    """A finding of a known code; its sentences name country and stream and are filled with the facts."""
    kind = CODES[code]
    filled = {
        "country": places.name(country),
        "stream": law.epr_streams()[stream].name if stream else "",
        "material": material,
        "ours": ours,
        "theirs": theirs,
        **facts,
    }
    return Finding(
        code,
        country,
        stream,
        kind.says.with_(**filled),
        kind.next_step.with_(**filled),
        material,
        ours,
        theirs,
        trail,
    )
