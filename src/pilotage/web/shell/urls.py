"""Addresses of the frame."""

from __future__ import annotations

from django.urls import path

from pilotage.web.shell import pages

app_name = "shell"
urlpatterns = [path("language/", pages.language, name="language")]
