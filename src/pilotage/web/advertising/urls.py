"""Addresses below /advertising/."""

from __future__ import annotations

from django.urls import path

from pilotage.web.advertising import pages, proofs

app_name = "advertising"
urlpatterns = [
    path("", pages.everything, name="list"),
    path("new/", pages.new, name="new"),
    path("proofs/new/", proofs.new, name="proof-new"),
    path("proofs/<str:ref>/", proofs.detail, name="proof"),
    path("proofs/<str:ref>/progress/", proofs.progress, name="proof-progress"),
    path("<str:ref>/", pages.detail, name="detail"),
    path("<str:ref>/progress/", pages.progress, name="progress"),
    path("<str:ref>/decide/", pages.decide, name="decide"),
    path("<str:ref>/propose/", pages.propose, name="propose"),
    path("<str:ref>/return/", pages.give_back, name="return"),
    path("<str:ref>/approve/", pages.approve, name="approve"),
    path("<str:ref>/again/", pages.again, name="again"),
    path("<str:ref>/apply/", pages.apply, name="apply"),
    path("<str:ref>/drop/", pages.drop, name="drop"),
    path("<str:ref>/files/<str:what>/", pages.file, name="file"),
]
