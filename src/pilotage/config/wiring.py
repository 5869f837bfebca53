"""Which upper floor fulfils which port. Read this file to see every upward need of the house."""

from __future__ import annotations

import logging

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class Wiring(AppConfig):
    """Connects ports when Django starts."""

    name = "pilotage.config"
    label = "config"

    def ready(self) -> None:
        from django.conf import settings

        from pilotage.integrations.sp_api.consent import SignIn
        from pilotage.integrations.storage import folder
        from pilotage.integrations.webhooks.sender import Sender
        from pilotage.jobs import queue
        from pilotage.platform import ports
        from pilotage.platform.billing import disputed as money
        from pilotage.platform.cases import disputed as promises
        from pilotage.platform.cases import followed
        from pilotage.platform.compliance import followers
        from pilotage.platform.delivery import disputed as work
        from pilotage.platform.disputes import consequences
        from pilotage.platform.notices import following
        from pilotage.platform.webhooks import queueing

        post_migrate.connect(_fence, dispatch_uid="fence")
        amazon = settings.AMAZON
        ports.wire(
            queue=queue.DatabaseQueue(),
            files=folder.FileFolder(),
            consents=SignIn(amazon["client"], amazon["secret"], amazon["address"]),
            webhooks=Sender(),
        )
        following.wire(queueing.told)
        followers.wire(followed.receipt_on_file)
        consequences.wire(
            {
                "deliverable": work.deliverable_ended,
                "review": work.review_ended,
                "credit": money.credit_ended,
                "verdict": promises.verdict_ended,
            }
        )


def _fence(sender: AppConfig, using: str, **facts: object) -> None:
    """Row-level security, once the database is at its newest: after the last room's migrations."""
    from django.apps import apps
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from pilotage.platform.access import standing
    from pilotage.platform.exits import fencing

    rooms = [app for app in apps.get_app_configs() if app.models_module]
    # `flush` says the same without a plan; emptying tables changes no policy.
    if sender is not rooms[-1] or "plan" not in facts or connection.vendor != "postgresql":
        return
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    fencing.build()
    now = standing.look()
    if said := now.danger or now.lacks:
        logging.getLogger("pilotage").warning("%s", said)
