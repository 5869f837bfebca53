"""What a partner offers, and what it costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from pilotage.engines import fees
from pilotage.engines.law import service_categories
from pilotage.kernel import places
from pilotage.kernel.errors import Invalid, NotFound
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may, check_own
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.certification import changes
from pilotage.platform.certification.models import Partner
from pilotage.platform.directory.models import FeePlan, Offer
from pilotage.platform.directory.pricing import fee_model

MOST_ITEMS = 40


@transaction.atomic
def put_plan(
    *, by: Viewer, at: datetime, partner: Partner, name: Text, items: Sequence[Mapping[str, object]]
) -> FeePlan:
    """A new fee plan, its items as in the contract of `fees quote`; raises `Invalid("BAD_ITEM")`."""
    check_may(by, "offer.edit")
    check_own(by, partner.organisation_id)
    if not items or len(items) > MOST_ITEMS:
        raise Invalid(
            "PLAN_EMPTY",
            Text("请列出 1 到 {most} 个收费项。", "List 1 to {most} items."),
            most=MOST_ITEMS,
        )
    fees.plan_from(items)
    plan = FeePlan.objects.create(
        partner=partner,
        name_zh=name.zh.strip(),
        name_en=name.en.strip(),
        model=fee_model(items),
        currency=str(items[0]["currency"]),
        items=[dict(item) for item in items],
        created_at=at,
    )
    record(
        by=by.actor,
        at=at,
        action="fee_plan.put",
        object=f"partner:{partner.ref}",
        after={"plan": plan.ref, "items": plan.items},
    )
    return plan


@transaction.atomic
def put_offer(
    *,
    by: Viewer,
    at: datetime,
    partner: Partner,
    category: str,
    country: str,
    languages: Sequence[str],
    plan: FeePlan,
) -> Offer:
    """Offer a service in a country, or change the offer. It is shown only while certification allows."""
    check_may(by, "offer.edit")
    check_own(by, partner.organisation_id)
    if category not in service_categories() or country not in places.NAMES:
        raise Invalid(
            "NO_SUCH_SERVICE", Text("没有这项服务或国家。", "No such service or country.")
        )
    if not languages:
        raise Invalid("LANGUAGES_MISSING", Text("请选择服务语言。", "Choose the languages."))
    if plan.partner_id != partner.pk:
        raise Invalid("OTHER_FIRMS", Text("收费方案不属于贵司。", "The plan is not of your firm."))
    open_offers = Offer.objects.filter(
        partner=partner, category=category, country=country, withdrawn_at__isnull=True
    )
    open_offers.update(withdrawn_at=at)
    offer = Offer.objects.create(
        partner=partner,
        category=category,
        country=country,
        languages=list(dict.fromkeys(languages)),
        plan=plan,
        since=at,
    )
    changes.note(partner.pk)
    record(
        by=by.actor,
        at=at,
        action="offer.put",
        object=f"offer:{offer.ref}",
        after={
            "partner": partner.ref,
            "category": category,
            "country": country,
            "plan": plan.ref,
        },
    )
    return offer


@transaction.atomic
def withdraw_offer(*, by: Viewer, at: datetime, ref: str) -> Offer:
    """End an offer; running engagements go on."""
    check_may(by, "offer.edit")
    rows = Offer.objects.select_for_update(of=("self",)).select_related("partner")
    offer = rows.filter(ref=ref, withdrawn_at__isnull=True).first()
    if offer is None or not (by.job or offer.partner.organisation_id == by.organisation_id):
        raise NotFound("NO_SUCH_OFFER", Text("没有这项服务。", "There is no such offer."))
    offer.withdrawn_at = at
    offer.save(update_fields=["withdrawn_at"])
    changes.note(offer.partner_id)
    record(
        by=by.actor,
        at=at,
        action="offer.withdrawn",
        object=f"offer:{offer.ref}",
        after={"partner": offer.partner.ref},
    )
    return offer
