"""Addresses below /programme/."""

from __future__ import annotations

from django.urls import path

from pilotage.web.programme import announcing, pages, rounds

app_name = "programme"
urlpatterns = [
    path("outcomes/", pages.outcomes, name="outcomes"),
    path("shops/", pages.shops, name="shops"),
    path("announcements/", announcing.everything, name="announcements"),
    path("announcements/new/", announcing.new, name="announce"),
    path("announcements/<str:ref>/", announcing.detail, name="announcement"),
    path("announcements/<str:ref>/again/", announcing.again, name="announce-again"),
    path("announcements/<str:ref>/read/", announcing.read, name="read"),
    path("resources/", rounds.everything, name="resources"),
    path("resources/<str:code>/apply/", rounds.apply_for, name="apply"),
    path("places/<str:ref>/withdraw/", rounds.withdraw, name="withdraw"),
    path("rounds/new/", rounds.new, name="open-round"),
    path("rounds/<str:ref>/", rounds.detail, name="round"),
    path("rounds/<str:ref>/call-off/", rounds.call_off, name="call-off"),
    path("rounds/<str:ref>/draw/", rounds.draw, name="draw"),
]
