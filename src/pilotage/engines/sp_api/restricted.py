"""What a restricted data token would open (受限令牌): a request for one is judged by its resources, as a feed is by its type.

Source: Tokens API 2021-03-01 (amzn/selling-partner-api-models@34dc93f): `restrictedResources[]{method, path, dataElements[]}`,
at most 50, the path of a report's document specific and never generic; `targetApplication` hands the token to another.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from pilotage.engines.sp_api.operations import Kind
from pilotage.engines.sp_api.table import rows
from pilotage.kernel.text import Text

CREATE_TOKEN = "POST /tokens/2021-03-01/restrictedDataToken"  # noqa: S105  a path
MOST_RESOURCES = 50
# Sites, which python-amazon-sp-api writes into every body: no field of this request, and they widen nothing.
_OPENS_NOTHING = frozenset({"marketplaceIds", "MarketplaceIds"})
_DOCUMENT = re.compile(r"/reports/2021-06-30/documents/([A-Za-z0-9._~-]+)")


@dataclass(frozen=True, slots=True)
class Restricted:
    """One row of `restricted.tsv`: what a token for documents of this type of report opens."""

    kind: Kind
    dataset: str
    type: str

    @property
    def key(self) -> str:
        return f"token {self.type}"


@cache
def restricted() -> Mapping[str, Restricted]:
    """Every known restricted report by its type."""
    found = [Restricted(Kind(row["class"]), row["dataset"], row["report"]) for row in rows("restricted")]  # fmt: skip
    return MappingProxyType({one.type: one for one in found})


def token(body: Mapping[str, object], documents: Mapping[str, str]) -> Restricted | Text:
    """What this request, as it would be sent, opens; or why nobody may ask for it.

    `documents`: the type of report behind a document's number, as Amazon told it. It is good for nothing but
    reading (GET) the named documents of one type that `restricted.tsv` holds as READ.
    """
    wanted = body.get("restrictedResources")
    if body.keys() - {"restrictedResources"} - _OPENS_NOTHING:
        return _SAYS_MORE
    if not isinstance(wanted, list) or not 1 <= len(wanted) <= MOST_RESOURCES:
        return _HOW_MANY
    opened = [_opened(one, documents) for one in wanted]
    if closed := next((one for one in opened if isinstance(one, Text)), None):
        return closed
    first, *others = opened
    return first if all(one == first for one in others) else _SEVERAL_TYPES


def _opened(resource: object, documents: Mapping[str, str]) -> Restricted | Text:
    if not isinstance(resource, Mapping) or resource.keys() - {"method", "path", "dataElements"}:
        return _SAYS_MORE
    if resource.get("method") != "GET":
        return _NOT_READING
    path = resource.get("path")
    named = _DOCUMENT.fullmatch(path) if isinstance(path, str) else None
    if named is None:
        return _NO_DOCUMENT
    # Names and addresses are elements of orders; a report's document has none to ask for.
    if resource.get("dataElements"):
        return _MORE_DATA
    row = restricted().get(documents.get(named[1], ""))
    if row is None:
        return _UNKNOWN_TYPE
    return row if row.kind is Kind.READ else _TYPE.with_(type=row.type)


_SAYS_MORE = Text(
    "令牌请求里有不认识或不需要的内容（例如转交给另一个应用）。",
    "The request for a token says what is not known or not needed, such as another application.",
)
_HOW_MANY = Text(
    f"令牌请求要写明 1 至 {MOST_RESOURCES} 个资源。",
    f"A request for a token names 1 to {MOST_RESOURCES} resources.",
)
_NOT_READING = Text("受限令牌只用于读取（GET）。", "A restricted token is for reading (GET) alone.")
_NO_DOCUMENT = Text(
    "受限令牌只打开指明编号的报告文件。",
    "A restricted token opens documents of reports by their number, nothing else.",
)
_MORE_DATA = Text(
    "报告文件不需要另外的个人数据项。", "A report's document needs no further elements of data."
)
_UNKNOWN_TYPE = Text(
    "亚马逊没有说明这份文件属于哪种受限报告，不请求令牌。",
    "Amazon did not say that this document is of a restricted report: no token is asked for.",
)
_TYPE = Text(
    "不为这种报告请求受限令牌（{type}）。", "No restricted token is asked for this report ({type})."
)
_SEVERAL_TYPES = Text(
    "一个受限令牌只打开一种报告。", "One restricted token opens reports of one type."
)
