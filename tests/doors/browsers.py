"""Somebody at the door: a test client in which a viewer's person has signed in."""

from __future__ import annotations

import time

from django.test import Client

from pilotage.platform.access.viewer import Viewer
from pilotage.platform.parties.models import Person


def browser(viewer: Viewer, *, proved: bool = True) -> Client:
    """Signed in; when `proved`, the password was given again just now."""
    signed_in = Client()
    signed_in.force_login(Person.objects.get(pk=viewer.person_id))
    if proved:
        session = signed_in.session
        again = {"method": "password", "at": time.time(), "reauthenticated": True}
        session["account_authentication_methods"] = [again]
        session.save()
    return signed_in
