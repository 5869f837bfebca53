"""The address `/`."""

from __future__ import annotations

from django.urls import path

from pilotage.web.home import pages

urlpatterns = [path("", pages.home, name="home")]
