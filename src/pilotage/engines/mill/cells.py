"""How a cell becomes a value, as SQL over its text; and why a row is rejected.

The rejection rule is contracts/tax.md: one of the four dates, ACTIVITY_PERIOD, QTY, the
rate or a total that cannot be read; no period or no date at all; QTY blank or 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pilotage.engines.mill.columns import BY_NAME, COLUMNS, Column, Kind

_MONTHS = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC"
DATES = tuple(c.name for c in COLUMNS if c.vital and c.kind is Kind.DATE)
VITAL = tuple(c.name for c in COLUMNS if c.vital)


def literal(text: str) -> str:
    """`text` as an SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def quoted(name: str) -> str:
    """`name` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def typed(column: Column, text: str) -> str:
    """SQL for the typed value of the cell whose text is the SQL expression `text`; NULL if unreadable."""
    return _TYPED[column.kind](text)


def _text(text: str) -> str:
    return f"nullif(trim({text}), '')"


def _decimal(text: str) -> str:
    # DuckDB parses 128-bit decimals ten times slower than 64-bit ones, so the wide parse
    # is kept for amounts beyond 10^14; it also takes "1_000", which is no amount.
    return (
        f"CASE WHEN contains({text}, '_') THEN NULL ELSE coalesce("
        f"TRY_CAST({text} AS DECIMAL(18,4))::DECIMAL(20,4), TRY_CAST({text} AS DECIMAL(20,4))) END"
    )


def _exchange_rate(text: str) -> str:
    return f"TRY_CAST({text} AS {Kind.EXCHANGE_RATE})"


def _date(text: str) -> str:
    # strptime takes one-digit days and two-digit years; ten characters leave only the full form.
    return (
        f"CASE WHEN length(trim({text})) = 10 THEN "
        f"TRY_STRPTIME(trim({text}), ['%d-%m-%Y', '%Y-%m-%d', '%d/%m/%Y'])::DATE END"
    )


def _month(text: str) -> str:
    number = f"(strpos('{_MONTHS}', upper(trim({text})[6:8])) + 2)"
    return (
        f"CASE WHEN regexp_full_match(trim({text}), '[0-9]{{4}}-[A-Za-z]{{3}}') AND {number} % 3 = 0 "
        f"AND {number} > 2 THEN make_date(trim({text})[1:4]::INTEGER, {number} // 3, 1) END"
    )


_TYPED: Mapping[Kind, Callable[[str], str]] = {
    Kind.TEXT: _text,
    Kind.DECIMAL: _decimal,
    Kind.EXCHANGE_RATE: _exchange_rate,
    Kind.DATE: _date,
    Kind.MONTH: _month,
}


def raw(name: str) -> str:
    """The name under which `fault` expects the text of a vital cell beside its typed value."""
    return f"_text_{name}"


def fault() -> str:
    """SQL for the first fault of a row as STRUCT(column, value, reason), NULL for a good row.

    Expects every vital column typed under its name and its text under `raw(name)`.
    """
    whens = [
        f"WHEN {name} IS NULL AND trim({raw(name)}) <> '' "
        f"THEN {_fault(name, _shown(name), _UNREADABLE[BY_NAME[name].kind])}"
        for name in VITAL
    ]
    no_date = " AND ".join(f"{name} IS NULL" for name in DATES)
    return "\n".join(
        [
            "CASE",
            *whens,
            f"WHEN qty IS NULL THEN {_fault('qty', literal(''), 'QTY_BLANK')}",
            f"WHEN qty = 0 THEN {_fault('qty', _shown('qty'), 'QTY_ZERO')}",
            f"WHEN {no_date} THEN {_fault('transaction_complete_date', literal(''), 'NO_DATE')}",
            "WHEN activity_period IS NULL AND transaction_complete_date IS NULL "
            f"THEN {_fault('activity_period', literal(''), 'NO_PERIOD')}",
            "END",
        ]
    )


_UNREADABLE = {Kind.DECIMAL: "NOT_A_NUMBER", Kind.DATE: "NOT_A_DATE", Kind.MONTH: "NOT_A_MONTH"}


def _shown(name: str) -> str:
    return f"left({raw(name)}, 200)"


def _fault(name: str, value: str, reason: str) -> str:
    header = literal(BY_NAME[name].header)
    return f"{{'column': {header}, 'value': {value}, 'reason': {literal(reason)}}}"
