"""Addresses below /fit/."""

from __future__ import annotations

from django.urls import path

from pilotage.web.fit import pages

app_name = "fit"
urlpatterns = [
    path("", pages.everything, name="list"),
    path("profile/", pages.profile, name="profile"),
    path("upload/", pages.upload, name="upload"),
    path("<str:ref>/", pages.detail, name="detail"),
    path("<str:ref>/progress/", pages.progress, name="progress"),
]
