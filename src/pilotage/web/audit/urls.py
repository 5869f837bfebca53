"""Addresses below /audit/."""

from __future__ import annotations

from django.urls import path

from pilotage.web.audit import pages

app_name = "audit"
urlpatterns = [
    path("", pages.chain, name="chain"),
    path("verify/", pages.verify, name="verify"),
]
