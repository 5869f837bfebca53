"""The code typed to sign, or to open data with a key: of this half minute or the one before, never a used one."""

from __future__ import annotations

import base64
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.db import transaction

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.engagements.models import SigningAttempt
from pilotage.platform.parties.models import Person

PERIOD = 30
MOST_ATTEMPTS = 5
WITHIN = timedelta(minutes=10)


def is_set_up(viewer: Viewer) -> bool:
    """Whether the viewer has an authenticator app to sign with."""
    return Authenticator.objects.filter(
        user_id=viewer.person_id, type=Authenticator.Type.TOTP
    ).exists()


@transaction.atomic
def note_attempt(*, by: Viewer, at: datetime) -> None:
    """Counts an attempt whatever comes of it; raises `Invalid("TOO_MANY_CODES")` after five in ten minutes."""
    # The person's row is the lock: guesses sent at the same moment are counted one after the other.
    Person.objects.select_for_update().get(pk=by.person_id)
    recent = SigningAttempt.objects.filter(person_id=by.person_id, at__gt=at - WITHIN)
    if recent.count() >= MOST_ATTEMPTS:
        raise Invalid(
            "TOO_MANY_CODES",
            Text("验证码输入次数过多。", "Too many codes were tried."),
            Text("请十分钟后再试，已填内容已保留。", "Try again in ten minutes; nothing is lost."),
        )
    SigningAttempt.objects.create(person_id=by.person_id, at=at)
    record(by=by.actor, at=at, action="signing.attempted", object=f"person:{by.person_ref}")


def spend(*, by: Viewer, at: datetime, code: str) -> None:
    """Uses the code up, in the transaction of what it stands for; raises `Invalid`."""
    mine = Authenticator.objects.filter(user_id=by.person_id, type=Authenticator.Type.TOTP)
    # The row is the lock under which a code is used up: of two requests with one code, one is refused.
    kept = mine.select_for_update().first()
    if kept is None:
        raise Invalid(
            "NO_SECOND_FACTOR",
            Text("您还没有设置验证器应用。", "You have not set up an authenticator app."),
            Text("请先在账户安全中设置。", "Set one up under account security first."),
        )
    if not _is_fresh(kept, code, at):
        raise Invalid(
            "CODE_REFUSED",
            Text("验证码不正确或已用过。", "The code is wrong or has been used."),
            Text("请等下一个验证码再试。", "Wait for the next code and try again."),
        )
    kept.last_used_at = at
    kept.save(update_fields=["last_used_at"])


def _is_fresh(kept: Authenticator, code: str, at: datetime) -> bool:
    """Right for now or for the half minute before, and from after everything the app was used for."""
    used = max(_step(moment) for moment in (kept.created_at, kept.last_used_at) if moment)
    secret = base64.b32decode(decrypt(kept.data["secret"]))
    totp = TOTP(secret, 6, SHA1(), PERIOD)  # noqa: S303  what authenticator apps compute (RFC 6238)
    for step in (_step(at), _step(at) - 1):
        try:
            totp.verify(code.strip().encode(), step * PERIOD)
        except InvalidToken:
            continue
        return step > used
    return False


def _step(moment: datetime) -> int:
    return int(moment.timestamp()) // PERIOD
