"""Addresses below /workspace/."""

from __future__ import annotations

from django.urls import path

from pilotage.web.workspace import pages

app_name = "workspace"
urlpatterns = [
    path("", pages.everything, name="list"),
    path("<str:ref>/", pages.contract, name="contract"),
]
