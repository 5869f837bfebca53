"""The sentences of a proof, in both languages, with their figures."""

from __future__ import annotations

from pilotage.kernel.text import Text

TITLES = {
    "total": Text("全部变更", "all changes"),
    "bid_up": Text("提高出价", "bids raised"),
    "bid_down": Text("降低出价", "bids lowered"),
    "negative": Text("否定词", "negatives"),
    "harvest": Text("搜索词单列", "harvested terms"),
    "budget": Text("预算", "budgets"),
    "placement": Text("广告位加价", "placement adjustments"),
    "pause": Text("暂停", "pauses"),
    "new": Text("新增投放", "new targets"),
    "other": Text("其他变更", "other changes"),
    "mixed": Text("同一周内多种变更", "several kinds within a week"),
}
MEASURES = {
    "sales": Text("销售额", "sales"),
    "spend": Text("花费", "spend"),
    "gain": Text("按目标 ACoS 计的收益", "gain at the target ACoS"),
    "acos": Text("ACoS", "ACoS"),
}
_OVER = Text("{entities} 个对象、{days} 个对象·日", "{entities} entities, {days} entity-days")
_FIGURES = Text(
    "{measure}：实际 {observed}，没有这些变更预计 {expected}，差 {effect}（90% 区间 {low} 至 {high}），{over}，对照 {controls} 个",
    "{measure}: {observed}, against {expected} expected without these changes, a difference of {effect} (90 % interval {low} to {high}); {over}, {controls} controls",
)  # fmt: skip
CODES = {
    "SHOWN": Text("{figures}。偶然出现这样大差异的概率为 {chance}：有效果。", "{figures}. Chance alone would bring this with probability {chance}: an effect."),
    "INTERVAL_HOLDS_ZERO": Text("{figures}。区间包含零：看不出效果。", "{figures}. The interval holds zero: no effect can be shown."),
    "CHANCE_OF_MANY": Text("{figures}。单看像有效果，但共比较了 {compared} 项，仅凭偶然也会出现（概率 {chance}）：看不出效果。", "{figures}. By itself this looks like an effect, yet among {compared} comparisons chance alone brings one like it (probability {chance}): no effect can be shown."),
    "TOO_FEW_CONTROLS": Text("{figures}。未被改动的对照太少（{controls} 个）：看不出效果。", "{figures}. Too few untouched entities to compare with ({controls}): no effect can be shown."),
    "TOO_FEW_SALES": Text("{figures}。前后合计约 {orders} 单，数据太少：看不出效果。", "{figures}. About {orders} orders with and without: too few, no effect can be shown."),
    "TOO_FEW_CLICKS": Text("{figures}。花费太少，不足以判断：看不出效果。", "{figures}. Too little spend to judge by: no effect can be shown."),
}  # fmt: skip
NOTHING = {
    "NO_CHANGES": Text("所选日期内没有能影响投放的变更，因此没有效果可言。", "No change of these dates could have an effect, so none is claimed."),
    "NO_ENTITY": Text("{changes} 项变更的对象都不在报告里，无法判断：看不出效果。", "None of the entities of the {changes} changes is in the report: no effect can be shown."),
    "TOO_SHORT": Text("{changes} 项变更之前不足两周，或之后到下一次变更、或到销售归因完整之日（{ripe}）不足一周：看不出效果。", "The {changes} changes have less than two weeks before them, or less than a week after them until the next change or until sales are fully attributed ({ripe}): no effect can be shown."),
    "NO_CONTROLS": Text("在这 {entities} 个对象变更之后的日子里，没有任何未被改动的对象可作对照：看不出效果。", "On the days after these {entities} entities changed no entity was left untouched to compare with: no effect can be shown."),
    "NO_SALES": Text("没有销售额，ACoS 无定义：看不出效果。", "Without sales ACoS is undefined: no effect can be shown."),
}  # fmt: skip
NOTES = {
    "LOST": Text("{n} 项变更的对象不在报告里，未计入。", "{n} changes are about entities that are not in the report; they are left out."),
    "UNSEEN": Text("{n} 项变更之前不足两周或之后不足一周（到下一次变更或到 {ripe}），单独看不出。", "{n} changes have less than two weeks before or a week after them (until the next change or {ripe}) and cannot be seen by themselves."),
    "BARE": Text("{n} 项变更之后的日子里没有任何未被改动的对象可作对照，未计入。", "{n} changes have days after them on which no entity was left untouched to compare with; they are left out."),
    "UNREAD": Text("变更记录有 {n} 行没有时间或对象，未计入。", "{n} rows of the history have no time or no entity; they are left out."),
    "UNDATED": Text("报告有 {n} 行没有日期，未计入。", "{n} rows of the report have no date; they are left out."),
    "RIPE": Text("{ripe} 之后的销售尚未完全归因，未计入。", "Sales after {ripe} are not yet fully attributed; those days are left out."),
    "TARGET": Text("未给出目标 ACoS，以变更前的 {target} 为目标。", "No target ACoS was given; {target}, that of the time before the changes, is taken."),
    "MEAN": Text("变更往往跟在运气特别差或特别好的一两周之后，即使不改也会自行回升或回落（回归均值）。因此按每个对象自身的长期水平预计：若只与变更前两周相比，会把销售额 {bounced} 误当作效果，这里不计入。", "Changes follow weeks of bad or good luck, which turn by themselves (regression to the mean). Entities are therefore expected at their own long-run level: compared with the two weeks before alone, {bounced} of sales would pass for an effect; it is not counted as one."),
    "FRESH": Text("新增的投放没有“变更前”，其销售额按全部计入；可能从其他投放分走的部分，只计入词语相含的投放。", "New targets have no time before: all they sell counts, and what they take from others is counted only for targets whose words they contain."),
}  # fmt: skip
PART = {
    "shown": Text("{title}（{changes} 项）：{list}。", "{title} ({changes} changes): {list}."),
    "not_shown": Text(
        "{title}（{changes} 项）：看不出效果。{why}",
        "{title} ({changes} changes): no effect can be shown. {why}",
    ),
}
MOVED = Text("{measure} {effect}（{low} 至 {high}）", "{measure} {effect} ({low} to {high})")


def figures(name: str, currency: str, values: dict[str, float], **facts: object) -> Text:
    """The sentence part with the figures of a measure; money with sign and currency, ACoS in percent."""
    shown = {
        key: spelt(name, value, currency, key in ("effect", "low", "high"))
        for key, value in values.items()
    }
    over = _OVER.with_(entities=facts["entities"], days=facts["days"])
    return _FIGURES.with_(measure=MEASURES[name], over=over, controls=facts["controls"], **shown)


def spelt(name: str, value: float, currency: str, signed: bool) -> Text:
    """A figure as it is read.

    >>> spelt("sales", 12.5, "EUR", True).en, spelt("acos", -0.0312, "EUR", True).zh
    ('+12.50 EUR', '-3.12 个百分点')
    """
    value = value if abs(value) >= (5e-5 if name == "acos" else 5e-3) else 0.0  # never "-0.00"
    if name == "acos":
        plain = f"{value * 100:+.2f}"
        return Text(f"{plain} 个百分点", f"{plain} pp") if signed else Text(*[f"{value:.2%}"] * 2)
    money = f"{value:+,.2f}" if signed else f"{value:,.2f}"
    return Text(*[f"{money} {currency}".rstrip()] * 2)
