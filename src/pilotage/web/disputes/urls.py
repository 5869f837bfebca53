"""Addresses below /disputes/."""

from __future__ import annotations

from django.urls import path

from pilotage.web.disputes import arguing, pages

app_name = "disputes"
urlpatterns = [
    path("", pages.everything, name="list"),
    path("evidence/<str:ref>/", pages.evidence, name="evidence"),
    path("<str:ref>/", pages.detail, name="detail"),
    path("<str:ref>/say/", arguing.say, name="say"),
    path("<str:ref>/show/", arguing.show, name="show"),
    path("<str:ref>/escalate/", arguing.escalate, name="escalate"),
    path("<str:ref>/propose/", arguing.propose, name="propose"),
    path("<str:ref>/settle/", arguing.settle, name="settle"),
    path("<str:ref>/withdraw/", arguing.withdraw, name="withdraw"),
    path("<str:ref>/decide/", arguing.decide, name="decide"),
]
