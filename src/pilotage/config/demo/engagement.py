"""The demo seller's work with the demo's partner, by the actions: asked, agreed, signed, granted, worked out, filed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from pilotage.config.demo import reports
from pilotage.config.demo.signer import signing_with
from pilotage.engines.contracts import Term
from pilotage.jobs import tax
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.billing import actions as billing
from pilotage.platform.cases import actions as cases
from pilotage.platform.cases.actions.step import Told
from pilotage.platform.certification.models import Partner
from pilotage.platform.compliance import actions as compliance
from pilotage.platform.compliance.models import Role, TaxReturn, TaxRun
from pilotage.platform.delivery import actions as delivery
from pilotage.platform.documents.actions import receive
from pilotage.platform.engagements import actions as requests
from pilotage.platform.engagements.brief import Brief, Contact
from pilotage.platform.engagements.contracts import actions as contracts
from pilotage.platform.engagements.contracts import queries as versions
from pilotage.platform.engagements.contracts.actions import Proposal
from pilotage.platform.engagements.models import Contract, Referral
from pilotage.platform.grants import actions as grants
from pilotage.platform.grants.rules import Wish
from pilotage.platform.parties.models import Membership, Organisation, Person

BEGAN = timedelta(days=80)
"""How long ago the seller asked; everything before it (the firms, their papers) is older."""

REPORT = "增值税交易报告_2026-Q3_另存UTF-16.csv"
PROFILE = {
    "name": "蓝鲸家居（演示）",
    "established_in": "CN",
    "vat_numbers": {"DE": "DE123456788", "FR": "FR11123456782", "IT": "IT12345670017"},
}
_NEEDS = (("vat_filing", "DE"), ("vat_filing", "FR"), ("vat_filing", "IT"))
_STEP = timedelta(hours=3)


def seed_engagement(seller: Organisation, partner: Partner, at: datetime) -> Contract:
    """From the request to two filings, one of them wrong; the contract, in force."""
    asks, serves = _member(seller, at - BEGAN), _member(partner.organisation, at - BEGAN)
    contract = _signed(asks, serves, _accepted(asks, serves, partner.ref))
    began = contract.in_force_at or at
    _grant(replace(asks, at=began + _STEP), serves, contract)
    _talked(asks, serves, contract, began)
    run = _worked_out(replace(asks, at=at - timedelta(days=40)))
    _file(replace(serves, at=at - timedelta(days=36)), seller, run)
    _planned(asks, serves, contract, at - timedelta(days=9))
    _waiting(asks, serves, contract, at)
    billing.issue_due(by=Viewer.product("demo-seed", at), at=at)
    # Somebody of the firm was here today: it is not a silent one.
    Person.objects.filter(pk=serves.person_id).update(last_login=at)
    return contract


def _talked(asks: Viewer, serves: Viewer, contract: Contract, began: datetime) -> None:
    """A case of the first month that was answered days late: its credit stands on the invoice."""
    at = began + timedelta(days=6)
    told = Told("九月初移仓到法国的货没有计入，请更正。")
    row = cases.open_case(
        by=replace(asks, at=at), at=at, contract=contract.ref, title="移仓漏报", told=told
    )
    for days, act, said in (
        (4, cases.reply, "已核对，确有漏计。"),
        (5, cases.resolve, "更正申报已提交。"),
    ):
        later = at + timedelta(days=days)
        act(by=replace(serves, at=later), at=later, ref=row.ref, told=Told(said))


def _planned(asks: Viewer, serves: Viewer, contract: Contract, at: datetime) -> None:
    """A return put into steps; the seller has taken the first, the partner's draft comes next."""
    later = at + timedelta(hours=2)
    work = delivery.Work("vat_filing", "vat_filing", "DE", "德国 2026 年 10 月增值税申报")
    order = delivery.propose(by=replace(serves, at=at), at=at, contract=contract.ref, work=work)
    delivery.agree(by=replace(asks, at=later), at=later, ref=order.ref)
    first = order.steps.order_by("position").first()
    if first is not None:
        handed = delivery.Handed("十月报告已上传，完整。")
        delivery.hand_in(by=replace(asks, at=later), at=later, step=first.ref, handed=handed)


def _waiting(asks: Viewer, serves: Viewer, contract: Contract, at: datetime) -> None:
    """A case of yesterday with a question that waits for the seller."""
    opened, asked = at - timedelta(hours=26), at - timedelta(hours=25)
    told = Told("法国七月申报的基数比报告少两成，请说明依据的行。")
    row = cases.open_case(
        by=replace(asks, at=opened), at=opened, contract=contract.ref,
        title="法国七月申报金额不符", told=told,
    )  # fmt: skip
    question = Told("请确认七月报告是否有后补的退款？")
    cases.ask(by=replace(serves, at=asked), at=asked, ref=row.ref, told=question)


