"""Addresses below /local/."""

from __future__ import annotations

from django.urls import path

from pilotage.web.localops import pages

app_name = "localops"
urlpatterns = [
    path("", pages.everything, name="list"),
    path("new/", pages.new, name="new"),
    path("<str:ref>/", pages.detail, name="detail"),
    path("<str:ref>/progress/", pages.progress, name="progress"),
    path("<str:ref>/files/<str:what>/", pages.file, name="file"),
]
