"""Addresses below /webhooks/."""

from __future__ import annotations

from django.urls import path

from pilotage.web.webhooks import pages

app_name = "webhooks"
urlpatterns = [
    path("", pages.everything, name="list"),
    path("add/", pages.add, name="add"),
    path("deliveries/<str:ref>/again/", pages.again, name="again"),
    path("<str:ref>/rotate/", pages.rotate, name="rotate"),
    path("<str:ref>/old-secret/end/", pages.end_old_secret, name="end-old-secret"),
    path("<str:ref>/off/", pages.off, name="off"),
    path("<str:ref>/on/", pages.on, name="on"),
    path("<str:ref>/delete/", pages.delete, name="delete"),
    path("<str:ref>/test/", pages.test, name="test"),
]
