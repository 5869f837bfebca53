"""Addresses below /cases/."""

from __future__ import annotations

from django.urls import path

from pilotage.web.cases import pages

app_name = "cases"
urlpatterns = [
    path("new/<str:contract>/", pages.new, name="new"),
    path("<str:ref>/", pages.detail, name="detail"),
    path("<str:ref>/clocks/", pages.clocks, name="clocks"),
    path("<str:ref>/say/", pages.say_it, name="say"),
    path("<str:ref>/hand-over/", pages.hand_over, name="hand-over"),
    path("<str:ref>/merge/", pages.merge, name="merge"),
    path("file/<str:message>/<str:document>/", pages.file, name="file"),
]
