"""What the browser may load (only what we serve, nothing inline), and what it may send."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.web import errors

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)


class ContentSecurityPolicy:
    """Adds the policy to every answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=()"
        )
        return response


# Room for the form around the file.
_ENVELOPE_BYTES = 1_048_576
# Of a declared size; more of them are too many bytes whatever they say.
_DIGITS = 20


class UploadLimit:
    """Refuses a body whose declared size is over the limit before a byte of it is read.

    Stands before the CSRF check, which would read (and so store) the whole body first.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        declared = request.META.get("CONTENT_LENGTH") or "0"
        limit = settings.UPLOAD_LIMIT_BYTES
        if not (declared.isascii() and declared.isdigit()):
            return errors.bad_request(request)
        if int(declared[:_DIGITS]) > limit + _ENVELOPE_BYTES:
            return errors.page(request, _too_large(limit), status=413)
        return self.get_response(request)


def _too_large(limit: int) -> Invalid:
    return Invalid(
        "UPLOAD_TOO_LARGE",
        Text("文件超过 {mb} MB，没有接收。", "The file is over {mb} MB and was not received."),
        Text(
            "请按月下载报告，分开上传。", "Download the report month by month and upload the parts."
        ),
        mb=limit // 1_048_576,
    )
