"""Organisation A with secrets in every room, organisation B that must never see them, and the programme.

Whatever of A is private carries `SECRET` in its text, so that one search in an answer finds any leak.
A room adds its things of A in `_things` and names them in `World.refs`.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
from django.test import Client
from tests.doors.wall import working
from tests.doors.wall.certified import before_contract, on_record
from tests.doors.wall.leaving import leaving
from tests.engines.contracts import samples
from tests.platform.directory import making

from pilotage.engines.contracts import Party, as_json, contract_hash
from pilotage.kernel.canonical import sha256
from pilotage.kernel.text import Text
from pilotage.platform import ports
from pilotage.platform.access import actions as access
from pilotage.platform.access.scopes import DATASETS, SCOPES
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.cases.models import Case, CaseEvent, CaseFile, CaseVerdict, Duty
from pilotage.platform.certification.models import Application, Credential, Item, Partner
from pilotage.platform.compliance import rows
from pilotage.platform.compliance.models import (
    CalendarFeed,
    EprCheck,
    EvidencePrint,
    EvidenceReuse,
    Filing,
    FitCheck,
    ProducerPapers,
    ProductTable,
    TaxInput,
    TaxOutput,
    TaxRun,
)
from pilotage.platform.directory.models import Offer
from pilotage.platform.documents.actions import receive
from pilotage.platform.documents.models import Document
from pilotage.platform.engagements.models import (
    Amendment,
    Contract,
    ContractVersion,
    Referral,
    Request,
)
from pilotage.platform.grants.models import Grant, GrantPart, Part
from pilotage.platform.notices.actions import tell
from pilotage.platform.parties.models import ApiToken, Kind, Membership, Organisation, Person, Role
from pilotage.platform.proposals.models import Proposal

SECRET = "CANARY7Q"
FR_VAT = ("vat_filing", "FR")
ROLES = (Role.OWNER, Role.MANAGER, Role.MEMBER)


@dataclass
class World:
    """Firms and people by short names: `seller_a`, `partner_b`, `operator`; people as `seller_a.owner`."""

    at: datetime
    firms: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    refs: dict[str, str | int] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    # The last event of the world as built, and how many more concerned A after each call, before it was undone.
    before: int = 0
    happened: list[int] = field(default_factory=list)


def build(at: datetime) -> World:
    """Two sellers, two partners and the programme, three people each; A's things."""
    world = World(at)
    for name, kind in (
        ("seller_a", Kind.SELLER),
        ("seller_b", Kind.SELLER),
        ("partner_a", Kind.PARTNER),
        ("partner_b", Kind.PARTNER),
        ("operator", Kind.OPERATOR),
    ):
        _firm(world, name, kind)
    _things(world)
    return world


def _firm(world: World, name: str, kind: str) -> None:
    by, secret = Viewer.product("test", world.at), SECRET if name.endswith("_a") else "plain"
    for role in ROLES:
        person = Person.objects.create_user(
            f"{role}.{secret}.{name}@example.com", name=f"{name} {role}"
        )
        world.people[f"{name}.{role}"] = person
        if role == Role.OWNER:
            world.firms[name] = access.found_organisation(
                by=by,
                at=world.at,
                person=person,
                kind=kind,
                name_zh=f"公司{name}",
                contact_name=f"{secret} contact",
                contact_email=f"{secret}.contact.{name}@example.com",
                contact_phone=f"+86 {secret}",
            )
        else:
            access.join(
                by=by, at=world.at, person=person, organisation=world.firms[name], role=role
            )


def _things(world: World) -> None:
    _account_things(world)
    _fit_things(world)
    _request_things(world)
    _certification_things(world)
    _grant_things(world)


