"""How A leaves: a bag on the shelf, a hand-over, a request to be erased, and a certificate of somebody erased before; an incident that reaches it."""

from __future__ import annotations

import zipfile
from datetime import datetime, timedelta

from pilotage.engines.exits import certify
from pilotage.platform.engagements.models import Contract
from pilotage.platform.exits import shelf
from pilotage.platform.exits.keys import EXIT_KEY, exit_key
from pilotage.platform.exits.models import Erasure, ExitBag, Handover
from pilotage.platform.incidents.models import Affected, Incident


def leaving(contract: Contract, at: datetime, secret: str) -> dict[str, str]:
    bag = ExitBag.objects.create(
        organisation=contract.seller, state="done", root=secret.lower().ljust(64, "0")[:64],
        started_by="test", started_at=at, ended_at=at, kept_until=at + timedelta(days=30),
    )  # fmt: skip
    shelf.note_progress(bag.ref, 1, 1)
    with zipfile.ZipFile(shelf.unpacked(bag.ref).with_name("bag.zip"), "w") as archive:
        archive.writestr("data/tables/x.jsonl", secret)
    handover = Handover.objects.create(
        contract=contract, last_day=at.date(), opened_by=secret, opened_at=at
    )
    asked = Erasure.objects.create(
        organisation=contract.seller, due_on=at.date(), asked_by=secret, asked_at=at
    )
    done = Erasure.objects.create(
        organisation=contract.seller, state="done", due_on=at.date(), asked_by=secret,
        asked_at=at, ended_at=at, certificate=certify({"certificate": "era_1"}, EXIT_KEY, exit_key()),
    )  # fmt: skip
    lost = [["vat_filing", "DE"]]
    incident = Incident.objects.create(
        kind="standing", partner=contract.partner, about="ptr_x", lost=lost, reason_zh=secret,
        opened_by="test", opened_at=at,
    )  # fmt: skip
    affected = Affected.objects.create(
        incident=incident.ref, seller=contract.seller, partner=contract.partner, kind="standing",
        says_zh=secret, needs=lost, told_at=at,
    )  # fmt: skip
    return {
        "bag": bag.ref, "handover": handover.ref, "erasure": asked.ref, "certificate": done.ref,
        "incident": incident.ref, "affected": affected.ref,
    }  # fmt: skip
