"""Addresses below /contracts/."""

from __future__ import annotations

from django.urls import path

from pilotage.web.contracts import amending, checking, pages, terms

app_name = "contracts"
urlpatterns = [
    path("", pages.everything, name="list"),
    path("check/", checking.check, name="check"),
    path("draft/<str:ref>/", pages.draft, name="draft"),
    path("amendments/<str:ref>/", amending.detail, name="amendment"),
    path("amendments/<str:ref>/terms/", amending.terms, name="amendment-terms"),
    path("amendments/<str:ref>/agree/", amending.agree, name="amendment-agree"),
    path("amendments/<str:ref>/withdraw/", amending.withdraw, name="amendment-withdraw"),
    path("amendments/<str:ref>/sign/", amending.sign, name="amendment-sign"),
    path("<str:ref>/", pages.detail, name="detail"),
    path("<str:ref>/amend/", amending.propose, name="amend"),
    path("<str:ref>/terms/", terms.edit, name="terms"),
    path("<str:ref>/compare/", pages.compare, name="compare"),
    path("<str:ref>/offer/", pages.offer, name="offer"),
    path("<str:ref>/agree/", pages.agree, name="agree"),
    path("<str:ref>/withdraw/", pages.withdraw, name="withdraw"),
    path("<str:ref>/sign/", pages.sign, name="sign"),
    path("<str:ref>/notice/", pages.give_notice, name="give-notice"),
    path("<str:ref>/paper/", pages.paper, name="paper"),
    path("<str:ref>/evidence/", pages.evidence, name="evidence"),
]
