"""A notice becomes a message to each address that wants its subject, in the transaction that tells it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings

from pilotage.kernel.canonical import instant
from pilotage.kernel.refs import new_ref
from pilotage.platform.notices.models import Notice
from pilotage.platform.webhooks.kinds import OWN, TEST, subject_of
from pilotage.platform.webhooks.models import Delivery, Hook

GIVEN_UP_AFTER = timedelta(hours=24)


def told(notices: Sequence[Notice]) -> None:
    """Follows `notices.actions.tell_all`. What this room says itself goes to no address."""
    said = [one for one in notices if one.kind.split(".")[0] != OWN]
    live = Hook.objects.filter(organisation_id__in={one.organisation_id for one in said}, off_at=None)  # fmt: skip
    hooks: dict[int, list[Hook]] = {}
    for hook in live.exclude(sealed=""):
        hooks.setdefault(hook.organisation_id, []).append(hook)
    if hooks:
        Delivery.objects.bulk_create(row for one in said for row in _rows(one, hooks.get(one.organisation_id, [])))  # fmt: skip


def _rows(notice: Notice, hooks: Sequence[Hook]) -> list[Delivery]:
    """One event, to each that wants its subject."""
    subject = subject_of(notice.kind)
    wanting = [one for one in hooks if subject in one.kinds]
    if not wanting:
        return []
    event = new_ref("evt")
    body = _body(event, notice.kind, subject, notice.at, notice)
    return [_row(one, event, notice.kind, body, notice.at) for one in wanting]


def test_event(hook: Hook, event: str, at: datetime) -> Delivery:
    """An event that is about nothing, to try the receiver with."""
    row = _row(hook, event, TEST, _body(event, TEST, "", at, None), at)
    row.save()
    return row


def _row(hook: Hook, event: str, kind: str, body: str, at: datetime) -> Delivery:
    until = at + GIVEN_UP_AFTER
    return Delivery(hook=hook, event=event, kind=kind, body=body, at=at, next_try=at, until=until)


def _body(event: str, kind: str, subject: str, at: datetime, notice: Notice | None) -> str:
    """What the receiver reads: docs/webhooks.md."""
    title = {"zh": "测试事件", "en": "Test event"}
    said: dict[str, object] = {"event": event, "kind": kind, "subject": subject, "at": instant(at)}
    if notice is None:
        said |= {"organisation": "", "about": "", "title": title, "text": title, "link": ""}
    else:
        said |= {
            "organisation": notice.organisation.ref,
            "about": notice.about,
            "title": {"zh": notice.title_zh, "en": notice.title_en},
            "text": {"zh": notice.body_zh, "en": notice.body_en},
            "link": f"{settings.PUBLIC_ADDRESS}{notice.link}" if notice.link else "",
        }
    return json.dumps(said, ensure_ascii=False)
