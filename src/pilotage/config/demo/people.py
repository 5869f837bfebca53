"""The logins of the demo, its sellers, and a partner firm of its own, made by the actions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from allauth.account.models import EmailAddress

from pilotage.config.demo.papers import DETAILS
from pilotage.config.demo.plans import plan_items
from pilotage.kernel.text import Text
from pilotage.platform.access import actions as access
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.certification import actions as certification
from pilotage.platform.certification import scorecard
from pilotage.platform.certification.models import Partner, Scorecard, ScoreWeek
from pilotage.platform.certification.requirements import kinds
from pilotage.platform.directory import actions as directory
from pilotage.platform.directory.presentation import Case, Presentation
from pilotage.platform.parties.models import Kind, Organisation, Person, Role

PASSWORD = "pilotage-demo-2026"  # noqa: S105  (the demo's documented password, for invented people only)
DOMAIN = "demo.pilotage.example"


@dataclass(frozen=True, slots=True)
class Login:
    """One documented way in."""

    email: str
    says: Text


LOGINS = {
    Kind.SELLER: Login(f"seller@{DOMAIN}", Text("卖家", "seller")),
    Kind.PARTNER: Login(f"partner@{DOMAIN}", Text("服务商", "partner")),
    Kind.OPERATOR: Login(f"operator@{DOMAIN}", Text("平台", "programme")),
}

_PAIRS = (("vat_registration", "DE"), ("vat_filing", "DE"), ("vat_filing", "FR"),
          ("vat_filing", "IT"), ("epr_packaging", "DE"))  # fmt: skip
# The demo's partner came ninety days ago: its certificate's audit was due last week and is in grace.
_SURVEILLANCE = timedelta(days=82)
_CHARGED = {"vat_registration": "project"}
_PAPERS = ("business_registration", "iso_27001", "tax_adviser_admission", "epr_service_evidence")
_FIRST = "蓝 青 赤 白 玄 金 银 翠 碧 紫".split()
_SECOND = "鲸 鹿 雀 松 岩 帆 舟 湖 峰 桐".split()
_TRADES = "家居 户外 宠物 玩具 厨具 数码 服饰 园艺".split()


def seed_logins(at: datetime) -> dict[str, Organisation]:
    """One organisation of each kind with its login; the organisations by kind."""
    by = Viewer.product("demo-seed", at)
    made = {}
    for kind, zh, en in (
        (Kind.OPERATOR, "引航项目办公室（演示）", "Pilotage Programme Office (demo)"),
        (Kind.SELLER, "蓝鲸家居（演示）", "Blue Whale Home (demo)"),
        (Kind.PARTNER, "引澜税务（演示）", "Yinlan Tax (demo)"),
    ):
        person = _person(LOGINS[kind].email, LOGINS[kind].says.zh, PASSWORD)
        made[str(kind)] = access.found_organisation(
            by=by,
            at=at,
            person=person,
            kind=kind,
            name_zh=zh,
            name_en=en,
            city="深圳",
            contact_name=LOGINS[kind].says.zh,
            contact_email=LOGINS[kind].email,
        )
    return made


def seed_sellers(count: int, seed: int, at: datetime) -> list[Organisation]:
    """Sellers with an owner each; their people cannot sign in."""
    by, random = Viewer.product("demo-seed", at), Random(seed)  # noqa: S311
    return [
        access.found_organisation(
            by=by,
            at=at,
            person=_person(f"seller{number:03d}@sellers.example", "演示卖家", None),
            kind=Kind.SELLER,
            name_zh="".join(random.choice(part) for part in (_FIRST, _SECOND, _TRADES)),
            name_en=f"Demo Seller {number:03d}",
            city=random.choice(["深圳", "杭州", "广州", "义乌", "厦门"]),
        )
        for number in range(1, count + 1)
    ]


def seed_owners(partners: list[Partner], at: datetime) -> None:
    """An owner for each of these firms; they cannot sign in."""
    by = Viewer.product("demo-seed", at)
    for number, partner in enumerate(partners, 1):
        person = _person(f"partner{number:03d}@partners.example", "演示服务商", None)
        access.join(by=by, at=at, person=person, organisation=partner.organisation, role=Role.OWNER)


def seed_own_partner(organisation: Organisation, at: datetime) -> Partner:
    """The firm behind the partner login: certified, offering, accepting; and one application that waits."""
    by, random = Viewer.product("demo-seed", at), Random(1)  # noqa: S311
    partner = certification.register_partner(by=by, at=at, organisation=organisation)
    adviser = certification.add_staff(
        by=by, at=at, partner=partner, name="演示税务师", role="税务师"
    )
    certification.identify_staff(by=by, at=at, ref=adviser.ref, how="护照，视频核对（演示）")
    for kind in _PAPERS:
        about = kinds()[kind]
        paper = certification.file_credential(
            by=by, at=at, partner=partner, kind=kind, issuer="演示签发机构 Demo Issuer",
            number="DEMO-00000001", issued_in="DE" if "tax" in kind else "CN",
            holder=adviser if about.personal else None,
            details={name: DETAILS[name] for name in about.fields},
            surveillance_due=(at + _SURVEILLANCE).date() if about.surveillance else None,
        )  # fmt: skip
        certification.mark_checked(by=by, at=at, ref=paper.ref, accepted=True)
    application = certification.submit_application(by=by, at=at, partner=partner, items=_PAIRS)
    for item in application.items.all():
        certification.decide_item(by=by, at=at, ref=item.ref, outcome="approve")
    certification.close_review(by=by, at=at, ref=application.ref)
    _present(partner, by, at, random)
    certification.put_mark(
        by=by, at=at, partner_ref=partner.ref, code="LATE",
        reason=Text("两次超过答复期限（演示）", "Answered late twice (demo)"),
    )  # fmt: skip
    _weeks(partner, at)
    certification.submit_application(
        by=by, at=at, partner=partner, items=[("vat_filing", "ES"), ("fiscal_representation", "FR")]
    )
    return partner


def _weeks(partner: Partner, at: datetime) -> None:
    """What twelve weeks of work amounted to: kept promises, one week that was not."""
    first = scorecard.monday(at)
    rows = [
        ScoreWeek(
            partner=partner, monday=first + n * scorecard.WEEK, met=6, breached=2 if n == 7 else 0,
            accepted=3, corrected=1 if n % 4 == 0 else 0, fit=n > 1, kept_at=at,
        )
        for n in range(12)
    ]  # fmt: skip
    ScoreWeek.objects.bulk_create(rows)
    Scorecard.objects.create(
        partner=partner, band="good", since=at, fit_weeks=10, monday=rows[-1].monday,
        rules_version=scorecard.in_force(at).version,
    )  # fmt: skip


def _present(partner: Partner, by: Viewer, at: datetime, random: Random) -> None:
    case = Case(
        Text("家居卖家的四国申报（虚构案例）", "Four countries for a home seller (invented)"),
        Text("按月申报，回执当天回传。", "Monthly returns, receipts the same day."),
    )
    presentation = Presentation(
        summary=Text(
            "专注欧洲增值税与德国包装法，申报回执当天回传，资料交接有清单。",
            "European VAT and German packaging law; receipts the same day.",
        ),
        cities=[Text("深圳", "Shenzhen")],
        languages=["zh", "en", "de"],
        cases=[case],
        website="https://yinlan.example",
    )
    directory.edit_profile(by=by, at=at, partner=partner, presentation=presentation)
    directory.set_capacity(by=by, at=at, partner=partner, capacity=8)
    directory.set_accepting(by=by, at=at, partner=partner, accepting=True)
    plans = {}
    for category, country in _PAIRS:
        if category not in plans:
            items = plan_items(random, category, _CHARGED.get(category, "recurring"))
            name = Text("标准方案", "Standard plan")
            plans[category] = directory.put_plan(
                by=by, at=at, partner=partner, name=name, items=items
            )
        directory.put_offer(
            by=by, at=at, partner=partner, category=category, country=country,
            languages=["zh", "en", "de"], plan=plans[category],
        )  # fmt: skip


def _person(email: str, name: str, password: str | None) -> Person:
    person = Person.objects.create_user(email, password, name=name)
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    return person
