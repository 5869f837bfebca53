"""Every page, room by room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("pilotage.web.home.urls")),
    path("", include("pilotage.web.shell.urls")),
    path("notices/", include("pilotage.web.notices.urls")),
    path("audit/", include("pilotage.web.audit.urls")),
    path("fit/", include("pilotage.web.fit.urls")),
    path("tax/", include("pilotage.web.tax.urls")),
    path("epr/", include("pilotage.web.epr.urls")),
    path("calendar/", include("pilotage.web.calendar.urls")),
    path("filings/", include("pilotage.web.filings.urls")),
    path("grants/", include("pilotage.web.grants.urls")),
    path("connections/", include("pilotage.web.connections.urls")),
    path("webhooks/", include("pilotage.web.webhooks.urls")),
    path("exits/", include("pilotage.web.exits.urls")),
    path("guide/", include("pilotage.web.guide.urls")),
    path("advertising/", include("pilotage.web.advertising.urls")),
    path("local/", include("pilotage.web.localops.urls")),
    path("brand/", include("pilotage.web.brand.urls")),
    path("reports/", include("pilotage.web.reports.urls")),
    path("incidents/", include("pilotage.web.incidents.urls")),
    path("programme/", include("pilotage.web.programme.urls")),
    path("proposals/", include("pilotage.web.proposals.urls")),
    path("onboarding/", include("pilotage.web.onboarding.urls")),
    path("before-contract/", include("pilotage.web.onboarding.intake_urls")),
    path("numbers/", include("pilotage.web.numbers.urls")),
    path("requests/", include("pilotage.web.requests.urls")),
    path("contracts/", include("pilotage.web.contracts.urls")),
    path("workspace/", include("pilotage.web.workspace.urls")),
    path("cases/", include("pilotage.web.cases.urls")),
    path("billing/", include("pilotage.web.billing.urls")),
    path("disputes/", include("pilotage.web.disputes.urls")),
    path("orders/", include("pilotage.web.delivery.urls")),
    path("directory/", include("pilotage.web.directory.urls")),
    path("ranking/", include("pilotage.web.ranking.urls")),
    path("shortlist/", include("pilotage.web.shortlist.urls")),
    path("profile/", include("pilotage.web.profile.urls")),
    path("certification/", include("pilotage.web.certification.urls")),
]
