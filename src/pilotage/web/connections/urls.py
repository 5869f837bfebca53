"""Addresses below /connections/. `back` is named at Amazon too: `platform/connections/application.py`."""

from __future__ import annotations

from django.urls import path

from pilotage.web.connections import pages

app_name = "connections"
urlpatterns = [
    path("", pages.everything, name="list"),
    path("ask/", pages.ask, name="ask"),
    path("back/", pages.back, name="back"),
    path("<str:ref>/close/", pages.close, name="close"),
]
