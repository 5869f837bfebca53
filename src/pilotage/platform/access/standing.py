"""Whether the fence of row-level security stands (`fence.py`): looked at once a process, and what it lacks in words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.db import connection

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text

READER = "pilotage_reader"
# From PostgreSQL 16 on, becoming a role and having its rights are granted apart.
_MAY_BECOME = {True: "SET", False: "MEMBER"}
_LOOK = """SELECT
 (SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = %(reader)s),
 EXISTS (SELECT FROM pg_roles, pg_class WHERE rolname = %(reader)s AND relkind IN ('r', 'p', 'v', 'm')
  AND relnamespace = current_schema()::regnamespace AND pg_has_role(pg_roles.oid, relowner, 'MEMBER')),
 (SELECT pg_has_role(current_user, oid, %(become)s) FROM pg_roles WHERE rolname = %(reader)s),
 to_regprocedure('pilotage_sees(bigint)') IS NOT NULL,
 EXISTS (SELECT FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relrowsecurity
  AND row_security_active(pg_class.oid)),
 current_user"""
WHAT_TO_RUN = "CREATE ROLE pilotage_reader NOLOGIN; GRANT pilotage_reader TO {user};"


@dataclass(frozen=True, slots=True)
class Standing:
    """`lacks` is empty where the fence is up; `danger` is why the product must not run at all like this."""

    has_role: bool = False
    is_up: bool = False
    lacks: Text | None = None
    danger: Text | None = None


@cache
def standing() -> Standing:
    """As it was when first asked in this process; on SQLite neither up nor lacking."""
    return look()


def look() -> Standing:
    """As it is now."""
    if connection.vendor != "postgresql":
        return Standing()
    with connection.cursor() as cursor:
        become = _MAY_BECOME[connection.pg_version >= 160000]
        cursor.execute(_LOOK, {"reader": READER, "become": become})
        passes, owns, may_become, is_built, blinds_us, user = cursor.fetchone()
    if passes or owns:
        return Standing(danger=_passes())
    if blinds_us:
        return Standing(danger=_blind(user))
    if may_become is None or not may_become:
        return Standing(lacks=_no_role(user))
    return Standing(has_role=True, is_up=is_built, lacks=None if is_built else _not_built())


def check_not_in_danger() -> None:
    """Raises `Invalid("FENCE_BROKEN")` where the reader could see through the fence, or the product nothing."""
    if danger := standing().danger:
        raise Invalid(
            "FENCE_BROKEN",
            danger,
            Text("见 README“PostgreSQL”一节。", "See README, PostgreSQL."),
        )


def _passes() -> Text:
    return Text(
        "数据库角色 {reader} 不得是超级用户、不得有 BYPASSRLS、不得拥有或代表表的所有者，否则行级安全形同虚设。",
        "The database role {reader} must be no superuser, have no BYPASSRLS and own or stand for an owner of no"
        " table: row-level security would be for show.",
    ).with_(reader=READER)


def _blind(user: str) -> Text:
    return Text(
        "数据库用户 {user} 不是表的所有者，行级安全会让它看不到任何数据。",
        "The database user {user} does not own the tables; row-level security would show it nothing.",
    ).with_(user=user)


def _no_role(user: str) -> Text:
    run = WHAT_TO_RUN.format(user=user)
    return Text(
        "行级安全（第二道防线）未启用：缺少数据库角色 {reader}。请管理员执行 {run} 然后重新运行 pilotage manage migrate。",
        "Row-level security, the second fence, is off: the database role {reader} is missing. Have an administrator"
        " run {run} then run pilotage manage migrate again.",
    ).with_(reader=READER, run=run)


def _not_built() -> Text:
    return Text(
        "行级安全（第二道防线）未启用：策略尚未建立。请运行 pilotage manage migrate。",
        "Row-level security, the second fence, is off: its policies are not there. Run pilotage manage migrate.",
    )
