"""Addresses below /epr/."""

from __future__ import annotations

from django.urls import path, register_converter

from pilotage.platform.compliance.actions.epr import KINDS
from pilotage.web.epr import pages


class PaperKind:
    """One of the kinds of papers."""

    regex = "|".join(KINDS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(PaperKind, "paper_kind")

app_name = "epr"
urlpatterns = [
    path("", pages.everything, name="list"),
    path("products/", pages.products, name="products"),
    path("products/table.csv", pages.table, name="table"),
    path("papers/", pages.papers, name="papers"),
    path("papers/<paper_kind:kind>/add/", pages.add, name="add"),
    path("papers/<paper_kind:kind>/<int:number>/remove/", pages.remove, name="remove"),
    path("start/", pages.start, name="start"),
    path("checks/<str:ref>/", pages.detail, name="check"),
    path("checks/<str:ref>/progress/", pages.progress, name="progress"),
]
