"""All routers, one OpenAPI document, one mapping from kinds of failure to answers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from pilotage import __version__
from pilotage.api import certification, directory, requests, shortlist
from pilotage.api.auth import Session, Token
from pilotage.kernel.errors import PilotageError
from pilotage.web.errors import http_status

api = NinjaAPI(
    title="Pilotage 引航",
    version=__version__,
    description="卖家、服务商、平台三方的接口，与网页同权限。The same rules as the pages.",
    auth=[Token(), Session()],
    urls_namespace="api",
)

api.add_router("/certification", certification.router)
api.add_router("/directory", directory.router)
api.add_router("/shortlist", shortlist.router)
api.add_router("/requests", requests.router)


@api.exception_handler(PilotageError)
def failed(request: HttpRequest, error: PilotageError) -> HttpResponse:
    """Every failure has one shape: code, says (zh, en), next_step (zh, en)."""
    step = error.next_step
    body = {
        "code": error.code,
        "says": {"zh": error.says.zh, "en": error.says.en},
        "next_step": {"zh": step.zh, "en": step.en} if step else None,
    }
    return api.create_response(request, body, status=http_status(error))