def _grant_things(world: World) -> None:
    """Seller A granted everything to the owner of partner A, who may hand it on."""
    grant = Grant.objects.create(
        seller=world.firms["seller_a"],
        firm=world.firms["partner_a"],
        person=world.people["partner_a.owner"],
        purpose=f"{SECRET} purpose",
        nda_signed_on=world.at.date(),
        not_before=world.at - timedelta(days=1),
        expires_at=world.at + timedelta(days=364),
        may_delegate=True,
        given_by="test",
        given_at=world.at,
    )
    for kind, values in (
        (Part.SCOPE, SCOPES), (Part.DATASET, DATASETS), (Part.STORE, "*"), (Part.SITE, "*"),
    ):  # fmt: skip
        GrantPart.objects.bulk_create(GrantPart(grant=grant, kind=kind, value=v) for v in values)
    world.refs["grant"] = grant.ref


def _account_things(world: World) -> None:
    at, seller = world.at, world.firms["seller_a"]
    member = Membership.objects.get(person=world.people["seller_a.member"])
    owner = Membership.objects.select_related("person", "organisation").get(
        person=world.people["seller_a.owner"]
    )
    world.refs["member"] = member.pk
    world.refs["invitation"] = access.invite(
        by=Viewer.member(owner, at), at=at, email=f"{SECRET}.new@example.com", role=Role.MEMBER
    )
    world.refs["key"] = ApiToken.objects.create(
        membership=owner,
        label=f"{SECRET} key",
        digest=sha256(SECRET.encode()),
        created_at=at,
        expires_at=at + timedelta(days=9),
    ).pk
    tell(
        by=Viewer.product("test", at),
        at=at,
        organisation=seller,
        kind="test",
        about="test",
        title=Text(f"{SECRET} 通知", f"{SECRET} notice"),
    )


def _fit_things(world: World) -> None:
    at, seller = world.at, world.firms["seller_a"]
    report = Document.objects.create(
        owner=seller,
        kind="avtr",
        name=f"{SECRET}.txt",
        sha256=sha256(b"report"),
        size=6,
        uploaded_by="test",
        uploaded_at=at,
    )
    check = FitCheck.objects.create(
        organisation=seller, profile={}, on=at.date(), started_by="test", started_at=at
    )
    check.documents.add(report)
    world.refs["fit"] = check.ref
    _tax_things(world, report)
    _epr_things(world, report)


def _epr_things(world: World, report: Document) -> None:
    """A product table, papers and a finished check."""
    at, seller = world.at, world.firms["seller_a"]
    by = Viewer.product("test", at)
    table = receive(
        by=by,
        at=at,
        owner=seller,
        kind="epr_products",
        name=f"{SECRET}.csv",
        chunks=[SECRET.encode()],
    )
    ProductTable.objects.create(
        organisation=seller, document=table, skus=1, kept_by="test", kept_at=at
    )
    number = {"country": "DE", "stream": "packaging", "number": SECRET}
    ProducerPapers.objects.create(
        organisation=seller, content={"registrations": [number]}, updated_by="test", updated_at=at
    )
    check = EprCheck.objects.create(
        organisation=seller,
        products=table,
        papers={},
        year=at.year,
        on=at.date(),
        state="done",
        result={"findings": [], "duties": [], "quantities": []},
        started_by="test",
        started_at=at,
    )
    check.documents.add(report)
    world.refs["epr_check"] = check.ref


def _tax_things(world: World, report: Document) -> None:
    """A finished run with one row, kept without working it out."""
    at = world.at
    run = TaxRun.objects.create(
        organisation=world.firms["seller_a"],
        profile={"name": SECRET},
        state="done",
        summary={"rows_in": 1, "says": {"zh": "全部入账", "en": "All accounted for"}},
        blocked=[],
        started_by="test",
        started_at=at,
    )
    TaxInput.objects.create(run=run, role="report", position=0, document=report)
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "rows.parquet"
        columns = ", ".join(f"NULL::VARCHAR AS {name}" for name in rows.COLUMNS[2:])
        duckdb.sql(f"SELECT '{report.sha256}' AS file_sha256, 1 AS row, {columns}").select(
            f"* REPLACE ('{SECRET}' AS sku, 'taxed' AS treatment)"
        ).write_parquet(str(target))
        kept, size = ports.files().keep([target.read_bytes()], limit=1 << 20)
    TaxOutput.objects.create(run=run, name="determinations.parquet", sha256=kept, size=size)
    world.refs |= {"tax_run": run.ref, "report": report.sha256, "tax_row": 1}


