"""Addresses below /reports/."""

from __future__ import annotations

from django.urls import path

from pilotage.web.reports import claims, collecting, pages

app_name = "reports"
urlpatterns = [
    path("", pages.everything, name="list"),
    path("upload/", pages.upload, name="upload"),
    path("claims/", claims.everything, name="claims"),
    path("claims/enter/", claims.enter, name="claim"),
    path("claims/ask/", claims.ask, name="ask"),
    path("claimed/<str:ref>/", claims.detail, name="claimed"),
    path("collect/", collecting.start, name="collect"),
    path("collected/<str:ref>/", collecting.detail, name="collected"),
    path("collected/<str:ref>/progress/", collecting.progress, name="collected-progress"),
    path("collected/<str:ref>/tax/", collecting.tax, name="collected-tax"),
    path("<str:ref>/", pages.detail, name="detail"),
    path("<str:ref>/progress/", pages.progress, name="progress"),
    path("<str:ref>/approve/", pages.approve, name="approve"),
    path("<str:ref>/report.html", pages.page, name="page"),
    path("<str:ref>/report.xlsx", pages.book, name="book"),
    path("<str:ref>/report.pdf", pages.paper, name="paper"),
]
