"""Addresses below /onboarding/."""

from __future__ import annotations

from django.urls import path

from pilotage.web.onboarding import launch, pages, papers, unsure

app_name = "onboarding"
urlpatterns = [
    path("", pages.everything, name="list"),
    path("new/", pages.new, name="new"),
    path("unsure/", unsure.everything, name="unsure"),
    path("<str:ref>/", pages.detail, name="detail"),
    path("<str:ref>/edit/", pages.edit, name="edit"),
    path("<str:ref>/plan/", launch.plan, name="plan"),
    path("<str:ref>/progress/", pages.progress, name="progress"),
    path("<str:ref>/check/", pages.check, name="check"),
    path("<str:ref>/put-away/", pages.put_away, name="put-away"),
    path("<str:ref>/papers/", papers.add, name="add"),
    path("papers/<str:ref>/", papers.original, name="paper"),
    path("papers/<str:ref>/page/", papers.page, name="page"),
    path("papers/<str:ref>/crop/<str:field>/", unsure.crop, name="crop"),
    path("papers/<str:ref>/settle/", unsure.settle, name="settle"),
    path("papers/<str:ref>/remove/", papers.remove, name="remove"),
]
