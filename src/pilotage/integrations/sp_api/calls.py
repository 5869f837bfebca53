"""The calls that can be made at all. What reads, or writes within bounds, is here; nothing else has a way out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from urllib.parse import quote

from pilotage.engines import sp_api
from pilotage.engines.sp_api import CREATE_TOKEN, NEVER, OPEN, Feed, Operation, Restricted
from pilotage.kernel.errors import Invalid, NotAllowed
from pilotage.kernel.text import Text

_CREATE_FEED = "POST /feeds/2021-06-30/feeds"


@dataclass(frozen=True, slots=True)
class Call:
    """One request to Amazon: `allowed_as` is the key by which a grant is asked, `dataset` what it touches.

    `creates` when asking twice could make two of something.
    """

    method: str
    path: str
    allowed_as: str
    dataset: str
    creates: bool


def call(
    key: str,
    places: Mapping[str, str],
    feed_type: str = "",
    body: Mapping[str, object] | None = None,
    documents: Mapping[str, str] | None = None,
) -> Call:
    """The call `METHOD /path` with its places filled. Raises `NotAllowed`, `Invalid`.

    A feed is judged by its type, a request for a restricted token by the `body` that is sent and the types of
    report that Amazon told of `documents`; everything else by its row.
    """
    wanted: Feed | Operation | Restricted | None
    if feed_type:
        wanted = sp_api.feed(feed_type) if key == _CREATE_FEED else None
    elif key == CREATE_TOKEN and body is not None:
        wanted = _restricted(body, documents or {})
    else:
        wanted = sp_api.operations().get(key)
    if wanted is None or wanted.kind not in OPEN:
        raise _closed(wanted)
    method, _, path = key.partition(" ")
    creates = method != "GET" and key != CREATE_TOKEN
    return Call(method, _filled(path, places), wanted.key, wanted.dataset, creates)


def _restricted(body: Mapping[str, object], documents: Mapping[str, str]) -> Restricted:
    opened = sp_api.token(body, documents)
    if isinstance(opened, Restricted):
        return opened
    raise NotAllowed("TOKEN_NOT_ASKED_FOR", opened, Text("请由卖家在卖家平台下载后上传。", "The seller downloads the file in Seller Central and uploads it."))  # fmt: skip


def _filled(path: str, places: Mapping[str, str]) -> str:
    needed = {name for _, name, _, _ in Formatter().parse(path) if name}
    missing = needed - {name for name, value in places.items() if value.strip(". ")}
    if missing:
        raise Invalid(
            "PLACE_MISSING",
            Text("缺少路径参数：{names}。", "The path lacks: {names}."),
            names=", ".join(sorted(missing)),
        )
    return path.format(**{name: quote(places[name], safe="") for name in needed})


def _closed(wanted: Feed | Operation | Restricted | None) -> NotAllowed:
    if wanted is not None and wanted.kind in NEVER:
        return NotAllowed(
            "NEVER_CALLED",
            Text(
                "库存调拨和资金操作永远不会被调用。",
                "What moves stock or money is never called.",
            ),
            Text("请由卖家在卖家平台自行操作。", "The seller does this in Seller Central."),
        )
    return NotAllowed(
        "NOT_ON_THE_LIST",
        Text("此操作不在允许调用的清单内。", "This operation is not on the list of calls."),
        Text(
            "清单见 engines/sp_api/operations.tsv。", "The list is engines/sp_api/operations.tsv."
        ),
    )
