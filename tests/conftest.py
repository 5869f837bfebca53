"""What every test may use."""

from __future__ import annotations

import importlib
import os
from datetime import UTC, datetime

import pytest
from django.conf import settings as django_settings
from django.db.backends.base.operations import BaseDatabaseOperations
from hypothesis import HealthCheck
from hypothesis import settings as properties

# How fast a busy machine draws examples says nothing about the code.
properties.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
properties.load_profile("house")

_guards = [
    importlib.import_module(f"pilotage.platform.{room}.migrations.{number}_append_only")
    for room, number in (
        ("audit", "0002"),
        ("audit", "0004"),
        ("billing", "0002"),
        ("programme", "0002"),
        ("programme", "0004"),
    )
]
_flush = BaseDatabaseOperations.execute_sql_flush


def _flush_with_guard_lifted(self: BaseDatabaseOperations, statements: list[str]) -> None:
    """Transactional tests empty every table; only there are the append-only guards lifted for a moment."""
    with self.connection.schema_editor() as editor:
        for guard in _guards:
            guard.unguard(None, editor)
    _flush(self, statements)
    with self.connection.schema_editor() as editor:
        for guard in _guards:
            guard.guard(None, editor)


BaseDatabaseOperations.execute_sql_flush = _flush_with_guard_lifted


@pytest.fixture(autouse=True, scope="session")
def _own_var(tmp_path_factory):
    """Keys made in a run are the run's: a seal that a test made would be too young for the demo beside it."""
    if "PILOTAGE_VAR" not in os.environ:
        django_settings.VAR = tmp_path_factory.mktemp("var")


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    """Files and letters of a test stay in its own folder."""
    settings.FILES_FOLDER = tmp_path / "files"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Every test client builds the middleware anew; a walk through all static files each time is half its cost.
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(scope="session")
def at() -> datetime:
    """A Wednesday morning in Shanghai."""
    return datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
