"""All routers, and one OpenAPI document."""

from __future__ import annotations

from functools import cache
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from pilotage import __version__
from pilotage.api import (
    advertising,
    after_sales,
    amendments,
    billing,
    brand,
    cases,
    certification,
    compliance,
    connections,
    contracts,
    delivery,
    directory,
    disputes,
    epr,
    exits,
    filings,
    grants,
    incidents,
    intakes,
    local_days,
    localops,
    memory,
    onboarding,
    programme,
    record,
    registers,
    reports,
    requests,
    resources,
    shortlist,
    webhooks,
)
from pilotage.api.auth import Session, Token
from pilotage.api.failures import Plain, answer_in_words, with_failures
from pilotage.api.links import with_links


class Api(NinjaAPI):
    """Its document stays as it is while the server runs; making it takes a worker a fifth of a second."""

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        """The document, made once per process."""
        return _document()


@cache
def _document() -> OpenAPISchema:
    return with_links(with_failures(NinjaAPI.get_openapi_schema(api)))


api = Api(
    title="Pilotage 引航",
    version=__version__,
    description="卖家、服务商、平台三方的接口，与网页同权限。The same rules as the pages.",
    auth=[Token(), Session()],
    urls_namespace="api",
    parser=Plain(),
)

api.add_router("/amendments", amendments.router)
api.add_router("/advertising", advertising.router)
api.add_router("/localops", localops.router)
api.add_router("/localops", after_sales.router)
api.add_router("/localops", local_days.router)
api.add_router("/localops", memory.router)
api.add_router("/billing", billing.router)
api.add_router("/brand", brand.router)
api.add_router("/brand", registers.router)
api.add_router("/cases", cases.router)
api.add_router("/certification", certification.router)
api.add_router("/certification", record.router)
api.add_router("/compliance", compliance.router)
api.add_router("/connections", connections.router)
api.add_router("/contracts", contracts.router)
api.add_router("/directory", directory.router)
api.add_router("/disputes", disputes.router)
api.add_router("/exits", exits.router)
api.add_router("/filings", filings.router)
api.add_router("/grants", grants.router)
api.add_router("/epr", epr.router)
api.add_router("/incidents", incidents.router)
api.add_router("/intakes", intakes.router)
api.add_router("/programme", programme.router)
api.add_router("/programme", resources.router)
api.add_router("/onboarding", onboarding.router)
api.add_router("/reports", reports.router)
api.add_router("/shortlist", shortlist.router)
api.add_router("/requests", requests.router)
api.add_router("/webhooks", webhooks.router)
api.add_router("/orders", delivery.router)

answer_in_words(api)
