"""Exact rounding on every engine: integers in, integers out.

DuckDB and Spark divide decimals as binary floats and Ibis compiles `//` to such a division, so a
quotient is only estimated that way and then corrected by its exact remainder. The estimate is
less than one off while the quotient stays below 2**51 (EUR 22 million million in cents).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

if TYPE_CHECKING:
    from collections.abc import Callable

    from ibis.expr.types import IntegerValue, Table, Value

WIDE = "decimal(38, 0)"  # products that may pass 2**63


def half_up(table: Table, quotients: dict[str, tuple[Value, Value]]) -> Table:
    """`table` with every name = dividend / divisor as a whole number, half away from zero.

    Dividends may be negative, divisors are positive; NULL where one of the two is NULL. Where one
    is a decimal the work is done in 38 digits, else in 64 bits.
    """
    parts: dict[str, Value] = {}
    for name, (dividend, divisor) in quotients.items():
        kind = WIDE if dividend.type().is_decimal() or divisor.type().is_decimal() else "int64"
        parts[_of(name, "n")] = dividend.cast(kind)
        parts[_of(name, "d")] = divisor.cast(kind)
    table = table.mutate(**parts)
    table = table.mutate(**{_of(n, "q"): _where_asked(table, n, _estimate) for n in quotients})
    table = table.mutate(**{n: _where_asked(table, n, _corrected) for n in quotients})
    return table.drop(*(_of(name, part) for name in quotients for part in "ndq"))


def _of(name: str, part: str) -> str:
    return f"{name}_{part}"


def _where_asked(table: Table, name: str, value: Callable[[Table, str], Value]) -> Value:
    """NULL without a dividend: few rows have most quotients, and a branch is reckoned for its own rows only."""
    dividend = table[_of(name, "n")]
    return ibis.ifelse(dividend.isnull(), ibis.null("int64"), value(table, name))


def _doubled(table: Table, name: str) -> tuple[Value, Value]:
    """|n| / d rounded half up is the floor of (2|n| + d) / 2d: this dividend and divisor."""
    n, d = table[_of(name, "n")], table[_of(name, "d")]
    return (n.abs() * 2 + d).cast(d.type()), (d * 2).cast(d.type())


def _estimate(table: Table, name: str) -> Value:
    dividend, divisor = _doubled(table, name)
    return (dividend / divisor).floor().cast("int64")


def _corrected(table: Table, name: str) -> Value:
    dividend, divisor = _doubled(table, name)
    estimate = table[_of(name, "q")]
    kind = divisor.type()
    rest = (dividend - (estimate.cast(kind) * divisor).cast(kind)).cast(kind)
    quotient = estimate + ibis.cases((rest < 0, -1), (rest >= divisor, 1), else_=0)
    return ibis.ifelse(table[_of(name, "n")] < 0, -quotient, quotient).cast("int64")


def ten_thousandths(decimal: Value) -> IntegerValue:
    """A DECIMAL(20,4) below 10**10 as whole ten-thousandths: 19.99 is 199900."""
    # DuckDB multiplies 18 digits in a machine word, 20 digits sixty times slower.
    return (decimal.cast("decimal(18, 4)") * 10_000).cast("int64")
