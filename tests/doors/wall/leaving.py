"""How A leaves: a bag on the shelf, a hand-over, a request to be erased, and a certificate of somebody erased before; an incident that reaches it."""

from __future__ import annotations

import zipfile
from datetime import datetime, timedelta

from tests.doors.wall.advertised import advertised
from tests.doors.wall.branded import branded
from tests.doors.wall.hooked import hooked
from tests.doors.wall.listed import listed

from pilotage.engines.exits import certify
from pilotage.platform import ports
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.connections.models import Connection
from pilotage.platform.engagements.models import Contract
from pilotage.platform.exits import shelf
from pilotage.platform.exits.keys import EXIT_KEY, exit_key
from pilotage.platform.exits.models import Erasure, ExitBag, Handover
from pilotage.platform.incidents.models import Affected, Incident
from pilotage.platform.onboarding import actions as onboarding
from pilotage.platform.onboarding import sealing
from pilotage.platform.onboarding.models import Dossier, Paper, PreAudit
from pilotage.platform.parties.models import Organisation
from pilotage.platform.programme.models import Announcement, Place, Round
from pilotage.platform.reports.models import Collection, Fetched, MonthReport, PartnerFigures


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
    account = Connection.objects.create(
        organisation=contract.seller, region="eu", site="DE", account=f"{secret}-account", roles=[secret],
        sealed=f"{secret} token", granted_by="test", granted_at=at, lapses_at=at + timedelta(days=365),
    )  # fmt: skip
    run = Collection.objects.create(
        organisation=contract.seller, connection=account, month="2026-10", state="done", started_by="test",
        started_at=at, ended_at=at,
    )  # fmt: skip
    Fetched.objects.create(collection=run, type=secret, state="unavailable", why={"zh": secret, "en": secret})  # fmt: skip
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
        "connection": account.ref, "collection": run.ref, "bag": bag.ref, "handover": handover.ref, "erasure": asked.ref, "certificate": done.ref,
        "incident": incident.ref, "affected": affected.ref, "claimed": _claimed(contract, at, secret), **_applying(contract.seller, at, secret),
        **advertised(contract.seller, contract.partner, at, secret),
        **listed(contract.seller, at, secret),
        **hooked(contract.seller, at, secret),
    }  # fmt: skip


def _applying(seller: Organisation, at: datetime, secret: str) -> dict[str, str]:
    """A shop application with a sealed paper and its page."""
    by = Viewer.product("wall", at)
    shop = Dossier.objects.create(
        organisation=seller, marketplace="DE", typed={"company_name_zh": secret}, opened_by="test",
        opened_at=at, changed_at=at, keep_until=at + timedelta(days=90),
    )  # fmt: skip
    shop.sealed_key = sealing.new_key(shop.ref)
    shop.save()
    paper = onboarding.add_paper(
        by=by, at=at, ref=shop.ref, name="business_licence", file_name=f"{secret}.png",
        chunks=[secret.encode()],
    )  # fmt: skip
    page = sealing.sealed(shop.sealed_key, shop.ref, [secret.encode()])
    paper.page_sha256, _ = ports.files().keep(page, limit=1 << 20)
    _unsure(paper, at, secret)
    report = _reported(seller, at, secret)
    return {"shop": shop.ref, "paper": paper.ref, "month_report": report, "announcement": _announced(at), **_queued(seller, at, secret), **branded(seller, at, secret)}  # fmt: skip


def _unsure(paper: Paper, at: datetime, secret: str) -> None:
    """Its pre-audit asks for a person's eyes on the name."""
    paper.read = {"fields": {"name": {"value": secret, "confidence": 0.5, "box": None}}}
    paper.save()
    asked = {"code": "READING_UNSURE", "severity": "info", "document": paper.name, "field": "name"}
    PreAudit.objects.create(
        application=paper.application, state="done", verdict="ready", started_by="test", started_at=at,
        ended_at=at, result={"verdict": "ready", "findings": [asked], "fields": {}},
    )  # fmt: skip


def _reported(seller: Organisation, at: datetime, secret: str) -> str:
    """A monthly report that waits for its approval."""
    kept, _ = ports.files().keep([secret.encode()], limit=1 << 20)
    made = MonthReport.objects.create(
        organisation=seller, month="2026-10", state="done", page_sha256=kept, paper_sha256=kept, book_sha256=kept,
        result={"figures": [], "missing": [{"says_zh": secret, "says_en": secret}]},
        started_by="test", started_at=at, ended_at=at,
    )  # fmt: skip
    return made.ref


def _claimed(contract: Contract, at: datetime, secret: str) -> str:
    """What the partner claims for a month."""
    rows = [{"figure": secret, "key": "", "value": "1", "unit": "", "period": ""}]
    return PartnerFigures.objects.create(
        contract=contract, month="2026-10", number=1, side="partner", rows=rows,
        entered_by="test", entered_by_name=secret, entered_at=at,
    ).ref  # fmt: skip


def _queued(seller: Organisation, at: datetime, secret: str) -> dict[str, str]:
    """A round that is open to all, and A in its queue; who stands there is A's and the programme's to know."""
    row = Round.objects.create(
        resource="event", title_zh="峰会", title_en="Summit", places=1, draw_on=at.date() + timedelta(days=30),
        promised="0" * 64, secret=secret.ljust(64, "0"), opened_by="test", opened_at=at,
    )  # fmt: skip
    place = Place.objects.create(
        organisation=seller, resource="vine", applied_by=secret, applied_at=at, changed_at=at
    )
    return {"round": row.ref, "place": place.ref}


def _announced(at: datetime) -> str:
    """A public thing: what it says is for everybody, so it holds no secret."""
    return Announcement.objects.create(
        thread="ann_wall", number=1, audience="everybody", title_zh="规则", title_en="Rules", body_zh="规则",
        body_en="Rules", effective_on=at.date() + timedelta(days=30), published_by="test", published_at=at,
    ).ref  # fmt: skip
