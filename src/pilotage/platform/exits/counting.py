"""How many rows there are, by plain SQL: another path than the one by which rows are read."""

# ruff: noqa: S608  names of tables and columns come from the models and are quoted; values are parameters

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
from django.db.models import Model


def counted(model: type[Model], through: str, seller: int) -> int:
    """Rows of the seller's in one table."""
    table = _quoted(model._meta.db_table)
    return _number(f"SELECT COUNT(*) FROM {table} WHERE {_where(model, through)}", [seller])


def counted_others(
    links: Sequence[tuple[type[Model], str, str]], own: tuple[type[Model], str], seller: int
) -> int:
    """Different things outside the seller that its rows point to; `links` are (table, its path, column)."""
    pointed = " UNION ".join(
        f"SELECT {_quoted(column)} AS one FROM {_quoted(model._meta.db_table)}"
        f" WHERE {_where(model, through)}"
        for model, through, column in links
    )
    mine, through = own
    not_mine = (
        f"one NOT IN (SELECT {_pk(mine)} FROM {_quoted(mine._meta.db_table)}"
        f" WHERE {_where(mine, through)})"
    )
    sql = f"SELECT COUNT(*) FROM ({pointed}) AS pointed WHERE one IS NOT NULL AND {not_mine}"
    return _number(sql, [seller] * (len(links) + 1))


def _where(model: type[Model], through: str) -> str:
    """The path to the seller as nested IN, one for each relation."""
    if not through:
        return f"{_pk(model)} = %s"
    head, _, rest = through.partition("__")
    relation = model._meta.get_field(head)
    far = relation.related_model
    here, there = (
        (_quoted(relation.column), _pk(far))
        if relation.concrete
        else (_pk(model), _quoted(relation.field.column))
    )
    return (
        f"{here} IN (SELECT {there} FROM {_quoted(far._meta.db_table)} WHERE {_where(far, rest)})"
    )


def _pk(model: type[Model]) -> str:
    return _quoted(model._meta.pk.column)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _number(sql: str, values: list[int]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.fetchone()[0])
