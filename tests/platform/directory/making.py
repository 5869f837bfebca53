"""Small worlds made by the real actions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from pilotage.kernel.text import Text
from pilotage.platform.access import actions as access
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.certification import actions as certification
from pilotage.platform.certification.models import Credential, Partner, StaffMember
from pilotage.platform.certification.requirements import kinds
from pilotage.platform.directory import actions as directory
from pilotage.platform.directory.models import FeePlan
from pilotage.platform.directory.presentation import Presentation
from pilotage.platform.parties.models import Membership, Organisation, Person, Role

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
DE_VAT = ("vat_filing", "DE")
WHY = Text("证据失效", "The evidence no longer holds")
ALWAYS_NEEDED = ("business_registration", "iso_27001")
DETAILS = {"edition": "2022", "accreditation": "CNAS", "scope": "税务代理", "authority": "某局",
           "admitted_at": "EUIPO", "sum_insured": "EUR 500000"}  # fmt: skip
EVIDENCE = {
    "vat_filing": "tax_agent_reference",
    "brand_registration": "trade_mark_attorney_admission",
}


@dataclass
class Firm:
    """A partner with its viewer (owner)."""

    partner: Partner
    owner: Viewer
    plan: FeePlan | None = None
    credentials: dict[str, str] = field(default_factory=dict)

    @property
    def ref(self) -> str:
        return self.partner.ref


def product(at: datetime = NOW) -> Viewer:
    return Viewer.product("test", at)


def member(
    organisation: Organisation, name: str, role: str = Role.OWNER, at: datetime = NOW
) -> Viewer:
    """Somebody new in the organisation, as a viewer."""
    person = Person.objects.create_user(
        f"{name}@{organisation.ref.lower()}.example".replace("_", "-")
    )
    by = product(at)
    join = access.join(by=by, at=at, person=person, organisation=organisation, role=role)
    return Viewer.member(Membership.objects.get(pk=join.pk), at)


def organisation(kind: str, name: str = "某公司") -> Organisation:
    return Organisation.objects.create(
        kind=kind,
        name_zh=name,
        name_en=f"{name} Ltd",
        contact_name="张三",
        contact_email="secret@contact.example",
        contact_phone="+86 138 0013 8000",
        created_at=NOW,
    )


def operator() -> Viewer:
    return member(organisation("operator", "引航"), "operator")


def seller() -> Viewer:
    return member(organisation("seller", "卖家"), "seller")


def firm(name: str = "岫舟税务", at: datetime = NOW) -> Firm:
    """Registered, with nothing else."""
    own = organisation("partner", name)
    owner = member(own, "owner")
    return Firm(certification.register_partner(by=owner, at=at, organisation=own), owner)


def evidence(
    some: Firm,
    kind: str,
    *,
    until: date | None = None,
    since: date | None = None,
    zone: str = "Asia/Shanghai",
    accept: bool = True,
    at: datetime = NOW,
    **scope: object,
) -> str:
    """Filed by the firm with all that its kind asks for and, unless told otherwise, accepted by the programme.

    The register was looked up when the test runs, so that no test ages.
    """
    about = kinds()[kind]
    details = {name: DETAILS[name] for name in about.fields if name in DETAILS}
    person = holder(some, at) if about.personal else None
    filed = certification.file_credential(
        by=product(at), at=at, partner=some.partner, kind=kind, issuer="某机构", number="X-1",
        zone=zone, valid_from=since, valid_until=until, **({"details": details, "holder": person} | scope),
    )  # fmt: skip
    if accept:
        certification.mark_checked(by=product(at), at=at, ref=filed.ref, accepted=True)
        looked = max(at, datetime.now(UTC))
        Credential.objects.filter(ref=filed.ref).update(last_checked=looked)
    some.credentials[kind] = filed.ref
    return filed.ref


def holder(some: Firm, at: datetime = NOW) -> StaffMember:
    """Somebody of the firm whose identity the programme has checked."""
    member = certification.add_staff(
        by=product(at), at=at, partner=some.partner, name="李四", role="代理人"
    )
    return certification.identify_staff(by=product(at), at=at, ref=member.ref, how="护照，视频核对")


def approved(some: Firm, pairs: Iterable[tuple[str, str]], at: datetime = NOW) -> None:
    """The pairs applied for and approved."""
    by = product(at)
    application = certification.submit_application(by=by, at=at, partner=some.partner, items=pairs)
    for item in application.items.all():
        certification.decide_item(by=by, at=at, ref=item.ref, outcome="approve")
    certification.close_review(by=by, at=at, ref=application.ref)


def fee_item(category: str, amount: str = "80.00") -> dict[str, object]:
    return {
        "code": category, "kind": "recurring", "amount": amount, "currency": "EUR",
        "every": "month", "per": "country", "count": 1,
    }  # fmt: skip


def offering(
    some: Firm,
    pairs: Iterable[tuple[str, str]],
    *,
    languages: tuple[str, ...] = ("zh", "en"),
    amount: str = "80.00",
    summary: str = "按期申报增值税，回执当天回传。",
    capacity: int = 5,
    at: datetime = NOW,
) -> Firm:
    """A profile, a plan per category and an offer for each pair; accepting work."""
    by = product(at)
    presentation = Presentation(
        Text(summary, "VAT returns on time."), [Text("深圳", "Shenzhen")], languages
    )
    directory.edit_profile(by=by, at=at, partner=some.partner, presentation=presentation)
    directory.set_capacity(by=by, at=at, partner=some.partner, capacity=capacity)
    directory.set_accepting(by=by, at=at, partner=some.partner, accepting=True)
    for category, country in pairs:
        name = Text("月度", "Monthly")
        items = [fee_item(category, amount)]
        some.plan = directory.put_plan(by=by, at=at, partner=some.partner, name=name, items=items)
        directory.put_offer(
            by=by, at=at, partner=some.partner, category=category, country=country,
            languages=languages, plan=some.plan,
        )  # fmt: skip
    return some


def listed_firm(
    name: str = "岫舟税务", pairs: Iterable[tuple[str, str]] = (DE_VAT,), **offered: object
) -> Firm:
    """A firm that is listed for these pairs, with open-ended evidence."""
    return listed(firm(name), pairs, **offered)


def listed(some: Firm, pairs: Iterable[tuple[str, str]], **offered: object) -> Firm:
    """The firm with all that listing these pairs takes."""
    wanted = list(pairs)
    for kind in (*ALWAYS_NEEDED, *(EVIDENCE[c] for c in sorted({c for c, _ in wanted}))):
        evidence(some, kind)
    approved(some, wanted)
    return offering(some, wanted, **offered)  # type: ignore[arg-type]
