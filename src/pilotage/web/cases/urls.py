"""Addresses below /cases/."""

from __future__ import annotations

from django.urls import path

from pilotage.web.cases import duties, pages

app_name = "cases"
urlpatterns = [
    path("new/<str:contract>/", pages.new, name="new"),
    path("duty/<str:ref>/", duties.detail, name="duty"),
    path("duty/<str:ref>/deliver/", duties.deliver, name="deliver"),
    path("duty/<str:ref>/file/", duties.file, name="duty-file"),
    path("export/<str:contract>/", duties.ask_export, name="ask-export"),
    path("verdict/<str:ref>/dispute/", duties.dispute, name="dispute-verdict"),
    path("<str:ref>/", pages.detail, name="detail"),
    path("<str:ref>/clocks/", pages.clocks, name="clocks"),
    path("<str:ref>/say/", pages.say_it, name="say"),
    path("<str:ref>/hand-over/", pages.hand_over, name="hand-over"),
    path("<str:ref>/merge/", pages.merge, name="merge"),
    path("file/<str:message>/<str:document>/", pages.file, name="file"),
]
