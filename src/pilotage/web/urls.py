"""Every page, room by room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("fit/", include("pilotage.web.fit.urls")),
    path("requests/", include("pilotage.web.requests.urls")),
]
