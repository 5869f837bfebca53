"""Addresses below /filings/."""

from __future__ import annotations

from django.urls import path

from pilotage.web.filings import pages, reuse

app_name = "filings"
urlpatterns = [
    path("", pages.everything, name="list"),
    path("new/", pages.claim, name="claim"),
    path("reuse/", reuse.everything, name="reuse"),
    path("reuse/<str:ref>/", reuse.detail, name="reuse-pair"),
    path("reuse/<str:ref>/judge/", reuse.judge, name="reuse-judge"),
    path("<str:ref>/", pages.detail, name="detail"),
    path("<str:ref>/progress/", pages.progress, name="progress"),
    path("<str:ref>/check/", pages.check, name="check"),
    path("<str:ref>/receipt/", pages.receipt, name="receipt"),
    path("<str:ref>/settle/", pages.settle, name="settle"),
]
