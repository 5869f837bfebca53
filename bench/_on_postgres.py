"""A bench that wants PostgreSQL begins one and itself again on it."""

from __future__ import annotations

import os
import subprocess
import sys


def on_postgres(topic: str) -> bool:
    """Whether this run is on PostgreSQL; else one is begun on which `topic` is measured, and nothing more is to do here."""
    if os.environ.get("PILOTAGE_DATABASE", "").startswith("postgres"):
        return True
    options = [word for word in sys.argv[1:] if word.startswith("-")]
    subprocess.run(["bin/postgres", sys.executable, "-m", "bench", topic, *options], check=True)
    return False
