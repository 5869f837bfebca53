"""Addresses below /before-contract/."""

from __future__ import annotations

from django.urls import path

from pilotage.web.onboarding import intake

app_name = "intakes"
urlpatterns = [
    path("", intake.everything, name="list"),
    path("begin/<str:ref>/", intake.begin, name="begin"),
    path("<str:ref>/", intake.detail, name="detail"),
    path("<str:ref>/move/", intake.move, name="move"),
]
