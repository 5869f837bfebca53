"""The one columnar expression: from the report's rows to determinations (税务判定).

Compiles unchanged for DuckDB, Spark and PostgreSQL, as three statements: the facts of every row, the
`situations` among them judged once, and every row reckoned. `statement` keeps those for DuckDB,
because Ibis takes seconds to import and to compile.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

import ibis

from pilotage.engines.tax.amounts import with_amounts, with_rates, with_share_of_sale
from pilotage.engines.tax.conversion import with_exchange, with_money, with_targets
from pilotage.engines.tax.facts import facts
from pilotage.engines.tax.inputs import rows
from pilotage.engines.tax.ladder import RULES, Rule, established, rule_of
from pilotage.engines.tax.movements import with_hindrance
from pilotage.engines.tax.output import shown, with_lines
from pilotage.engines.tax.places import home
from pilotage.engines.tax.situations import met, placed, told
from pilotage.engines.tax.slots import Statements, holds
from pilotage.engines.tax.spans import with_periods

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ibis import Schema
    from ibis.expr.types import Table, Value

Engine = Literal["duckdb", "pyspark", "postgres"]


def compiled(engine: Engine = "duckdb") -> Statements:
    """The three statements over the tables of `inputs`, a WITH clause per stage; slots unfilled."""
    with _unfused():
        of_facts, known = _chained(rows(), {"facts": facts}, engine)
        offered = ibis.table(known, name="facts")
        of_situations, told_of = _chained(offered, _JUDGED, engine)
        situations = ibis.table(told_of, name="situations")
        reckoned = {"placed": lambda t: placed(t, situations), **_RECKONED}
        of_rows, _ = _chained(offered, reckoned, engine)
    return Statements(of_facts, of_situations, of_rows)


def _chained(
    table: Table, stages: Mapping[str, Callable[[Table], Table]], engine: Engine
) -> tuple[str, Schema]:
    """The stages in order, each reading the one before it, and the columns of the last."""
    texts: list[tuple[str, str]] = []
    for name, stage in stages.items():
        result = stage(table)
        texts.append((name, str(ibis.to_sql(result, dialect=engine, pretty=False))))
        table = ibis.table(result.schema(), name=name)
    *before, (_, last) = texts
    # PostgreSQL would put each stage into the next and work its columns out anew for each use.
    held = " MATERIALIZED" if engine == "postgres" else ""
    steps = ", ".join(f"{name} AS{held} ({text})" for name, text in before)
    text = f"WITH {steps} {last}" if steps else last
    if engine == "duckdb":  # which would hold every row of a report in memory at once
        text = re.sub(r'WITH "(t\d+)" AS \(', r'WITH "\1" AS NOT MATERIALIZED (', text)
    # Ibis keeps dropped columns as a set: in order of hash, which differs from process to process.
    return re.sub(
        r"EXCLUDE \(([^)]*)\)", lambda m: f"EXCLUDE ({_sorted(m[1])})", text
    ), table.schema()


def _sorted(names: str) -> str:
    return ", ".join(sorted(names.split(", ")))


def treated(t: Table) -> Table:
    """`t` with the rule that fits, its treatment or the code that blocks, and the jurisdiction."""
    t = t.mutate(rule=rule_of(t).cast("int64"))
    return t.mutate(
        treatment=_by_rule(t, lambda rule: rule.treatment),
        ruled_out=_by_rule(t, lambda rule: rule.blocked),
        jurisdiction=_jurisdiction(t),
    )


def _decided(t: Table) -> Table:
    return shown(t.mutate(code=_code(t)))


def _said(t: Table) -> Table:
    """What a situation tells: the codes of what blocks its rows, before and after their price, and when booked."""
    priced = t.taxed | t.exempt | t.with_input
    own_goods = t.treatment == "own_goods"
    nothing = ibis.null("string")
    return told(
        with_lines(t).mutate(
            before_price=ibis.cases(
                (t.immovable.notnull(), t.immovable),
                (t.moved & own_goods & t.rate.isnull(), "RATE_UNKNOWN"),
                else_=nothing,
            ),
            after_price=ibis.cases(
                (priced & t.currency.isnull(), "FX_MISSING"),
                (t.inherits & (t.taxed | t.exempt) & t.sale_currency.isnull(), "FX_MISSING"),
                else_=nothing,
            ),
            when_booked=ibis.cases(
                (t.too_old, "OSS_TOO_OLD"),
                ((priced | t.moved) & t.unconverted, "FX_MISSING"),
                else_=nothing,
            ),
            findings=_findings(t),
        )
    )


_JUDGED: dict[str, Callable[[Table], Table]] = {
    "met": met,
    "treated": treated,
    "rated": with_rates,
    "moved": lambda t: with_periods(with_hindrance(t)),
    "targeted": with_targets,
    "exchanged": with_exchange,
    "said": _said,
}
_RECKONED: dict[str, Callable[[Table], Table]] = {
    "priced": with_amounts,
    "shared": with_share_of_sale,
    "converted": with_money,
    "determined": _decided,
}


@contextmanager
def _unfused() -> Iterator[None]:
    """Ibis keeps each step a subquery: fused ones would repeat every step in all that use it."""
    options = ibis.options.sql
    before, options.fuse_selects = options.fuse_selects, False
    try:
        yield
    finally:
        options.fuse_selects = before


def _by_rule(t: Table, part: Callable[[Rule], str]) -> Value:
    cases = [(number, part(rule)) for number, rule in RULES.items() if part(rule)]
    return t.rule.cases(*cases, else_=ibis.null("string"))


def _jurisdiction(t: Table) -> Value:
    """Where the return is filed: a country, `OSS` or `IOSS`; NULL for no return."""
    where: dict[str, list[int]] = {}
    for number, rule in RULES.items():
        where.setdefault(rule.where, []).append(number)
    return ibis.cases(
        (t.rule.isin(where["dep"]), home(t.dep)),
        (t.rule.isin(where["arr"]), home(t.arr)),
        *((t.rule.isin(where[name]), name) for name in ("GB", "OSS", "IOSS")),
        else_=ibis.null("string"),
    )


def _code(t: Table) -> Value:
    """The code of what blocks the row, NULL for a determined one; the first that fits."""
    too_large = t.too_large & (t.taxed | t.exempt | t.with_input | t.moved)
    return ibis.cases(
        (t.ruled_out.notnull(), t.ruled_out),
        (too_large, "NOT_COVERED"),
        else_=ibis.coalesce(t.before_price, t.unpriced, t.after_price, t.unshared, t.when_booked),
    )


def _findings(t: Table) -> Value:
    """Codes joined by commas, empty for none."""
    named = {
        "BUYER_NUMBER_INVALID": t.buyer_invalid,
        "PLATFORM_MISSED": (t.rule == 24) & ~established(t),
        "OSS_NOT_IN_PROFILE": (t.rule == 25) & ~holds("oss_in_profile"),
        "IOSS_NOT_IN_PROFILE": (t.rule == 18) & ~holds("ioss_in_profile"),
        "DEPARTURE_RATE_PRACTICE": t.rule == 27,
    }
    nothing = ibis.literal("")
    said = [ibis.ifelse(holds, ibis.literal(f"{code},"), nothing) for code, holds in named.items()]
    text = said[0]
    for more in said[1:]:
        text = text + more
    return ibis.ifelse(ibis.or_(*named.values()), text, nothing)
