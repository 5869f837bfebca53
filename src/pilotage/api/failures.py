"""Every failure of the API has one shape: code, says (zh, en), next_step (zh, en), whoever found it."""

from __future__ import annotations

from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from pilotage.kernel.errors import Invalid, PilotageError
from pilotage.kernel.text import Text
from pilotage.web import errors


def answer_in_words(api: NinjaAPI) -> None:
    """Put our words in place of the library's."""
    api.add_exception_handler(PilotageError, _ours)
    api.add_exception_handler(ValidationError, _misfit)
    api.add_exception_handler(HttpError, _unreadable)
    api.add_exception_handler(AuthenticationError, _stranger)
    api.add_exception_handler(Http404, errors.not_found)
    api.add_exception_handler(DataError, errors.bad_request)


def _ours(request: HttpRequest, error: PilotageError) -> HttpResponse:
    return errors.page(request, error)


def _misfit(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Names the first field that does not fit, as the caller wrote it."""
    first = error.errors[0]
    where = ".".join(str(part) for part in first["loc"][1:]) or str(first["loc"][0])
    said = Invalid(
        "DOES_NOT_FIT",
        Text("字段 {field} 不符合要求：{why}", "The field {field} does not fit: {why}"),
        Text("字段说明见 /api/v1/docs。", "The fields are described at /api/v1/docs."),
        field=where[:200],
        why=str(first["msg"])[:200],
    )
    return errors.page(request, said)


def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    said = Invalid(
        "UNREADABLE",
        Text("请求内容读不懂：{why}", "The request could not be read: {why}"),
        Text("请发送 UTF-8 编码的 JSON。", "Send JSON in UTF-8."),
        why=str(error)[:200],
    )
    return errors.page(request, said, status=error.status_code)


def _stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    said = Invalid(
        "NO_KEY",
        Text("缺少有效的接口密钥。", "A valid key is missing."),
        Text(
            "请在“接口密钥”页生成，并以 Authorization: Bearer 发送。",
            "Make one on the page of keys and send it as Authorization: Bearer.",
        ),
    )
    return errors.page(request, said, status=401)
