"""The WSGI callable that granian serves; on SQLite the background worker is a thread beside it."""

from __future__ import annotations

import os
import threading
from multiprocessing.util import Finalize

from django.core.wsgi import get_wsgi_application

from pilotage.config import environment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pilotage.config.settings")
application = get_wsgi_application()

# Longer than a tick or a short job; a job cut off here is rescued by the next worker.
PATIENCE_SECONDS = 10


def start_embedded_worker() -> None:
    """Jobs in a thread of this process; told to stop, and waited for, when the process ends."""
    from pilotage.jobs.worker import work

    stop = threading.Event()
    thread = threading.Thread(target=work, args=(stop,), name="jobs", daemon=True)
    thread.start()

    def end() -> None:
        stop.set()
        thread.join(PATIENCE_SECONDS)

    # granian's processes end through multiprocessing, which runs finalizers but no atexit hooks.
    Finalize(None, end, exitpriority=10)


if environment.flag("PILOTAGE_EMBEDDED_WORKER", default=False):
    start_embedded_worker()
