"""Files no proof can be read from, each refused by name with the next step."""

from __future__ import annotations

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text

_DATED = Text(
    "请在广告控制台下载按“每日”（或每周）汇总、带日期列的投放报告或搜索词报告，建议至少 8 周。",
    "Download a targeting or search-term report with time unit Daily (or weekly) and its Date column; eight weeks or more.",
)
_SAYS = {
    "NO_ROWS": (Text("文件里没有带点击和花费的行。", "The file has no rows with clicks and spend."), _DATED),
    "NO_DATES": (Text("文件里的行没有日期，无法区分变更前后。", "The rows have no date: before and after a change cannot be told apart."), _DATED),
    "ROWS_TOO_LONG": (Text("文件里有一行涵盖 {days} 天，长于一周，无法区分变更前后。", "A row covers {days} days, more than a week: before and after a change cannot be told apart."), _DATED),
    "TOO_FEW_PERIODS": (Text("文件只有 {periods} 个日期。", "The file has {periods} dates only."), _DATED),
    "PERIODS_OVERLAP": (Text("文件混有每日和每周（{days} 天）的行，会重复计算。", "The file mixes daily rows with rows of {days} days, which would count twice."), _DATED),
    "CURRENCIES": (
        Text("文件含有多种币种（{currencies}），不能相加。", "The file has several currencies ({currencies}), which do not add up."),
        Text("请每个站点各用一份报告。", "Use one report per marketplace."),
    ),
    "NO_HISTORY": (
        Text("{file} 不是广告变更记录。", "{file} is no history of advertising changes."),
        Text("请从广告控制台的“历史记录”导出变更（含 time、eventSourceId、type、from、to 列）。", "Export the changes from History in the advertising console (columns time, eventSourceId, type, from, to)."),
    ),
    "FROM_AFTER_UNTIL": (
        Text("开始日期 {start} 晚于结束日期 {until}。", "From {start} is later than until {until}."),
        Text("请给出先后正确的两个日期。", "Give the two dates in order."),
    ),
    "UNUSABLE_TARGET": (
        Text("目标 ACoS {target} 不能用。", "Target ACoS {target} cannot be used."),
        Text("请给出 0.001 到 10 之间的数，例如 0.30。", "Give a number from 0.001 to 10, such as 0.30."),
    ),
}  # fmt: skip


def refused(code: str, **facts: object) -> Invalid:
    """The refusal by its code."""
    says, next_ = _SAYS[code]
    return Invalid(code, says, next_, **facts)
