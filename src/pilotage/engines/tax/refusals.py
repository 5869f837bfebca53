"""Inputs that stop a run before any row counts: each with what happened and the next step."""

from __future__ import annotations

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text


def seller_broken(field: str, fault: Text) -> Invalid:
    """A seller profile that cannot be read as one."""
    return Invalid(
        "SELLER_BROKEN",
        Text(
            "卖家档案的 {field} 有误：{fault}。没有读取任何行。",
            "The seller profile's {field} is wrong: {fault}. No row was read.",
        ),
        Text("请修正 seller.yaml 后重试。", "Correct seller.yaml and run again."),
        field=field,
        fault=fault,
    )


def table_broken(name: str, line: int, fault: Text) -> Invalid:
    """A line of costs.csv or fx.csv that cannot be read; `line` counts the header as 1."""
    return Invalid(
        "TABLE_BROKEN",
        Text(
            "{name} 第 {line} 行有误：{fault}。没有读取任何行。",
            "{name}, line {line}: {fault}. No row was read.",
        ),
        Text("请修正该行后重试。", "Correct that line and run again."),
        name=name,
        line=line,
        fault=fault,
    )


def not_reconciled(what: str, left: object, right: object) -> Invalid:
    """Rows or money that do not add up; the run keeps nothing."""
    return Invalid(
        "NOT_RECONCILED",
        Text(
            "核对不平：{what}，一侧 {left}，另一侧 {right}。没有写出任何文件。",
            "{what} do not reconcile: {left} against {right}. Nothing was written.",
        ),
        Text("请把报告文件发给我们查找原因。", "Send us the report so that we find the cause."),
        what=what,
        left=str(left),
        right=str(right),
    )


def engine_unavailable(lacks: list[str]) -> Invalid:
    """Spark was asked for and something that it needs is not on this machine."""
    return Invalid(
        "ENGINE_UNAVAILABLE",
        Text(
            "本机无法使用 Spark，缺少：{lacks}。没有写出任何文件。",
            "Spark cannot be used here; missing: {lacks}. Nothing was written.",
        ),
        Text(
            "请安装 pilotage[spark] 和 Java 17 以上，或使用默认引擎 duckdb。",
            "Install pilotage[spark] and Java 17 or later, or use the default engine, duckdb.",
        ),
        lacks=", ".join(lacks),
    )
