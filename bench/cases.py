"""10,000 open promises of one contract, recomputed through the platform's query on SQLite: under 5 seconds."""

from __future__ import annotations

import os
import tempfile
import time
from datetime import timedelta

import django

CASES = 5_000  # each owes a first response and a correction
BAR = 5.0


def main() -> None:
    """Seconds from the query to every clock."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PILOTAGE_VAR"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pilotage.config.settings")
        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        _measure()


def _measure() -> None:
    from tests.platform.cases.making import talk
    from tests.platform.cases.test_cases import TEN, hours

    from pilotage.platform.cases import queries
    from pilotage.platform.cases.models import Case, CaseEvent

    some = talk(TEN)
    first = Case.objects.get()
    made = Case.objects.bulk_create(
        [
            Case(
                contract=first.contract,
                version=first.version,
                title=f"服务单 {number}",
                state="open",
                opened_side="seller",
                opened_at=TEN + timedelta(seconds=number),
                changed_at=TEN,
            )
            for number in range(1, CASES)
        ],
        batch_size=500,
    )
    CaseEvent.objects.bulk_create(
        [
            CaseEvent(case=one, kind="opened", side="seller", text="请看附表", at=one.opened_at)
            for one in made
        ],
        batch_size=500,
    )
    viewer = some.some.side("seller", hours(2))
    begin = time.perf_counter()
    clocks = sum(len(one.clocks) for one in queries.live(viewer, some.some.contract))
    seconds = time.perf_counter() - begin
    verdict = "met" if seconds < BAR else "MISSED"
    print(f"{clocks:,} open promises in {seconds:.1f} s (bar {BAR:.0f})  {verdict}")


if __name__ == "__main__":
    main()
