"""Typed readers of environment variables that fail loudly, naming the variable and where to set it."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off"}


def text(name: str, default: str) -> str:
    return os.environ.get(name, default)


def flag(name: str, default: bool) -> bool:
    """A yes or no; anything else stops the start with a hint."""
    raw = os.environ.get(name)
    if raw is None:
        return default
    if raw.lower() in _TRUE | _FALSE:
        return raw.lower() in _TRUE
    raise ImproperlyConfigured(f"{name}={raw!r}: write 1 or 0 (see README, Settings)")


def number(name: str, default: int) -> int:
    raw = os.environ.get(name)
    if raw is None:
        return default
    if raw.isdigit():
        return int(raw)
    raise ImproperlyConfigured(f"{name}={raw!r}: write a whole number (see README, Settings)")


def day(name: str) -> date | None:
    raw = os.environ.get(name, "")
    try:
        return date.fromisoformat(raw) if raw else None
    except ValueError:
        raise ImproperlyConfigured(f"{name}={raw!r}: write a day like 2026-11-01") from None


def words(name: str, default: list[str]) -> list[str]:
    raw = os.environ.get(name)
    return default if raw is None else [w.strip() for w in raw.split(",") if w.strip()]


def database(name: str, var: Path) -> dict[str, object]:
    """Django's settings for `sqlite:///path` (default, embedded) or `postgresql://user:pw@host:port/name`."""
    raw = os.environ.get(name, f"sqlite:///{var / 'pilotage.sqlite3'}")
    url = urlsplit(raw)
    if url.scheme == "sqlite":
        return _sqlite(url.path.removeprefix("/") if url.path.startswith("//") else url.path)
    if url.scheme in ("postgres", "postgresql"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(url.path.lstrip("/")),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": url.hostname or dict(parse_qsl(url.query)).get("host", ""),
            "PORT": str(url.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise ImproperlyConfigured(f"{name}: sqlite:///path or postgresql://user:password@host/name")


def _sqlite(path: str) -> dict[str, object]:
    # IMMEDIATE takes the write lock at BEGIN: waiting replaces "database is locked" (docs/decisions/sqlite.md).
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;",
        },
    }
