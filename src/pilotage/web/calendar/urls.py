"""Addresses below /calendar/."""

from __future__ import annotations

from django.urls import path

from pilotage.web.calendar import pages

app_name = "calendar"
urlpatterns = [
    path("", pages.everything, name="list"),
    path("feed/open/", pages.open_feed, name="open-feed"),
    path("feed/revoke/", pages.revoke_feed, name="revoke-feed"),
    path("feed/<str:secret>.ics", pages.feed, name="feed"),
]
