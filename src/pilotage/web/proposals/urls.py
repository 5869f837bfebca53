"""Addresses below /proposals/."""

from __future__ import annotations

from django.urls import path

from pilotage.web.proposals import pages

app_name = "proposals"
urlpatterns = [
    path("", pages.everything, name="list"),
    path("<str:ref>/approve/", pages.approve, name="approve"),
    path("<str:ref>/refuse/", pages.refuse, name="refuse"),
]
