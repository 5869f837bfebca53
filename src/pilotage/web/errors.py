"""From a kind of failure to a page a person can use, or JSON below /api/: what happened, the next step."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import render

from pilotage.kernel.errors import (
    Invalid,
    NotAllowed,
    NotFound,
    PilotageError,
    RuleGap,
    SourceDown,
    WrongState,
)
from pilotage.kernel.text import Text

_API = "/api/"
_TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
STATUS: dict[type[PilotageError], int] = {
    Invalid: 422,
    NotAllowed: 403,
    NotFound: 404,
    WrongState: 409,
    RuleGap: 422,
    SourceDown: 503,
}


def http_status(error: PilotageError) -> int:
    """The HTTP status of a kind of failure."""
    return next((status for kind, status in STATUS.items() if isinstance(error, kind)), 500)


class ErrorMiddleware:
    """Shows a `PilotageError` that a page let through, and a wrong method, in words; the form the person filled in stays in their browser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed):
            return _wrong_method(request, response)
        return response

    def process_view(
        self, request: HttpRequest, view: object, args: list[str], facts: dict[str, object]
    ) -> None:
        """No reference holds NUL, and PostgreSQL refuses even to look for one: it is looked for as something else."""
        for name, value in facts.items():
            if isinstance(value, str):
                facts[name] = value.replace("\0", "\ufffd")

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, DataError):
            # What a reader sent that no column can hold, NUL above all; SQLite is not so strict.
            return bad_request(request)
        return page(request, error) if isinstance(error, PilotageError) else None


def page(request: HttpRequest, error: PilotageError, status: int | None = None) -> HttpResponse:
    """The error as a page, or as a small panel when htmx asked; `status` where its kind's is too vague."""
    return _render(request, error.says, error.next_step, error.code, status or http_status(error))


def _wrong_method(request: HttpRequest, refused: HttpResponse) -> HttpResponse:
    response = _render(
        request,
        Text("这个地址不能这样访问。", "This address does not answer to that."),
        Text("请从页面上的按钮或链接进入。", "Go there by the button or link on the page."),
        "METHOD_NOT_ALLOWED",
        refused.status_code,
    )
    response.headers["Allow"] = refused.headers.get("Allow", "")
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, _TOO_MUCH):
        return _render(
            request,
            Text(
                "一次提交的内容太多，没有接收。", "That was too much at once; nothing was received."
            ),
            Text("请分几次提交。", "Send it in several parts."),
            "TOO_MUCH_SENT",
            413,
        )
    return _render(
        request,
        Text("这个请求读不懂。", "This request could not be read."),
        Text("请返回上一页重试。", "Go back and try again."),
        "BAD_REQUEST",
        400,
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _render(
        request,
        Text("您没有权限打开这个页面。", "You may not open this page."),
        Text("请用合适的账号登录。", "Sign in with another account."),
        "FORBIDDEN",
        403,
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _render(
        request,
        Text("没有这个页面。", "There is no such page."),
        Text("请从首页重新进入。", "Start again from the home page."),
        "NO_SUCH_PAGE",
        404,
    )


def server_error(request: HttpRequest) -> HttpResponse:
    return _render(
        request,
        Text(
            "我们这边出了错，您的数据没有变化。",
            "Something went wrong on our side; your data is unchanged.",
        ),
        Text("请稍后再试；我们已记录这个错误。", "Try again shortly; we have recorded the error."),
        "SERVER_ERROR",
        500,
    )


def _render(
    request: HttpRequest, says: Text, next_step: Text | None, code: str, status: int
) -> HttpResponse:
    if request.path.startswith(_API):
        return _as_json(says, next_step, code, status)
    template = "shell/error_panel.html" if getattr(request, "htmx", False) else "shell/error.html"
    facts = {"says": says, "next_step": next_step, "code": code, "status": status}
    return render(request, template, facts, status=status)


def _as_json(says: Text, next_step: Text | None, code: str, status: int) -> HttpResponse:
    body = {
        "code": code,
        "says": says.both(),
        "next_step": next_step and next_step.both(),
    }
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
