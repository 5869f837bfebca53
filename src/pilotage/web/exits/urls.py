"""Addresses below /exits/."""

from __future__ import annotations

from django.urls import path

from pilotage.web.exits import handovers, pages

app_name = "exits"
urlpatterns = [
    path("", pages.everything, name="list"),
    path("take/", pages.take, name="take"),
    path("bags/<str:ref>/", pages.bag, name="bag"),
    path("bags/<str:ref>/progress/", pages.progress, name="progress"),
    path("bags/<str:ref>/fetch/", pages.fetch, name="fetch"),
    path("bags/<str:ref>/confirm/", pages.confirm, name="confirm"),
    path("handovers/new/", handovers.new, name="hand-over"),
    path("handovers/<str:ref>/", handovers.detail, name="handover"),
    path("handovers/<str:ref>/choose/", handovers.choose, name="choose"),
    path("handovers/<str:ref>/finish/", handovers.finish, name="finish"),
    path("handovers/<str:ref>/withdraw/", handovers.withdraw, name="withdraw"),
    path("erase/", pages.erase, name="erase"),
    path("erasures/<str:ref>/withdraw/", pages.keep, name="keep"),
    path("certificates/<str:ref>/", pages.certificate, name="certificate"),
]
