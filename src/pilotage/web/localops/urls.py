"""Addresses below /local/."""

from __future__ import annotations

from django.urls import path

from pilotage.web.localops import days, memory, packs, pages

app_name = "localops"
urlpatterns = [
    path("", pages.everything, name="list"),
    path("new/", pages.new, name="new"),
    path("calendar/", days.everything, name="days"),
    path("calendar.ics", days.ics, name="days-ics"),
    path("memory/", memory.everything, name="memory"),
    path("memory.tmx", memory.tmx, name="memory-tmx"),
    path("memory/delete/", memory.drop_languages, name="memory-drop"),
    path("memory/<str:ref>/delete/", memory.drop_unit, name="memory-unit-drop"),
    path("after-sales/", packs.everything, name="packs"),
    path("after-sales/<str:site>/", packs.pack, name="pack"),
    path("after-sales/<str:site>/replies/", packs.reply, name="reply"),
    path("replies/<str:ref>/delete/", packs.drop, name="reply-drop"),
    path("<str:ref>/", pages.detail, name="detail"),
    path("<str:ref>/choose/", pages.choose, name="choose"),
    path("<str:ref>/correct/", pages.correct, name="correct"),
    path("<str:ref>/progress/", pages.progress, name="progress"),
    path("<str:ref>/files/<str:what>/", pages.file, name="file"),
]
