"""Addresses below /numbers/."""

from __future__ import annotations

from django.urls import path

from pilotage.web.numbers import pages

app_name = "numbers"
urlpatterns = [
    path("", pages.everything, name="list"),
    path("ask/", pages.ask, name="ask"),
]
