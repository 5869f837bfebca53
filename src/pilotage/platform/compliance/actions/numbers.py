"""VAT numbers put to a register: asked, answered, or put off because the register did not answer."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from pilotage.engines.law import vat_number
from pilotage.kernel.errors import Invalid, SourceDown
from pilotage.kernel.text import Text
from pilotage.platform.access import queries as access
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.compliance.models import NumberCheck
from pilotage.platform.compliance.registers import Register

MOST_TRIES = 8
_WAIT = timedelta(minutes=2)


@transaction.atomic
def ask_number(*, by: Viewer, at: datetime, number: str) -> NumberCheck:
    """Queue a check of a well-formed number; asked again it starts anew. Raises `Invalid`."""
    check_may(by, "tax.run")
    text = "".join(c for c in number if c.isalnum()).upper()
    found = vat_number(text, text[:2].replace("EL", "GR"))
    if found is None:
        raise Invalid(
            "NUMBER_MALFORMED",
            Text("{number} 的格式或校验位不对。", "{number} has a wrong form or check digit."),
            Text(
                "请连同国家代码一起填写，例如 DE123456789。",
                "Write it with its country, such as DE123456789.",
            ),
            number=number[:30],
        )
    seller = access.own_organisation(by)
    asked, _ = NumberCheck.objects.update_or_create(
        organisation=seller,
        number=found.text,
        defaults={
            "register": "hmrc" if found.text.startswith("GB") else "vies",
            "outcome": "waiting", "why_zh": "", "why_en": "", "name": "", "consultation": "",
            "answered_at": None, "tries": 0, "next_try": at, "asked_by": by.actor, "asked_at": at,
        },
    )  # fmt: skip
    record(
        by=by.actor,
        at=at,
        tenant=seller.ref,
        action="vat_number.asked",
        object=f"number_check:{asked.ref}",
        after={"number": found.text},
    )
    return asked


def check_numbers(
    *, by: Viewer, at: datetime, registers: dict[str, Register], most: int = 20
) -> int:
    """Put the numbers that are due to their registers. Returns how many were answered."""
    due = NumberCheck.objects.filter(next_try__lte=at).select_related("organisation")
    return sum(
        _check(one, by=by, at=at, register=registers[one.register])
        for one in due.order_by("next_try")[:most]
    )


def _check(one: NumberCheck, *, by: Viewer, at: datetime, register: Register) -> bool:
    """An outage leaves the number not confirmed and is tried again later, waiting longer each time."""
    try:
        answer = register(one.number)
    except SourceDown as error:
        one.tries += 1
        one.outcome, one.why_zh, one.why_en = (
            "unconfirmed",
            error.says.zh[:300],
            error.says.en[:300],
        )
        gone = one.tries >= MOST_TRIES
        one.next_try = None if gone else at + _WAIT * 2**one.tries
        one.save()
        return False
    one.outcome = "confirmed" if answer.valid else "refused"
    one.name, one.consultation = answer.name[:300], answer.consultation[:60]
    one.answered_at, one.next_try, one.why_zh, one.why_en = at, None, "", ""
    with transaction.atomic():
        one.save()
        record(
            by=by.actor,
            at=at,
            tenant=one.organisation.ref,
            action=f"vat_number.{one.outcome}",
            object=f"number_check:{one.ref}",
            after={"number": one.number, "consultation": one.consultation},
        )
    return True
