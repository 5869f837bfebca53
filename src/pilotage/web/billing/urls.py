"""Addresses below /billing/."""

from __future__ import annotations

from django.urls import path

from pilotage.web.billing import pages

app_name = "billing"
urlpatterns = [
    path("new/<str:contract>/<str:first>/", pages.new, name="new"),
    path("credits/<str:ref>/", pages.credit, name="credit"),
    path("credits/lines/<str:ref>/dispute/", pages.dispute_credit, name="dispute-credit"),
    path("<str:ref>/", pages.invoice, name="invoice"),
    path("<str:ref>/payment/", pages.note_payment, name="payment"),
    path("<str:ref>/correct/<int:position>/", pages.correct, name="correct"),
    path("<str:ref>/dispute/", pages.dispute_invoice, name="dispute-invoice"),
]
