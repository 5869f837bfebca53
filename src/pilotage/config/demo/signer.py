"""An authenticator app for one signature of the invented world; nobody is left with a lock they have no key to."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from pilotage.platform.access.viewer import Viewer


@contextmanager
def signing_with(viewer: Viewer, at: datetime) -> Iterator[str]:
    """The code that the person's app shows at that moment; the app is gone afterwards."""
    secret = secrets.token_bytes(20)
    data = {"secret": encrypt(base64.b32encode(secret).decode())}
    app = Authenticator.objects.create(
        user_id=viewer.person_id, type=Authenticator.Type.TOTP, data=data
    )
    Authenticator.objects.filter(pk=app.pk).update(created_at=at - timedelta(days=1))
    try:
        shown = TOTP(secret, 6, SHA1(), 30)  # noqa: S303  as authenticator apps compute it (RFC 6238)
        yield shown.generate(int(at.timestamp())).decode()
    finally:
        app.delete()
