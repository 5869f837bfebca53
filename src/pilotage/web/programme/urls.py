"""Addresses below /programme/."""

from __future__ import annotations

from django.urls import path

from pilotage.web.programme import announcing, pages

app_name = "programme"
urlpatterns = [
    path("outcomes/", pages.outcomes, name="outcomes"),
    path("shops/", pages.shops, name="shops"),
    path("announcements/", announcing.everything, name="announcements"),
    path("announcements/new/", announcing.new, name="announce"),
    path("announcements/<str:ref>/", announcing.detail, name="announcement"),
    path("announcements/<str:ref>/again/", announcing.again, name="announce-again"),
    path("announcements/<str:ref>/read/", announcing.read, name="read"),
]
