"""The policies of row-level security (行级安全), made from the tags that say which table leaves with a seller.

A row is seen when the organisation at the end of its path is one that the viewer sees: their own, and for a
partner every seller with whom it deals (`DEALINGS`). So a table that gets its tag gets its fence. Tables
tagged `Apart` are open to the reader role as they are. How a reading uses it: `platform/access/fence.py`.
"""

# ruff: noqa: S608  names of tables and columns come from the models and are quoted; there are no values

from __future__ import annotations

from collections.abc import Iterator

from django.db import DatabaseError, connection, transaction
from django.db.models import Field, Model

from pilotage.kernel.canonical import sha256
from pilotage.platform.access import standing
from pilotage.platform.access.fence import KNOWS, PERSON, SEES
from pilotage.platform.access.standing import READER
from pilotage.platform.engagements.models import Contract, Referral
from pilotage.platform.exits.belonging import Belonging, belongings
from pilotage.platform.grants.models import Grant
from pilotage.platform.parties.models import Kind, Membership, Organisation, Person

POLICY = "pilotage_fence"
# What makes a partner one that deals with a seller: table, path to the seller, path to the partner.
DEALINGS: tuple[tuple[type[Model], str, str], ...] = (
    (Referral, "request__seller", "partner"),
    (Contract, "seller", "partner"),
    (Grant, "seller", "firm"),
)
# Creating a role or becoming its member fails when another process does it in the same instant.
_TRIES = 5


def build() -> None:
    """Role, rights and policies as the tags are now, on a migrated database; where all is so already, nothing.

    Where the database user may not create the role nothing is built, and `standing.look()` says what to run.
    """
    if connection.vendor != "postgresql":
        return
    with transaction.atomic():
        # Two processes that migrate at once would stand in each other's way.
        _run("SELECT pg_advisory_xact_lock(hashtext('pilotage_fence'))")
        if _has_role() and _noted() != _digest():
            for sentence in list(_script()):
                _run(sentence)
            _run(f"COMMENT ON FUNCTION pilotage_sees(bigint) IS '{_digest()}'")
    standing.standing.cache_clear()


def open_tables() -> list[str]:
    """Owned tables that stand without their policy, by name; empty where the fence is whole."""
    there = {
        row[0]
        for row in _all(
            "SELECT tablename FROM pg_policies JOIN pg_class ON relname = tablename"
            " AND relnamespace = schemaname::regnamespace"
            f" WHERE schemaname = current_schema() AND policyname = '{POLICY}' AND relrowsecurity"
        )
    }
    return sorted(one.name for one in belongings() if one.model._meta.db_table not in there)


def rule(one: Belonging) -> str:
    """When a row of the table is seen: the SQL condition of its policy."""
    model = one.model
    if model is Organisation:
        # Firms show themselves in the directory; of sellers only those dealt with, and one's own other hats.
        return (
            f"kind <> '{Kind.SELLER}' OR {_is_among('id', SEES)} OR"
            f" EXISTS (SELECT FROM {_table(Membership)} m WHERE m.organisation_id = {_table(model)}.id"
            f" AND m.person_id = {_me()})"
        )
    if model is Membership:
        return f"{_is_among('organisation_id', KNOWS)} OR person_id = {_me()}"
    if model is Person:
        # Colleagues, and the people of the other side, who stand by name beside what they did.
        return f"EXISTS (SELECT FROM {_table(Membership)} m WHERE m.person_id = {_table(model)}.id)"
    head, _, rest = one.tag.through.partition("__")
    relation = model._meta.get_field(head)
    if not rest:
        return _is_among(_quoted(relation.column), SEES)
    return _hangs_on(model, relation, rest)


def _hangs_on(model: type[Model], relation: Field, rest: str) -> str:
    """Seen when the row it hangs on is seen, which that table's own policy says."""
    far = relation.related_model
    if _through(far) != rest:
        raise ValueError(f"{model.__name__}: {far.__name__} does not go on to the seller by {rest}")
    other = _table(far)
    its_key, our_column = _quoted(far._meta.pk.column), _quoted(relation.column)
    # Whose people one knows is more than whose keys one sees.
    strictly = f" AND {_is_among('organisation_id', SEES)}" if far is Membership else ""
    return f"EXISTS (SELECT FROM {other} WHERE {other}.{its_key} = {_table(model)}.{our_column}{strictly})"


def _through(model: type[Model]) -> str | None:
    """The path of an owned table to its seller; None for a table that stays."""
    return next((one.tag.through for one in belongings() if one.model is model), None)


