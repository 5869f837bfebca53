"""Somebody at the door: a test client in which a viewer's person has signed in."""

from __future__ import annotations

from django.test import Client

from pilotage.platform.access.viewer import Viewer
from pilotage.platform.parties.models import Person


def browser(viewer: Viewer) -> Client:
    signed_in = Client()
    signed_in.force_login(Person.objects.get(pk=viewer.person_id))
    return signed_in
