"""Every failure of the API has one shape: code, says (zh, en), next_step (zh, en), whoever found it."""

from __future__ import annotations

import json
from typing import Any

from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.datastructures import MultiValueDict
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser
from ninja.types import DictStrAny

from pilotage.kernel.errors import Invalid, PilotageError
from pilotage.kernel.text import Text
from pilotage.web import errors


class Plain(Parser):
    """Takes nothing for something else: the library takes a list for an object of which every field may be left out,
    and of a parameter or file given twice the last.
    """

    def parse_body(self, request: HttpRequest) -> DictStrAny:
        """Raises `ValueError` for what is no object; the library makes it a 400."""
        body = json.loads(request.body)
        if not isinstance(body, dict):
            raise ValueError("not an object")
        return body

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> DictStrAny:
        """Raises `Invalid("GIVEN_TWICE")` where one value belongs."""
        for name, given in data.lists():
            if len(given) > 1 and name not in list_fields:
                raise Invalid(
                    "GIVEN_TWICE",
                    Text("“{field}”给了不止一次。", "“{field}” was given more than once."),
                    Text("请只给一个值。", "Give one value."),
                    field=name,
                )
        return super().parse_querydict(data, list_fields, request)


class InBothOut(Schema):
    zh: str
    en: str

    @classmethod
    def of(cls, words: Text) -> InBothOut:
        return cls(**words.both())


class FailureOut(Schema):
    """What happened (`code` stays the same, the words may not), and what to do next."""

    code: str
    says: InBothOut
    next_step: InBothOut | None


# Every operation may refuse: 401 no key, 403 not yours, 404, 409 its state forbids it, 422 does not fit, 503 a source is down.
_FAILURE = {
    "description": "没有做：原因与下一步 · Not done: why, and what to do next",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/FailureOut"}}},
}


def with_failures(document: OpenAPISchema) -> OpenAPISchema:
    """The document with the one shape of refusals at each of its operations."""
    shape = FailureOut.model_json_schema(ref_template="#/components/schemas/{model}")
    document["components"]["schemas"] |= {**shape.pop("$defs"), FailureOut.__name__: shape}
    for path in document["paths"].values():
        for operation in path.values():
            operation["responses"] |= {"4XX": _FAILURE, "503": _FAILURE}
    return document


def answer_in_words(api: NinjaAPI) -> None:
    """Put our words in place of the library's."""
    api.add_exception_handler(PilotageError, _ours)
    api.add_exception_handler(ValidationError, _misfit)
    api.add_exception_handler(HttpError, _unreadable)
    api.add_exception_handler(AuthenticationError, _stranger)
    api.add_exception_handler(Http404, errors.not_found)
    api.add_exception_handler(DataError, errors.bad_request)
    api.add_exception_handler(MultiPartParserError, errors.bad_request)


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
        Text("请发送 UTF-8 编码的 JSON 对象。", "Send a JSON object in UTF-8."),
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
