"""Posting into a contract's books, once for each key, and the number of the next document."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from pilotage.engines import ledger
from pilotage.kernel.canonical import canonical_json, sha256
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.billing.models import Account, Entry, Numbering, Transfer
from pilotage.platform.engagements.models import Contract
from pilotage.platform.parties.models import Organisation


def post(
    contract: Contract, entry: ledger.Entry, *, kind: str, about: str, key: str, by: str, at: datetime
) -> Entry:  # fmt: skip
    """The entry in the books; the same key with the same content is the same entry, raced or not.

    Raises `Invalid` KEY_REUSED for a key that stands for something else.
    """
    print_ = _fingerprint(entry, kind, about)
    if found := _posted(contract, key, print_):
        return found
    try:
        with transaction.atomic():
            made = Entry.objects.create(
                contract=contract,
                kind=kind,
                about=about,
                key=key,
                fingerprint=print_,
                size=len(entry.transfers),
                by=by,
                at=at,
            )
            Transfer.objects.bulk_create(_transfers(made, entry))
            return made
    except IntegrityError:  # another one with this key came first
        if found := _posted(contract, key, print_):
            return found
        raise


def next_number(partner: Organisation, kind: str) -> int:
    """The next number of a partner's documents of a kind; the lock is held until the document stands."""
    Numbering.objects.get_or_create(partner=partner, kind=kind)
    row = Numbering.objects.select_for_update().get(partner=partner, kind=kind)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last


def _transfers(made: Entry, entry: ledger.Entry) -> list[Transfer]:
    codes = {code for one in entry.transfers for code in (one.debit, one.credit)}
    accounts = {code: _account(made.contract, code, entry.currency) for code in sorted(codes)}
    return [
        Transfer(
            entry=made,
            position=position,
            debit=accounts[one.debit],
            credit=accounts[one.credit],
            amount=one.amount.amount,
            currency=one.amount.currency,
        )
        for position, one in enumerate(entry.transfers, 1)
    ]


def _account(contract: Contract, code: str, currency: str) -> Account:
    return Account.objects.get_or_create(contract=contract, code=code, currency=currency)[0]


def _posted(contract: Contract, key: str, print_: str) -> Entry | None:
    found = Entry.objects.filter(contract=contract, key=key).first()
    if found is not None and found.fingerprint != print_:
        raise Invalid(
            "KEY_REUSED",
            Text("这个编号已用于另一笔记账。", "This key was used for another entry."),
            Text("请换一个编号。", "Use another key."),
        )
    return found


def _fingerprint(entry: ledger.Entry, kind: str, about: str) -> str:
    moved = [[t.debit, t.credit, t.amount.text(), t.amount.currency] for t in entry.transfers]
    return sha256(canonical_json({"kind": kind, "about": about, "transfers": moved}))
