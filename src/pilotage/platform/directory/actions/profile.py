"""How a partner presents itself, and whether it takes work."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may, check_own
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.certification import changes
from pilotage.platform.certification.models import Partner
from pilotage.platform.directory.contact_data import check_no_contact
from pilotage.platform.directory.models import Profile
from pilotage.platform.directory.presentation import Presentation

LONGEST_SUMMARY = 2000
MOST_CASES = 12
MOST_CAPACITY = 500


@transaction.atomic
def edit_profile(
    *, by: Viewer, at: datetime, partner: Partner, presentation: Presentation
) -> Profile:
    """Replace the presentation; contact data in it is refused. Shown within a second."""
    check_may(by, "profile.edit")
    check_own(by, partner.organisation_id)
    _check(presentation)
    profile, _ = Profile.objects.update_or_create(
        partner=partner,
        defaults={
            "summary_zh": presentation.summary.zh.strip(),
            "summary_en": presentation.summary.en.strip(),
            "website": presentation.website.strip(),
            "cities": [{"zh": city.zh, "en": city.en} for city in presentation.cities],
            "languages": list(dict.fromkeys(presentation.languages)),
            "cases": [case.fields() for case in presentation.cases],
            "updated_at": at,
        },
    )
    _noted(partner, by, at, "profile.edited", {"summary": profile.summary_zh[:200]})
    return profile


@transaction.atomic
def set_accepting(*, by: Viewer, at: datetime, partner: Partner, accepting: bool) -> Profile:
    """Take new work, or pause."""
    check_may(by, "profile.edit")
    check_own(by, partner.organisation_id)
    profile = own_profile(partner)
    profile.accepting, profile.updated_at = accepting, at
    profile.save(update_fields=["accepting", "updated_at"])
    _noted(partner, by, at, "profile.accepting", {"accepting": accepting})
    return profile


@transaction.atomic
def set_capacity(*, by: Viewer, at: datetime, partner: Partner, capacity: int) -> Profile:
    """How many engagements at a time; fewer than are taken now means none new until some end."""
    check_may(by, "profile.edit")
    check_own(by, partner.organisation_id)
    if not 0 <= capacity <= MOST_CAPACITY:
        raise Invalid(
            "CAPACITY_OUT_OF_RANGE",
            Text("承接量应在 0 到 {most} 之间。", "Capacity lies between 0 and {most}."),
            most=MOST_CAPACITY,
        )
    profile = own_profile(partner)
    profile.capacity, profile.updated_at = capacity, at
    profile.save(update_fields=["capacity", "updated_at"])
    _noted(partner, by, at, "profile.capacity", {"capacity": capacity})
    return profile


def own_profile(partner: Partner) -> Profile:
    """The profile, locked; `Invalid` when the firm has not written one yet."""
    found = Profile.objects.select_for_update().filter(partner=partner).first()
    if found is None:
        raise Invalid(
            "NO_PROFILE",
            Text("请先填写公司资料。", "Write your profile first."),
            Text("在“公司资料”页保存后再试。", "Save it on the profile page, then try again."),
        )
    return found


def _noted(
    partner: Partner, by: Viewer, at: datetime, action: str, after: dict[str, object]
) -> None:
    changes.note(partner.pk)
    record(by=by.actor, at=at, action=action, object=f"partner:{partner.ref}", after=after)


def _check(given: Presentation) -> None:
    texts = [given.summary.zh, given.summary.en]
    texts += [part for case in given.cases for part in case.fields().values()]
    check_no_contact(*texts)
    if not given.summary.zh.strip():
        raise Invalid("SUMMARY_MISSING", Text("请填写中文简介。", "Write a summary in Chinese."))
    if any(not (case.title.zh.strip() and case.text.zh.strip()) for case in given.cases):
        raise Invalid(
            "CASE_INCOMPLETE",
            Text("每个案例都要有中文标题和内容。", "Every case has a title and a text in Chinese."),
        )
    if max(len(text) for text in texts) > LONGEST_SUMMARY or len(given.cases) > MOST_CASES:
        raise Invalid(
            "PROFILE_TOO_LONG",
            Text(
                "每段不超过 {long} 字，案例不超过 {many} 个。",
                "At most {long} characters a text and {many} cases.",
            ),
            long=LONGEST_SUMMARY,
            many=MOST_CASES,
        )
    if given.website.strip():
        _check_website(given.website.strip())


def _check_website(address: str) -> None:
    try:
        URLValidator(schemes=["https", "http"])(address)
    except ValidationError:
        raise Invalid(
            "NOT_AN_ADDRESS",
            Text("网址不正确：{address}", "Not a web address: {address}"),
            Text("请以 https:// 开头。", "Begin with https://."),
            address=address,
        ) from None