def _request_things(world: World) -> None:
    at = world.at
    sent = Request.objects.create(
        seller=world.firms["seller_a"],
        state="open",
        needs=[["vat", "DE"]],
        languages=["zh"],
        message=f"{SECRET} message",
        contact_name=f"{SECRET} name",
        contact_email=f"{SECRET}@example.com",
        seed=1,
        opened_by="test",
        opened_at=at,
        match_by=at + timedelta(days=5),
    )
    referral = Referral.objects.create(
        request=sent,
        partner=world.firms["partner_a"],
        partner_ref=world.firms["partner_a"].ref,
        position=1,
        state="sent",
        named=False,
        sent_at=at,
        accept_by=at + timedelta(days=1),
        checked_at=at,
    )
    world.refs |= {"request": sent.ref, "referral": referral.ref}
    _filing_things(world)


def _filing_things(world: World) -> None:
    """What partner A filed for seller A, within another request that it accepted; and A's calendar."""
    at, seller, partner = world.at, world.firms["seller_a"], world.firms["partner_a"]
    accepted = Request.objects.create(
        seller=seller,
        state="accepted",
        needs=[],
        languages=[],
        seed=1,
        opened_by="test",
        opened_at=at,
        match_by=at,
    )
    referral = Referral.objects.create(
        request=accepted,
        partner=partner,
        partner_ref=partner.ref,
        position=1,
        state="accepted",
        named=False,
        sent_at=at,
        accept_by=at,
        checked_at=at,
    )
    _contract_things(world, referral)
    world.refs |= before_contract(referral, at, SECRET)
    filing = Filing.objects.create(
        organisation=seller,
        filed_by=partner,
        kind="LOCAL",
        jurisdiction="DE",
        period="2026-01",
        figures={SECRET: "1"},
        state="format_ok",
        claimed_by="test",
        claimed_at=at,
    )
    CalendarFeed.objects.create(
        organisation=seller, digest=sha256(b"feed-of-a"), created_by="test", created_at=at
    )
    world.refs |= {"filing": filing.ref, "feed": "feed-of-a"}
    _reuse_things(world, filing)


def _reuse_things(world: World, filing: Filing) -> None:
    """A's receipt and another of the same filing, as if they were two sellers' one paper."""
    prints = []
    for number in (1, 2):
        kept, size = ports.files().keep([f"{SECRET} receipt {number}".encode()], limit=1 << 20)
        document = Document.objects.create(
            owner=filing.organisation,
            kind="receipt",
            name=f"{SECRET}-{number}.pdf",
            sha256=kept,
            size=size,
            uploaded_by="test",
            uploaded_at=world.at,
        )
        prints.append(
            EvidencePrint.objects.create(
                filing=filing, document=document, content={}, read_at=world.at
            )
        )
    first, second = prints
    found = EvidenceReuse.objects.create(first=first, second=second, why="text", found_at=world.at)
    world.refs["reuse"] = found.ref


def _contract_things(world: World, referral: Referral) -> None:
    """A contract in force after two versions, its files kept; nobody signed it with a real code."""
    at = world.at
    (kept, _), (paper, _) = (
        ports.files().keep([f"{SECRET} {what}".encode()], limit=1 << 20)
        for what in ("evidence", "paper")
    )
    row = Contract.objects.create(
        referral=referral,
        seller=world.firms["seller_a"],
        partner=world.firms["partner_a"],
        state="in_force",
        current=2,
        drafted_at=at,
        offered_at=at,
        evidence_sha256=kept,
        paper_sha256=paper,
    )
    change = Amendment.objects.create(
        contract=row, state="offered", open_cases="stay", amends=2, current=3, proposed_at=at,
        evidence_sha256=kept, paper_sha256=paper,
    )  # fmt: skip
    for number in (1, 2, 3):
        body = replace(
            samples.contract(), number=row.ref, version=number, seller=Party(SECRET, str(number))
        )
        ContractVersion.objects.create(
            contract=row,
            amendment=change if number == 3 else None,
            number=number,
            side="partner",
            body=as_json(body),
            hash=contract_hash(body),
            made_by="test",
            made_at=at,
        )
    world.refs |= {"accepted": referral.ref, "contract": row.ref, "amendment": change.ref}
    world.refs |= leaving(row, world.at, SECRET)
    world.refs |= working.dispute(row, at, SECRET)
    _case_things(world, row)
    world.refs |= working.work(row, at, SECRET)
    world.refs |= working.money(row, at, SECRET)
    proposal = Proposal.objects.create(
        organisation=row.seller, kind="open_case", says_zh=SECRET, says_en=SECRET, made_by="test",
        facts={"contract": row.ref, "title": SECRET, "text": SECRET}, made_at=at,
        expires_at=at + timedelta(days=14),
    )  # fmt: skip
    world.refs["proposal"] = proposal.ref


