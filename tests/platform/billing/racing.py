"""The same payment is noted by several at once, over and over: `python -m tests.platform.billing.racing POSTS`.

Runs on the database that `PILOTAGE_DATABASE` names (it is migrated first) and prints two numbers: payments that had
an effect, and postings of the same sum that stand in the books. Both must be the number of different keys.
"""

from __future__ import annotations

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import django

AT_ONCE = 4


def main(posts: int) -> None:
    """Race that many posts, four of each key, and print what they came to."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pilotage.config.settings")
    django.setup()
    from django.core.management import call_command
    from tests.platform.billing import making

    call_command("migrate", verbosity=0)
    some = making.signed()
    (invoice,) = making.billed(some, making.SEPTEMBER, making.on(10, 1))
    start = threading.Barrier(AT_ONCE)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for number in range(posts // AT_ONCE):
            sent = [pool.submit(_note, start, some, invoice.ref, number) for _ in range(AT_ONCE)]
            for one in sent:
                one.result()
    print(*_effects(some.contract))


def _note(start: threading.Barrier, some, ref: str, number: int) -> None:
    from tests.platform.billing.making import on

    from pilotage.kernel.money import Money
    from pilotage.platform.billing.actions import note_payment

    at = on(10, 5)
    start.wait()
    note_payment(
        by=some.side("partner", at), at=at, ref=ref, amount=Money.of("0.01", "EUR"), on=at.date(),
        key=f"k{number}",
    )  # fmt: skip


def _effects(contract) -> tuple[int, int]:
    from decimal import Decimal

    from tests.platform.billing import making

    from pilotage.engines import ledger
    from pilotage.platform.billing.models import Payment

    balances = ledger.balances(making.books_of(contract))
    paid = balances["paid", "EUR"].amount
    return Payment.objects.count(), int(paid / Decimal("0.01"))


if __name__ == "__main__":
    main(int(sys.argv[1]))
