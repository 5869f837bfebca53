"""Addresses below /notices/."""

from __future__ import annotations

from django.urls import path

from pilotage.web.notices import pages

app_name = "notices"
urlpatterns = [
    path("", pages.everything, name="list"),
    path("read/", pages.read, name="read"),
]
