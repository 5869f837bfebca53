"""Whom an incident reaches over 1,000,000 filings: seconds on SQLite or PostgreSQL, and equal to a count row by row.

`BENCH_FILINGS` sets the size. All filings are of one firm: the hardest case of its kind.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

FILINGS, BAR = int(os.environ.get("BENCH_FILINGS", "1000000")), 1.0
_RUN = """
import django, sys, time; django.setup()
from datetime import UTC, datetime
from django.core.management import call_command
from tests.platform.incidents import making
call_command("migrate", verbosity=0)
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.compliance.models import Filing
from pilotage.platform.incidents.causes import causes
from pilotage.platform.incidents.reach import reach
from pilotage.platform.parties.models import Organisation
many, at = int(sys.argv[1]), making.NOW
firm = making.certified()
sellers = [Organisation(kind="seller", name_zh=f"卖家{n}", created_at=at) for n in range(many // 50 or 1)]
Organisation.objects.bulk_create(sellers, batch_size=2000)
places, states = ("DE", "FR", "IT", "ES"), ("claimed", "format_ok", "authority_confirmed")
for start in range(0, many, 5000):
    Filing.objects.bulk_create(
        Filing(organisation=sellers[n // 50], filed_by=firm.partner.organisation, kind="LOCAL",
               jurisdiction=places[n % 4], period=f"{2000 + n % 50 // 4}-01", state=states[n % 7 % 3],
               claimed_by="bench", claimed_at=at)
        for n in range(start, min(start + 5000, many))
    )
viewer = Viewer.product("bench", at)
for kind, about in (("standing", firm.ref), ("credential", firm.credentials["tax_agent_reference"])):
    spent = []
    for _ in range(5):
        began = time.perf_counter()
        (cause,) = causes(viewer, kind, about)
        found = reach(viewer, cause)
        spent.append(time.perf_counter() - began)
    by_hand = {}
    rows = Filing.objects.values_list("organisation_id", "filed_by_id", "kind", "jurisdiction", "state")
    for seller, by, form, place, state in rows.iterator():
        if by == firm.partner.organisation_id and form == "LOCAL" and ("vat_filing", place) in cause.lost:
            count, waits = by_hand.get(seller, (0, 0))
            by_hand[seller] = (count + 1, waits + (state != "authority_confirmed"))
    same = by_hand == {one.seller.pk: (one.filings, one.unconfirmed) for one in found.sellers}
    print(kind, sorted(spent)[2], len(found.sellers), found.filings, same)
"""


def main() -> None:
    """Print the median of five for a suspended firm and for a credential, with the bar."""
    with tempfile.TemporaryDirectory() as folder:
        env = os.environ | {
            "PILOTAGE_VAR": folder,
            "DJANGO_SETTINGS_MODULE": "pilotage.config.settings",
            "PYTHONPATH": ".",
        }
        ran = subprocess.run(
            [sys.executable, "-c", _RUN, str(FILINGS)],
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
    if ran.returncode:
        raise SystemExit(ran.stderr[-2000:])
    for line in ran.stdout.splitlines():
        kind, seconds, sellers, filings, same = line.split()
        verdict = "met" if float(seconds) <= BAR and same == "True" else "MISSED"
        print(
            f"{kind}: {FILINGS:,} filings, {int(sellers):,} sellers and {int(filings):,} filings reached:"
            f" {float(seconds):.2f} s ≤ {BAR} s, equal to a count row by row: {same}  {verdict}"
        )
