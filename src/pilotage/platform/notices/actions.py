"""Telling an organisation something, and sending what waits in the outbox."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import islice

from django.conf import settings
from django.db import transaction

from pilotage.kernel.errors import SourceDown
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.notices import following
from pilotage.platform.notices.models import Letter, Notice, Rank, Read
from pilotage.platform.parties.models import Membership, Organisation

_GIVE_UP_AFTER = 10
_AT_ONCE = 500
_KEPT_FOR_THE_OLDEST = 5
_NO_BODY = Text("", "")


def tell(
    *,
    by: Viewer,
    at: datetime,
    organisation: Organisation,
    kind: str,
    about: str,
    title: Text,
    body: Text = _NO_BODY,
    link: str = "",
) -> Notice:
    """A notice for the organisation and a letter to each member, and whoever follows notices hears; part of the caller's transaction."""
    return tell_all(
        by=by, at=at, organisations=[organisation], kind=kind, about=about, title=title, body=body, link=link,
        rank=Rank.NOTICE,
    )[0]  # fmt: skip


def tell_all(
    *,
    by: Viewer,
    at: datetime,
    organisations: Iterable[Organisation],
    kind: str,
    about: str,
    title: Text,
    body: Text = _NO_BODY,
    link: str = "",
    rank: Rank = Rank.BULK,
) -> list[Notice]:
    """The same to each of them; a whole programme costs a few statements for every five hundred."""
    text = "\n\n".join(part for part in (body.zh, body.en, _address(link)) if part)
    subject, left, told = f"{title.zh} · {title.en}"[:200], iter(organisations), []
    while some := list(islice(left, _AT_ONCE)):
        notices = Notice.objects.bulk_create(
            Notice(
                organisation=one, kind=kind, about=about, title_zh=title.zh, title_en=title.en, body_zh=body.zh,
                body_en=body.en, link=link, at=at,
            )
            for one in some
        )  # fmt: skip
        people = Membership.objects.filter(
            organisation__in=some, until__isnull=True, person__is_active=True
        ).select_related("person")
        Letter.objects.bulk_create(
            Letter(
                to=member.person.email, subject=subject, body=text, at=at, next_try=at, rank=rank
            )
            for member in people
        )
        following.told(notices)
        told += notices
    return told


def write(*, by: Viewer, at: datetime, to: str, subject: str, body: str) -> Letter:
    """One letter to one address, before all notices (sign-in mail); part of the caller's transaction."""
    return Letter.objects.create(
        to=to, subject=subject[:200], body=body, at=at, next_try=at, rank=Rank.AWAITED
    )


def mark_read(*, by: Viewer, at: datetime, up_to: int) -> None:
    """The person has seen every notice of their organisation up to this one."""
    if by.person_id is None or by.organisation_id is None:
        return
    Read.objects.update_or_create(
        person_id=by.person_id,
        organisation_id=by.organisation_id,
        defaults={"up_to": up_to, "at": at},
    )


def send_waiting(
    *, by: Viewer, at: datetime, send: Callable[[Letter], None], most: int = 50
) -> int:
    """Send letters that are due through `send`; a failure is tried again later, doubling the wait."""
    sent = 0
    for letter in _due(at, most):
        with transaction.atomic():
            try:
                send(letter)
            except SourceDown as error:
                letter.tries += 1
                letter.next_try = at + timedelta(minutes=2**letter.tries)
                letter.last_error = str(error)[:300]
            else:
                letter.sent_at = at
                sent += 1
            letter.save()
    return sent


def _due(at: datetime, most: int) -> list[Letter]:
    """By rank, and a fifth of the places for whatever has waited longest: no rank keeps another out for good."""
    due = Letter.objects.filter(sent_at__isnull=True, next_try__lte=at, tries__lt=_GIVE_UP_AFTER)
    kept = most // _KEPT_FOR_THE_OLDEST
    first = list(due.order_by("rank", "next_try", "pk")[: most - kept])
    rest = due.exclude(pk__in=[one.pk for one in first])
    return first + list(rest.order_by("next_try", "pk")[:kept])


def _address(link: str) -> str:
    return f"{settings.PUBLIC_ADDRESS}{link}" if link else ""
