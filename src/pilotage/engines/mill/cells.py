"""How a cell becomes a value, as SQL over its text; and why a row is rejected.

The rejection rule is contracts/tax.md: one of the four dates, ACTIVITY_PERIOD, QTY, the
rate or a total that cannot be read; no period or no date at all; QTY blank or 0.
"""

from __future__ import annotations

from collections.abc import Callable

from pilotage.engines.mill.columns import BY_NAME, COLUMNS, DECIDING, Column, Kind

DATES = tuple(c.name for c in COLUMNS if c.vital and c.kind is Kind.DATE)
BROKEN, BROKEN_VALUE = "_broken", "_broken_value"  # columns of a mended file
VITAL = tuple(c.name for c in COLUMNS if c.vital)


def literal(text: str) -> str:
    """`text` as an SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def quoted(name: str) -> str:
    """`name` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def typed(column: Column, text: str) -> str:
    """SQL for the typed value of the cell whose text is the SQL expression `text`; NULL if unreadable."""
    if column.kind is Kind.TEXT:
        return _word(text) if column.header in DECIDING or not column.in_2020 else text
    if column.kind is Kind.DECIMAL:
        return _vital_decimal(text) if column.vital else f"TRY_CAST({text} AS DECIMAL(18,4))"
    if column.kind is Kind.EXCHANGE_RATE:
        return f"TRY_CAST({text} AS {column.sql_type})"
    if column.kind is Kind.DATE:
        return _padded(text, _date)
    return _padded(text, _month)


def _word(text: str) -> str:
    return f"CASE WHEN {_is_padded(text)} THEN nullif(trim({text}), '') ELSE {text} END"


def _vital_decimal(text: str) -> str:
    # DuckDB parses 128-bit decimals ten times slower than 64-bit ones, so the wide parse
    # is kept for amounts beyond 10^14; it also takes "1_000", which is no amount.
    return (
        f"CASE WHEN contains({text}, '_') THEN NULL ELSE coalesce("
        f"TRY_CAST({text} AS DECIMAL(18,4))::DECIMAL(20,4), TRY_CAST({text} AS DECIMAL(20,4))) END"
    )


def _date(text: str) -> str:
    # strptime takes one-digit days and two-digit years; ten bytes leave only the full form.
    return (
        f"CASE WHEN strlen({text}) = 10 THEN "
        f"TRY_STRPTIME({text}, ['%d-%m-%Y', '%Y-%m-%d', '%d/%m/%Y'])::DATE END"
    )


def _month(text: str) -> str:
    return f"CASE WHEN strlen({text}) = 8 THEN TRY_STRPTIME({text}, '%Y-%b')::DATE END"


def _padded(text: str, read: Callable[[str], str]) -> str:
    trimmed = f"trim({text})"
    return f"CASE WHEN {_is_padded(text)} THEN {read(trimmed)} ELSE {read(text)} END"


def _is_padded(text: str) -> str:
    # Trimming 95 columns costs half as much as parsing them; a comparison is nearly free.
    return f"({text} < '!' OR suffix({text}, ' '))"


def raw(name: str) -> str:
    """The name under which `fault` expects the text of a vital cell beside its typed value."""
    return f"_text_{name}"


def fault() -> str:
    """SQL for the first fault of a row as STRUCT(column, value, reason), NULL for a good row.

    Expects every vital column typed under its name and its text under `raw(name)`, and `BROKEN`.
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
            f"WHEN {BROKEN} IS NOT NULL THEN "
            f"{{'column': '', 'value': {BROKEN_VALUE}, 'reason': {BROKEN}}}",
            *whens,
            f"WHEN qty IS NULL THEN {_fault('qty', literal(''), 'QTY_BLANK')}",
            f"WHEN qty = 0 THEN {_fault('qty', _shown('qty'), 'QTY_ZERO')}",
            f"WHEN {no_date} THEN {_fault('transaction_complete_date', literal(''), 'NO_DATE')}",
            "WHEN activity_period IS NULL AND transaction_complete_date IS NULL "
            f"THEN {_fault('activity_period', literal(''), 'NO_PERIOD')}",
            "END",
        ]
    )


def unread(columns: tuple[Column, ...]) -> str:
    """SQL for the header of the first cell outside the vital ones that should be a value and is none.

    Expects the typed columns and, for each, its text under `raw(name)`.
    """
    whens = [
        f"WHEN {c.name} IS NULL AND {raw(c.name)} IS NOT NULL AND trim({raw(c.name)}) <> '' "
        f"THEN {literal(c.header)}"
        for c in columns
        if c.kind is not Kind.TEXT and not c.vital
    ]
    return f"CASE {' '.join(whens)} END" if whens else "NULL::VARCHAR"


_UNREADABLE = {Kind.DECIMAL: "NOT_A_NUMBER", Kind.DATE: "NOT_A_DATE", Kind.MONTH: "NOT_A_MONTH"}


def _shown(name: str) -> str:
    return f"left({raw(name)}, 200)"


def _fault(name: str, value: str, reason: str) -> str:
    header = literal(BY_NAME[name].header)
    return f"{{'column': {header}, 'value': {value}, 'reason': {literal(reason)}}}"
