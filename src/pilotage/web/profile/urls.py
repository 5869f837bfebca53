"""Addresses below /profile/."""

from __future__ import annotations

from django.urls import path

from pilotage.web.profile import pages

app_name = "profile"
urlpatterns = [
    path("", pages.edit, name="edit"),
    path("work/", pages.work, name="work"),
    path("offers/new/", pages.offer, name="offer"),
    path("offers/<str:ref>/withdraw/", pages.withdraw, name="withdraw"),
]
