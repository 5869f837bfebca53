"""Addresses below /account/: ours first, then those of django-allauth."""

from __future__ import annotations

from django.urls import include, path

from pilotage.web.account import keys, members, organisation, person

ours = [
    path("", person.edit, name="person"),
    path("organisation/new/", organisation.found, name="found"),
    path("organisation/switch/", organisation.switch, name="switch"),
    path("members/", members.everyone, name="members"),
    path("members/invite/", members.invite, name="invite"),
    path("members/<int:number>/leave/", members.leave, name="leave"),
    path("join/<str:secret>/", members.join, name="join"),
    path("keys/", keys.everything, name="keys"),
    path("keys/new/", keys.issue, name="issue-key"),
    path("keys/<int:number>/revoke/", keys.revoke, name="revoke-key"),
]
urlpatterns = [
    path("", include((ours, "account"))),
    path("", include("allauth.urls")),
]
