"""Rows of many tables gathered first, written together: COPY on PostgreSQL, one statement on SQLite."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any, TypeVar

from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Max, Model

Row = TypeVar("Row", bound=Model)


class Rows:
    """Gives each row its key when it is added, so that others can point to it before it is written.

    For one writer alone: keys start after the highest in the table.
    """

    def __init__(self, order: Sequence[type[Model]]) -> None:
        """`order` is that of the foreign keys."""
        self.by_table: dict[type[Model], list[Any]] = {table: [] for table in order}
        self._keys = {table: _keys_after_last(table) for table in order}

    def add(self, row: Row) -> Row:
        row.pk = next(self._keys[type(row)])
        self.by_table[type(row)].append(row)
        return row

    def write(self) -> None:
        """Everything added since the last time; inside the caller's transaction."""
        for table, rows in self.by_table.items():
            insert(table, rows)
            rows.clear()

    def close(self) -> None:
        """Later rows of others get keys after these."""
        connection = connections[DEFAULT_DB_ALIAS]
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(self.by_table)):
                cursor.execute(statement)


def insert(table: type[Model], rows: Sequence[Model]) -> None:
    """Insert rows that have their keys; what `save` would store, value by value."""
    if not rows:
        return
    connection = connections[DEFAULT_DB_ALIAS]
    columns = ", ".join(connection.ops.quote_name(f.column) for f in table._meta.concrete_fields)
    into = f"{connection.ops.quote_name(table._meta.db_table)} ({columns})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {into} FROM STDIN") as stream:
                for values in _stored(table, rows, connection):
                    stream.write_row(values)
            return
        places = ", ".join(["%s"] * len(table._meta.concrete_fields))
        statement = f"INSERT INTO {into} VALUES ({places})"  # noqa: S608  (our own tables)
        cursor.executemany(statement, list(_stored(table, rows, connection)))


def _stored(
    table: type[Model], rows: Sequence[Model], connection: BaseDatabaseWrapper
) -> Iterator[tuple[Any, ...]]:
    """What each field would save, column by column, turned into rows."""
    columns = []
    for field in table._meta.concrete_fields:
        name, prepared = field.attname, field.get_db_prep_save
        columns.append([prepared(getattr(row, name), connection) for row in rows])
    return zip(*columns, strict=True)


def _keys_after_last(table: type[Model]) -> Iterator[int]:
    last = table._default_manager.aggregate(last=Max("pk"))["last"]
    return count((last or 0) + 1)
