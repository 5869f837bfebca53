"""Which upper floor fulfils which port. Read this file to see every upward need of the house."""

from __future__ import annotations

from django.apps import AppConfig


class Wiring(AppConfig):
    """Connects ports when Django starts."""

    name = "pilotage.config"
    label = "config"

    def ready(self) -> None:
        from pilotage.integrations.storage import folder
        from pilotage.jobs import queue
        from pilotage.platform import ports

        ports.wire(queue=queue.DatabaseQueue(), files=folder.FileFolder())
