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
        from pilotage.platform.billing import disputed as money
        from pilotage.platform.cases import disputed as promises
        from pilotage.platform.cases import followed
        from pilotage.platform.compliance import followers
        from pilotage.platform.delivery import disputed as work
        from pilotage.platform.disputes import consequences

        ports.wire(queue=queue.DatabaseQueue(), files=folder.FileFolder())
        followers.wire(followed.receipt_on_file)
        consequences.wire(
            {
                "deliverable": work.deliverable_ended,
                "review": work.review_ended,
                "credit": money.credit_ended,
                "verdict": promises.verdict_ended,
            }
        )
