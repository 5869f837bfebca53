"""A change of rules is announced, at least seven days ahead; what was announced is never edited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.notices.actions import tell_all
from pilotage.platform.programme import announcements
from pilotage.platform.programme.days import today
from pilotage.platform.programme.models import Announcement, AnnouncementRead, Audience

LONGEST = {"title": 120, "body": 4000}


@dataclass(frozen=True, slots=True)
class Words:
    """What is announced: to whom, in both languages, from which day it holds."""

    audience: str
    title: Text
    body: Text
    effective_on: date


@transaction.atomic
def announce(*, by: Viewer, at: datetime, words: Words) -> Announcement:
    """Published at once, and told to everybody it is for. Raises `Invalid` less than seven whole days ahead."""
    check_may(by, "programme.announce")
    _check(words, at)
    row = _made(words, by, at)
    row.thread, row.number = row.ref, 1
    return _published(row, by, at)


@transaction.atomic
def announce_again(*, by: Viewer, at: datetime, ref: str, words: Words) -> Announcement:
    """The next version, beside the one it replaces; it has to be as far ahead again, and goes to both audiences."""
    check_may(by, "programme.announce")
    old = announcements.announcement(by, ref)
    # Two at once stand in line at the first version: the next number is read once the other is in.
    Announcement.objects.select_for_update().get(ref=old.thread)
    last = announcements.versions(by, old)[0]
    _check(words, at)
    if last.effective_on <= today(at):
        raise Invalid(
            "ALREADY_IN_FORCE",
            Text("这条公告已经生效，不能再出新版本。", "The announcement is in force; it has no next version."),
            Text("请另发一条公告。", "Announce the new change by itself."),
        )  # fmt: skip
    row = _made(words, by, at)
    row.thread, row.number = last.thread, last.number + 1
    return _published(row, by, at, also=last.audience)


@transaction.atomic
def note_read(*, by: Viewer, at: datetime, ref: str) -> None:
    """Somebody of the organisation opened it; later openings change nothing."""
    if by.organisation_id is None:
        return
    row = announcements.announcement(by, ref)
    AnnouncementRead.objects.get_or_create(
        announcement=row.ref,
        organisation_id=by.organisation_id,
        defaults={"by": by.actor, "at": at},
    )


def _check(words: Words, at: datetime) -> None:
    if words.audience not in Audience.values:
        raise Invalid("UNKNOWN_AUDIENCE", Text("请选择公告对象。", "Choose whom it is for."))
    for name, text in (("title", words.title), ("body", words.body)):
        for said in (text.zh, text.en):
            if not said.strip() or len(said) > LONGEST[name] or "\0" in said:
                raise Invalid(
                    "BOTH_LANGUAGES",
                    Text("标题与正文须中英文齐全，标题最多 {title} 字，正文最多 {body} 字。", "Title and words are needed in both languages, at most {title} and {body} characters."),
                    **LONGEST,
                )  # fmt: skip
    first = today(at) + timedelta(days=announcements.AHEAD)
    if words.effective_on < first:
        raise Invalid(
            "TOO_SOON",
            Text("规则变更须至少提前 {days} 天公告，最早 {first} 生效。", "Changes are announced at least {days} days ahead: {first} at the earliest."),
            Text("请改生效日期。", "Choose a later day."),
            days=announcements.AHEAD, first=first.isoformat(),
        )  # fmt: skip


def _made(words: Words, by: Viewer, at: datetime) -> Announcement:
    title, body = words.title, words.body
    return Announcement(
        audience=words.audience, title_zh=title.zh.strip(), title_en=title.en.strip(), body_zh=body.zh.strip(),
        body_en=body.en.strip(), effective_on=words.effective_on, published_by=by.actor, published_at=at,
    )  # fmt: skip


def _published(row: Announcement, by: Viewer, at: datetime, also: str = "") -> Announcement:
    row.save()
    record(
        by=by.actor, at=at, action="announcement.publish", object=f"announcement:{row.ref}",
        after={"thread": row.thread, "number": row.number, "effective_on": row.effective_on.isoformat()},
    )  # fmt: skip
    meant = announcements.audience(row.audience)
    if also and also != row.audience:
        meant = meant | announcements.audience(also)
    title = Text(f"{row.effective_on} 起：{row.title_zh}", f"From {row.effective_on}: {row.title_en}")  # fmt: skip
    tell_all(
        by=by, at=at, organisations=meant, kind="announcement", about=f"announcement:{row.ref}",
        title=title, body=Text(row.body_zh, row.body_en), link=reverse("programme:announcement", args=[row.ref]),
    )  # fmt: skip
    return row
