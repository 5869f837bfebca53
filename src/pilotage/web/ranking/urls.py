"""Addresses below /ranking/."""

from __future__ import annotations

from django.urls import path

from pilotage.web.ranking import pages

app_name = "ranking"
urlpatterns = [path("", pages.rules, name="rules")]
