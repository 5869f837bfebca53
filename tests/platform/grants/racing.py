"""A partner writes while the seller revokes, over and over: `python -m tests.platform.grants.racing PAIRS`.

Runs on the database that `PILOTAGE_DATABASE` names (it is migrated first) and prints three numbers: writes
committed before the revocation, writes refused, writes committed after it. The order is the seller's audit
chain: each event is written under the lock of the chain's end, in the transaction of the change itself.
"""

from __future__ import annotations

import os
import random
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import django


def main(pairs: int) -> None:
    """Race that many pairs and print the outcome."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pilotage.config.settings")
    django.setup()
    from django.core.management import call_command
    from tests.platform.directory import making
    from tests.platform.grants import making as grants

    call_command("migrate", verbosity=0)
    seller, firm = making.seller(), making.firm()
    grants.engaged(seller, firm)
    chance, refs, refused = random.Random(pairs), [], 0
    with ThreadPoolExecutor(2) as pool:
        for number in range(pairs):
            grant = grants.granted(seller, firm.owner)
            refs.append(grant.ref)
            start = threading.Barrier(2)
            waits = chance.choice(((0, 0), (3, 0), (0, 5), (0, 10), (0, 20), (0, 40)))
            write = pool.submit(_write, start, waits[0], firm.owner, seller, number)
            pool.submit(_revoke, start, waits[1], seller, grant.ref).result()
            refused += not write.result()
    before, after = _order(seller.organisation_ref, refs)
    print(before, refused, after)


def _write(start: threading.Barrier, wait: int, by, seller, number: int) -> bool:
    from pilotage.kernel.errors import NotAllowed
    from pilotage.platform.compliance.actions import claim_filing
    from pilotage.platform.parties.models import Organisation

    def act() -> None:
        claim_filing(
            by=by, at=by.at, seller=Organisation.objects.get(pk=seller.organisation_id),
            kind="LOCAL", jurisdiction="DE", period=f"{2000 + number // 12}-{number % 12 + 1:02}",
            figures={"81": "1"},
        )  # fmt: skip

    try:
        _after(start, wait, act)
    except NotAllowed:
        return False
    return True


def _revoke(start: threading.Barrier, wait: int, by, ref: str) -> None:
    from pilotage.platform.grants.actions import revoke

    _after(start, wait, lambda: revoke(by=by, at=by.at, ref=ref))


def _after(start: threading.Barrier, wait: int, act: Callable[[], object]) -> None:
    """Both begin together, one of them some reads later."""
    from pilotage.platform.grants.models import Grant

    start.wait()
    for _ in range(wait):
        Grant.objects.count()
    act()


def _order(tenant: str, refs: list[str]) -> tuple[int, int]:
    from pilotage.platform.audit.models import Event

    revoked = {
        event.object.removeprefix("grant:"): event.seq
        for event in Event.objects.filter(tenant=tenant, action="grant.revoked")
    }
    if set(revoked) != set(refs):
        raise RuntimeError("not every grant was revoked")
    written = [
        (event.basis.split()[0], event.seq)
        for event in Event.objects.filter(tenant=tenant, action="filing.claimed")
    ]
    after = sum(seq > revoked[ref] for ref, seq in written)
    return len(written) - after, after


if __name__ == "__main__":
    main(int(sys.argv[1]))
