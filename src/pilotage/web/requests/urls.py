"""Addresses below /requests/."""

from __future__ import annotations

from django.urls import path

from pilotage.web.requests import pages

app_name = "requests"
urlpatterns = [
    path("", pages.everything, name="list"),
    path("new/", pages.new, name="new"),
    path("new/row/", pages.need_row, name="need-row"),
    path("in/<str:ref>/", pages.incoming, name="incoming"),
    path("in/<str:ref>/accept/", pages.accept, name="accept"),
    path("in/<str:ref>/decline/", pages.decline, name="decline"),
    path("<str:ref>/", pages.detail, name="detail"),
    path("<str:ref>/withdraw/", pages.withdraw, name="withdraw"),
]
