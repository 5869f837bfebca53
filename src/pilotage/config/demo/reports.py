"""VAT Transactions Reports of invented sellers, to drop into the fit advice."""

from __future__ import annotations

from pathlib import Path

from pilotage.config import settings as files


def folder() -> Path:
    """Where they lie."""
    return files.VAR / "demo"


def write() -> Path:
    """Write them; the folder."""
    folder().mkdir(parents=True, exist_ok=True)
    return folder()
