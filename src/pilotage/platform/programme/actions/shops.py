"""A seller notes what became of its application for a shop."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from pilotage.engines import law
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.parties.models import Organisation
from pilotage.platform.programme.days import today
from pilotage.platform.programme.models import Answer, ShopRecord

FIELDS = ("answer", "answered_on", "first_sale_on")


@transaction.atomic
def note_shop(
    *,
    by: Viewer,
    at: datetime,
    marketplace: str,
    submitted_on: date,
    answer: str = Answer.WAITING,
    answered_on: date | None = None,
    first_sale_on: date | None = None,
) -> ShopRecord:
    """The application of that day on that site, as it stands now; noted again it is corrected. Raises `Invalid`."""
    check_may(by, "dossier.keep")
    _check(today(at), marketplace, submitted_on, answer, answered_on, first_sale_on)
    # Two clicks at once stand in line here.
    seller = Organisation.objects.select_for_update().get(pk=by.organisation_id)
    key = {"organisation": seller, "marketplace": marketplace, "submitted_on": submitted_on}
    row = ShopRecord.objects.filter(**key).first() or ShopRecord(**key)
    before = None if row.pk is None else _facts(row)
    row.answer, row.answered_on, row.first_sale_on = answer, answered_on, first_sale_on
    row.noted_by, row.noted_at = by.actor, at
    row.save()
    record(
        by=by.actor, at=at, tenant=by.organisation_ref, action="shop_record.note",
        object=f"shop_record:{row.ref}", before=before, after=_facts(row),
    )  # fmt: skip
    return row


def _check(on: date, marketplace: str, sent: date, answer: str, answered: date | None, sold: date | None) -> None:  # fmt: skip
    law.check_marketplace(marketplace)
    if answer not in Answer.values:
        raise Invalid(
            "UNKNOWN_ANSWER", Text("请选择亚马逊的答复。", "Choose what Amazon answered.")
        )
    if (answer == Answer.WAITING) != (answered is None):
        raise Invalid(
            "ANSWER_AND_DAY",
            Text("有答复就要填答复日期；等待中不填。", "An answer has its day; while waiting there is none."),
        )  # fmt: skip
    if sold is not None and answer != Answer.APPROVED:
        raise Invalid(
            "SALE_WITHOUT_SHOP",
            Text("申请通过后才有首单。", "A first sale comes after approval."),
        )
    days = [day for day in (sent, answered, sold, on) if day is not None]
    if days != sorted(days):
        raise Invalid(
            "DAYS_OUT_OF_ORDER",
            Text("日期须依次为提交、答复、首单，且不晚于今天。", "Days go from sending in to the answer to the first sale, none after today."),
        )  # fmt: skip


def _facts(row: ShopRecord) -> dict[str, str | None]:
    told = {name: getattr(row, name) for name in FIELDS}
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in told.items()
    }
