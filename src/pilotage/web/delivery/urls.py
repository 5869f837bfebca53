"""Addresses below /orders/."""

from __future__ import annotations

from django.urls import path

from pilotage.web.delivery import doing, pages

app_name = "delivery"
urlpatterns = [
    path("new/<str:ref>/", pages.new, name="new"),
    path("file/<str:ref>/", pages.file, name="file"),
    path("step/<str:ref>/hand-in/", doing.hand_in, name="hand-in"),
    path("step/<str:ref>/skip/", doing.skip, name="skip"),
    path("step/<str:ref>/review/", doing.review, name="review"),
    path("delivered/<str:ref>/accept/", doing.accept, name="accept"),
    path("delivered/<str:ref>/return/", doing.return_it, name="return"),
    path("delivered/<str:ref>/take-back/", doing.take_back, name="take-back"),
    path("delivered/<str:ref>/dispute/", doing.dispute, name="dispute"),
    path("review/<str:ref>/dispute/", doing.dispute_review, name="dispute-review"),
    path("<str:ref>/", pages.order, name="order"),
    path("<str:ref>/agree/", doing.agree, name="agree"),
    path("<str:ref>/decline/", doing.decline, name="decline"),
    path("<str:ref>/terminate/", doing.terminate, name="terminate"),
]
