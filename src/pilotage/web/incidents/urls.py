"""Addresses below /incidents/."""

from __future__ import annotations

from django.urls import path

from pilotage.web.incidents import mine, pages

app_name = "incidents"
urlpatterns = [
    path("", pages.everything, name="list"),
    path("reach/", pages.reached, name="reach"),
    path("open/", pages.open_, name="open"),
    path("mine/<str:ref>/", mine.detail, name="mine"),
    path("mine/<str:ref>/ask/", mine.ask, name="ask"),
    path("mine/<str:ref>/settle/", mine.settle, name="settle"),
    path("<str:ref>/", pages.detail, name="detail"),
    path("<str:ref>/close/", pages.close, name="close"),
]
