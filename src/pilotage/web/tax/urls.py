"""Addresses below /tax/."""

from __future__ import annotations

from django.urls import path

from pilotage.web.tax import pages

app_name = "tax"
urlpatterns = [
    path("", pages.everything, name="list"),
    path("upload/", pages.upload, name="upload"),
    path("runs/<str:ref>/", pages.detail, name="run"),
    path("runs/<str:ref>/progress/", pages.progress, name="progress"),
    path("runs/<str:ref>/rows/", pages.rows_of_run, name="rows"),
    path("runs/<str:ref>/rows/<str:sha256>/<int:row>/", pages.row, name="row"),
    path("runs/<str:ref>/again/", pages.again, name="again"),
    path("runs/<str:ref>/replay/", pages.replay, name="replay"),
    path("runs/<str:ref>/download/", pages.download, name="download"),
]
