"""Addresses below /guide/."""

from __future__ import annotations

from django.urls import path

from pilotage.web.guide import pages

app_name = "guide"
urlpatterns = [
    path("", pages.topic_list, name="list"),
    path("<str:kind>/<str:key>/", pages.topic_page, name="topic"),
]