def _case_things(world: World, contract: Contract) -> None:
    """A question of the partner with a file before the seller, and another case of the same contract."""
    at = world.at
    made = [
        Case.objects.create(
            contract=contract,
            version=contract.versions.get(number=2),
            title=f"{SECRET} {n}",
            state="waiting",
            opened_side="seller",
            opened_at=at,
            changed_at=at,
        )
        for n in range(2)
    ]
    event = CaseEvent.objects.create(
        case=made[0], kind="waiting_for_seller", side="partner", text=f"{SECRET}?", at=at
    )
    kept, size = ports.files().keep([f"{SECRET} file".encode()], limit=1 << 20)
    document = Document.objects.create(
        owner=contract.seller,
        kind="case_file",
        name=f"{SECRET}.pdf",
        sha256=kept,
        size=size,
        uploaded_at=at,
    )
    CaseFile.objects.create(event=event, document=document)
    duties = [
        Duty.objects.create(
            contract=contract, version=made[0].version, kind="data_export", of=str(n), about_zh=SECRET,
            about_en=SECRET, started_at=at, within="P5D", due=at, asked_by="test", text=SECRET,
            state="breached", ended_at=at, kept_at=at, document=document,
        )
        for n in range(2)
    ]  # fmt: skip
    verdict = CaseVerdict.objects.create(
        case=made[0], promise="correction", started_at=at, due=at, ended_at=at, state="breached",
        overrun_seconds=0, hash="0" * 64, kept_at=at,
    )  # fmt: skip
    world.refs |= {
        "duty": duties[0].ref,
        "duty_other": duties[1].ref,
        "verdict": verdict.ref,
        "case": made[0].ref,
        "case_other": made[1].ref,
        "message": event.ref,
        "case_file": document.ref,
    }


def _certification_things(world: World) -> None:
    """Partner A is listed for one service, which is public, and waits for a decision on another."""
    at = world.at
    firms = {
        name: Partner.objects.create(organisation=world.firms[name], registered_at=at)
        for name in ("partner_a", "partner_b")
    }
    partner = firms["partner_a"]
    listed = making.listed(making.Firm(partner, Viewer.product("test", at)), [FR_VAT])
    paper = receive(
        by=Viewer.product("test", at),
        at=at,
        owner=world.firms["partner_a"],
        kind="credential",
        name=f"{SECRET}.pdf",
        chunks=[SECRET.encode()],
    )
    credential = Credential.objects.create(
        partner=partner,
        kind="iso_27001",
        issuer=f"{SECRET} issuer",
        zone="Europe/Berlin",
        document=paper.ref,
        filed_at=at,
    )
    application = Application.objects.create(
        partner=partner,
        state="submitted",
        message=f"{SECRET} message",
        submitted_by="test",
        submitted_at=at,
    )
    item = Item.objects.create(
        partner=partner,
        application=application,
        category="vat_filing",
        country="DE",
        state="pending",
        submitted_at=at,
    )
    world.refs |= on_record(partner, at, SECRET)
    world.refs |= {
        "partner": partner.ref,
        "credential": credential.ref,
        "application": application.ref,
        "item": item.ref,
        "offer": Offer.objects.get(partner=listed.partner).ref,
    }
