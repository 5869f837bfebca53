"""Addresses below /brand/."""

from __future__ import annotations

from django.urls import path

from pilotage.web.brand import clearing, pages, watching

app_name = "brand"
urlpatterns = [
    path("", pages.everything, name="list"),
    path("new/", pages.new, name="new"),
    path("import/", pages.bring_in, name="import"),
    path("services/", pages.menu, name="services"),
    path("registers/", clearing.registers, name="registers"),
    path("clearance/", clearing.clearance, name="clearance"),
    path("runs/<str:ref>/", clearing.work, name="work"),
    path("runs/<str:ref>/progress/", clearing.progress, name="progress"),
    path("runs/<str:ref>/compare/", clearing.compare, name="compare"),
    path("watch/", watching.start, name="watch"),
    path("alerts/", watching.alerts, name="alerts"),
    path("alerts/<str:ref>/", watching.alert, name="alert"),
    path("alerts/<str:ref>/dismiss/", watching.dismiss, name="dismiss"),
    path("alerts/<str:ref>/reopen/", watching.reopen, name="reopen"),
    path("alerts/<str:ref>/case/", watching.open_case, name="open-case"),
    path("events/<str:ref>/remove/", pages.remove_event, name="remove-event"),
    path("events/<str:ref>/settle/", pages.settle, name="settle"),
    path("<str:ref>/", pages.detail, name="mark"),
    path("<str:ref>/edit/", pages.edit, name="edit"),
    path("<str:ref>/events/", pages.note_event, name="note-event"),
    path("<str:ref>/picture/", pages.picture, name="picture"),
    path("<str:ref>/retire/", pages.retire, name="retire"),
]
