"""Row-level security (行级安全): on PostgreSQL a reading runs as a role that sees only rows of the viewer's sellers.

The second fence behind the queries' own: a query that forgets to ask whose a row is answers with nothing of
others, not with everything. Which row belongs to whom is said by policies, made from the tags of the exit bags
(`platform/exits/fencing.py`). On SQLite there is none, and nothing here does anything.

    with behind(viewer): …      reads within one transaction; writing is refused by the database
    with outside(): …           within it, for what is counted over everybody's rows and names nobody

The role and its settings end with the transaction (`SET LOCAL`): a connection handed on to another request
carries nothing along. Who runs SQL of their own can leave the fence; it is for mistakes, not for injections.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import TracebackType

from django.db import connection, transaction

from pilotage.platform.access.standing import READER, standing
from pilotage.platform.access.viewer import Viewer

# Whose rows are seen, whose people are known, who looks. Arrays and a number, as text; '' is nobody.
SEES, KNOWS, PERSON = "pilotage.sees", "pilotage.knows", "pilotage.person"
# The role comes last: until then the owner works out who deals with whom.
_ENTER = f"""SELECT current_setting('role'),
 set_config('{SEES}', pilotage_sees(%(firm)s)::text, true),
 set_config('{KNOWS}', pilotage_knows(%(firm)s)::text, true),
 set_config('{PERSON}', %(person)s, true),
 set_config('role', '{READER}', true)"""
_LEAVE = f"""SELECT set_config('role', %s, true), set_config('{SEES}', '', true),
 set_config('{KNOWS}', '', true), set_config('{PERSON}', '', true)"""

# The role to which `outside` goes back, while somebody stands behind the fence.
_role_before: ContextVar[str | None] = ContextVar("role_before", default=None)


def applies_to(viewer: Viewer) -> bool:
    """Whether the viewer reads behind the fence: members of sellers and partners, where there is one."""
    # The viewer of a request is looked up when it is first asked about: last.
    return standing().is_up and not viewer.job and (viewer.is_seller or viewer.is_partner)


@contextmanager
def behind(viewer: Viewer) -> Iterator[None]:
    """One transaction that reads what `viewer` may; no difference to operators, the product and on SQLite."""
    if not applies_to(viewer):
        yield
        return
    with Reading(viewer):
        yield


@contextmanager
def outside() -> Iterator[None]:
    """The owner's eyes for a moment. Say beside it why a viewer may know what is made of everybody's rows."""
    before = _role_before.get()
    if before is None:
        yield
        return
    _run("SELECT set_config('role', %s, true)", [before])
    _role_before.set(None)
    try:
        yield
    finally:
        _role_before.set(before)
        if not _is_broken():
            _run("SELECT set_config('role', %s, true)", [READER])


class Reading:
    """A stay behind the fence, for doors that enter and leave at different places; else use `behind`."""

    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        self._transaction = transaction.atomic()
        self._is_nested = False

    def __enter__(self) -> Reading:
        if _role_before.get() is not None:
            raise RuntimeError("already behind the fence")
        self._is_nested = connection.in_atomic_block
        self._transaction.__enter__()
        who = {"firm": self._viewer.organisation_id, "person": str(self._viewer.person_id or "")}
        try:
            before = _run(_ENTER, who)[0]
        except BaseException as error:
            self._transaction.__exit__(type(error), error, error.__traceback__)
            raise
        _role_before.set(str(before))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Nothing stays: a rollback takes the settings back, a commit ends them, within another transaction we do."""
        before = _role_before.get()
        _role_before.set(None)
        if error is None and _is_broken():
            # Somebody caught the database's refusal and answered; there is nothing to commit.
            transaction.set_rollback(True)
        elif error is None and self._is_nested:
            _run(_LEAVE, [before])
        self._transaction.__exit__(kind, error, trace)


def _run(sql: str, values: object) -> tuple[object, ...]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()


def _is_broken() -> bool:
    """Whether the database takes nothing more in this transaction."""
    link = connection.connection
    if link is None or link.closed or connection.needs_rollback:
        return True
    return bool(link.info.transaction_status.name == "INERROR")
