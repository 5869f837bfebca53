"""Addresses below /certification/."""

from __future__ import annotations

from django.urls import path

from pilotage.web.certification import pages, record, review

app_name = "certification"
urlpatterns = [
    path("", pages.mine, name="mine"),
    path("rules/", record.rules, name="rules"),
    path("register/", pages.register, name="register"),
    path("apply/", pages.apply, name="apply"),
    path("credentials/new/", pages.file_credential, name="file-credential"),
    path("credentials/<str:ref>/withdraw/", pages.withdraw, name="withdraw"),
    path("credentials/<str:ref>/document/", pages.document, name="document"),
    path("credentials/<str:ref>/check/", review.check, name="check"),
    path("credentials/<str:ref>/look/", record.look, name="look"),
    path("credentials/<str:ref>/complete/", record.complete, name="complete"),
    path("staff/<str:ref>/identify/", record.identify, name="identify"),
    path("staff/<str:ref>/left/", record.left, name="left"),
    path("partners/<str:ref>/mark/", record.mark, name="mark"),
    path("marks/<str:ref>/lift/", record.lift, name="lift"),
    path("boards/<str:ref>/decide/", record.decide_board, name="decide-board"),
    path("companies/new/", pages.add_company, name="add-company"),
    path("staff/new/", pages.add_staff, name="add-staff"),
    path("queue/", review.queue, name="queue"),
    path("applications/<str:ref>/", review.application, name="application"),
    path("applications/<str:ref>/close/", review.close, name="close"),
    path("items/<str:ref>/decide/", review.decide, name="decide"),
    path("items/<str:ref>/revoke/", review.revoke, name="revoke"),
    path("partners/", review.partners, name="partners"),
    path("partners/<str:ref>/", review.partner, name="partner"),
    path("partners/<str:ref>/standing/", review.standing, name="standing"),
]
