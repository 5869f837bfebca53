"""Addresses below /grants/."""

from __future__ import annotations

from django.urls import path

from pilotage.web.grants import pages

app_name = "grants"
urlpatterns = [
    path("", pages.everything, name="list"),
    path("new/", pages.give, name="give"),
    path("<str:ref>/", pages.detail, name="detail"),
    path("<str:ref>/revoke/", pages.revoke, name="revoke"),
    path("<str:ref>/delegate/", pages.delegate, name="delegate"),
]
