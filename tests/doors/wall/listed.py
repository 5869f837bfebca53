"""A check of A's listings with a finding and corrected files, a return address, a reply and a unit of its memory, made without the worker."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path

from pilotage.jobs.listings_child import FINDINGS, ROWS, check
from pilotage.platform import ports
from pilotage.platform.documents.models import Document
from pilotage.platform.localops.models import ListingCheck, Reply, ReturnSpot, TmUnit
from pilotage.platform.parties.models import Organisation


def listed(seller: Organisation, at: datetime, secret: str) -> dict[str, str]:
    written = f"sku,title\n{secret},{secret}! free shipping\n".encode()
    sha256, size = ports.files().keep([written], limit=1 << 20)
    document = Document.objects.create(
        owner=seller, kind="listings", name=f"{secret}.csv", sha256=sha256, size=size,
        uploaded_by="test", uploaded_at=at,
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as out:
        summary = check(
            path=str(ports.files().path(sha256)), name=document.name, site="DE",
            on=at.date().isoformat(), out=out, progress=lambda done, total: None,
        )  # fmt: skip
        rows, findings = (
            ports.files().keep([(Path(out) / name).read_bytes()], limit=1 << 20)[0]
            for name in (ROWS, FINDINGS)
        )
    made = ListingCheck.objects.create(
        organisation=seller, site="DE", on=at.date(), document=document, state="done",
        summary=summary, rows_sha256=rows, json_sha256=findings, sheet_sha256=findings,
        plain_sha256=findings, started_by="test", started_at=at, ended_at=at,
    )  # fmt: skip
    ReturnSpot.objects.create(
        organisation=seller,
        site="DE",
        lines=[secret],
        country="DE",
        changed_by="test",
        changed_at=at,
    )
    reply = Reply.objects.create(
        organisation=seller, site="DE", language="de", title=secret, text=secret, changed_by="test",
        changed_at=at,
    )  # fmt: skip
    unit = TmUnit.objects.create(
        organisation=seller, same=secret, source_language="de", target_language="en", source=secret,
        target=secret, file=secret, brought_by="test", brought_at=at,
    )  # fmt: skip
    return {"listing_check": made.ref, "reply": reply.ref, "tm_unit": unit.ref}
