"""Addresses below /directory/."""

from __future__ import annotations

from django.urls import path

from pilotage.web.directory import pages

app_name = "directory"
urlpatterns = [
    path("", pages.search, name="search"),
    path("compare/", pages.compare, name="compare"),
    path("<str:ref>/", pages.partner, name="partner"),
]