def _member(organisation: Organisation, at: datetime) -> Viewer:
    return Viewer.member(Membership.objects.get(organisation=organisation), at)


def _accepted(asks: Viewer, serves: Viewer, partner_ref: str) -> Referral:
    """The seller asks this one partner, who accepts."""
    brief = Brief(
        needs=_NEEDS,
        contact=Contact("演示联系人", "seller@demo.pilotage.example"),
        message="欧洲仓三国月度申报，请当天回传回执。",
        product_line="家居收纳",
        named=(partner_ref,),
        may_refer_on=False,
    )
    request = requests.send(by=asks, at=asks.at, brief=brief)
    held = request.referrals.get(partner_id=serves.organisation_id)
    requests.view(by=serves, at=serves.at + timedelta(minutes=40), ref=held.ref)
    return requests.accept(by=serves, at=serves.at + timedelta(minutes=50), ref=held.ref)


def _signed(asks: Viewer, serves: Viewer, accepted: Referral) -> Contract:
    """Drafted, offered, agreed, signed by both."""
    at = asks.at + _STEP
    row = contracts.draft(by=serves, at=at, referral_ref=accepted.ref)
    opening = versions.versions(replace(serves, at=at), row.ref)[-1].body
    contracts.revise(by=serves, at=at, ref=row.ref, proposal=_proposal(opening.terms))
    contracts.offer(by=serves, at=at + _STEP, ref=row.ref)
    seen = versions.versions(serves, row.ref)[-1].hash
    at += timedelta(days=1)
    contracts.agree(by=asks, at=at, ref=row.ref, seen=seen)
    for side, moment in ((asks, at + _STEP), (serves, at + _STEP * 2)):
        with signing_with(side, moment) as code:
            row = contracts.sign(by=side, at=moment, ref=row.ref, seen=seen, code=code)
    return row


def _proposal(terms: tuple[Term, ...]) -> Proposal:
    """The opening draft with what only the partner knows."""
    told = {
        "data_authorisation": {"scopes": ["增值税交易报告（只读）", "申报与回执"]},
        "information_security": {"certificate": "IS 000000"},
    }
    filled = tuple(
        Term(one.clause, one.version, {**one.values, **told.get(one.clause, {})}) for one in terms
    )
    return Proposal(filled, (), "91440300DEMO000001", "91440300DEMO000002")


def _grant(asks: Viewer, serves: Viewer, contract: Contract) -> None:
    """The partner's person may see the returns and enter filings, for half a year."""
    grants.give(
        by=asks,
        at=asks.at,
        to=serves.person_ref,
        firm=serves.organisation_ref,
        wish=Wish(
            scopes=frozenset({"tax.read", "tax.rows", "filing.read", "filing.write"}),
            datasets=frozenset({"tax", "filings"}),
            stores=frozenset({"*"}),
            sites=frozenset({"DE", "FR", "IT"}),
            not_before=asks.at,
            expires_at=asks.at + timedelta(days=180),
            purpose="三国增值税申报",
            nda_signed_on=asks.at.date(),
            contract=contract.ref,
        ),
    )


def _worked_out(asks: Viewer) -> TaxRun:
    """The third quarter's returns, from the report the demo also leaves on disk."""
    seller = Organisation.objects.get(pk=asks.organisation_id)
    compliance.keep_profile(by=asks, at=asks.at, content=PROFILE)
    with (reports.write() / REPORT).open("rb") as file:
        document = receive(
            by=asks, at=asks.at, owner=seller, kind="avtr", name=REPORT, chunks=[file.read()]
        )
    run = compliance.start_run(
        by=asks, at=asks.at, inputs=[(Role.REPORT, document)], profile=PROFILE, period=""
    )
    tax.run({"ref": run.ref}, at=asks.at + timedelta(minutes=1))
    return run


def _file(serves: Viewer, seller: Organisation, run: TaxRun) -> None:
    """Germany as worked out; France a fifth too low, so that there is something to find."""
    for country, share in (("DE", Decimal(1)), ("FR", Decimal("0.8"))):
        worked = TaxReturn.objects.filter(run=run, kind="LOCAL", jurisdiction=country).first()
        if worked is None:
            continue
        boxes = {
            box: str((Decimal(value) * share).quantize(Decimal("0.01")))
            for box, value in worked.content["boxes"].items()
        }
        compliance.claim_filing(
            by=serves,
            at=serves.at,
            seller=seller,
            kind=worked.kind,
            jurisdiction=country,
            period=worked.period,
            figures=boxes,
        )