def _is_among(column: str, setting: str) -> str:
    """Worked out once a query. A setting whose transaction ended is '', which is nobody and no error."""
    return f"{column} = ANY ((SELECT {_setting(setting)}::bigint[])::bigint[])"


def _me() -> str:
    return f"(SELECT {_setting(PERSON)}::bigint)"


def _setting(name: str) -> str:
    return f"NULLIF(current_setting('{name}', true), '')"


def _script() -> Iterator[str]:
    """Everything that makes the fence, in order; said again it changes nothing."""
    yield f"GRANT USAGE ON SCHEMA {_schema()} TO {READER}"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA {_schema()} FROM {READER}"
    yield f"GRANT SELECT ON ALL TABLES IN SCHEMA {_schema()} TO {READER}"
    yield _function("pilotage_sees", _sellers_of("$1"))
    yield _function("pilotage_knows", f"{_sellers_of('$1')} UNION {_partners_of('$1')}")
    rules = {one.model._meta.db_table: rule(one) for one in belongings()}
    for table in _tables():
        if table in rules or table in _fenced_before():
            yield f"DROP POLICY IF EXISTS {POLICY} ON {_quoted(table)}"
        if table in rules:
            yield f"ALTER TABLE {_quoted(table)} ENABLE ROW LEVEL SECURITY"
            yield (
                f"CREATE POLICY {POLICY} ON {_quoted(table)} TO {READER}"
                f" USING ({rules[table]}) WITH CHECK ({rules[table]})"
            )
        elif table in _fenced_before():
            yield f"ALTER TABLE {_quoted(table)} DISABLE ROW LEVEL SECURITY"


def _function(name: str, ids: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {name}(bigint) RETURNS bigint[] LANGUAGE sql STABLE"
        f" AS $$ SELECT ARRAY(SELECT $1 WHERE $1 IS NOT NULL UNION {ids}) $$"
    )


def _sellers_of(firm: str) -> str:
    return " UNION ".join(_dealing(one, seller, partner, firm) for one, seller, partner in DEALINGS)


def _partners_of(firm: str) -> str:
    return " UNION ".join(_dealing(one, partner, seller, firm) for one, seller, partner in DEALINGS)


def _dealing(model: type[Model], wanted: str, given: str, firm: str) -> str:
    """Numbers of the organisations at one end of a dealing that has `firm` at the other."""
    ends = {path: _end(model, path) for path in (wanted, given)}
    joins = " ".join(join for _, join in ends.values())
    return f"SELECT {ends[wanted][0]} FROM {_table(model)} {joins} WHERE {ends[given][0]} = {firm}"


def _end(model: type[Model], path: str) -> tuple[str, str]:
    """(column with the organisation's number, the join that leads there) for a path of one or two steps."""
    head, _, rest = path.partition("__")
    first = model._meta.get_field(head)
    mine = f"{_table(model)}.{_quoted(first.column)}"
    if not rest:
        return mine, ""
    far = first.related_model
    last = f"{_table(far)}.{_quoted(far._meta.get_field(rest).column)}"
    return last, f"JOIN {_table(far)} ON {_table(far)}.{_quoted(far._meta.pk.column)} = {mine}"


def _digest() -> str:
    """Of all that the fence is made of, with the tables it does not touch: they are opened to the reader."""
    return sha256("\n".join([*_script(), *_tables(), *open_tables()]).encode())


def _noted() -> str:
    note = _all("SELECT obj_description(to_regprocedure('pilotage_sees(bigint)'), 'pg_proc')")
    return note[0][0] or ""


def _has_role() -> bool:
    """Whether there is a reader that we may become; makes it where we may."""
    for _ in range(_TRIES):
        now = standing.look()
        if now.danger or now.has_role:
            return now.danger is None
        try:
            with transaction.atomic():
                _make_role()
        except DatabaseError:
            continue
    return False


def _make_role() -> None:
    if not _all(f"SELECT FROM pg_roles WHERE rolname = '{READER}'"):
        _run(f"CREATE ROLE {READER} NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE")
    _run(f"GRANT {READER} TO CURRENT_USER")


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        return sorted(connection.introspection.table_names(cursor))


def _fenced_before() -> set[str]:
    rows = _all(
        "SELECT tablename FROM pg_policies"
        f" WHERE schemaname = current_schema() AND policyname = '{POLICY}'"
    )
    return {row[0] for row in rows}


def _schema() -> str:
    return _quoted(str(_all("SELECT current_schema()")[0][0]))


def _table(model: type[Model]) -> str:
    return _quoted(model._meta.db_table)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _run(sentence: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sentence)


def _all(sentence: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sentence)
        return cursor.fetchall()
