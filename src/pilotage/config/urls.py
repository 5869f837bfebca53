"""Every address of the product, room by room."""

from __future__ import annotations

from django.urls import include, path

from pilotage.api.v1 import api
from pilotage.web import health

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("account/", include("pilotage.web.account.urls")),
    path("api/v1/", api.urls),
    path("", include("pilotage.web.urls")),
]

handler400 = "pilotage.web.errors.bad_request"
handler403 = "pilotage.web.errors.forbidden"
handler404 = "pilotage.web.errors.not_found"
handler500 = "pilotage.web.errors.server_error"
