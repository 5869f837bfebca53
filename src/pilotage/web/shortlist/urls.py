"""Addresses below /shortlist/."""

from __future__ import annotations

from django.urls import path

from pilotage.web.shortlist import pages

app_name = "shortlist"
urlpatterns = [path("", pages.plan, name="plan")]
