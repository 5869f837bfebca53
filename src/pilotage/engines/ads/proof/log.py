"""The change log: each change with its entity, its class, from, to, day and author.

Rows of the history file of the advertising console, or of `POST /history` (Ads API v3). The file names the entity by id,
its campaign and ad group by id, and for targets their words and match type. Only bids, budgets, placements, states,
negatives and new entities change what is shown; names, end dates and "in budget" events are passed by.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from pilotage.engines.ads.proof.authors import AUTHOR_COLUMNS, Authors, author_of, metadata
from pilotage.engines.mill.ads import AdsTable, folded

CLASSES = (
    "bid_up",
    "bid_down",
    "negative",
    "harvest",
    "budget",
    "placement",
    "pause",
    "new",
    "other",
    "mixed",
)
_DAY_MS = 86_400_000
_LAST_MS = 4_102_444_800_000  # the year 2100
_AMOUNT = re.compile(r"-?\d+(?:[.,]\d+)?")
_ON, _OFF = ("enabled", "delivering"), ("paused", "archived", "user_paused", "suspended")
_IDLE = ("", "null", "none", "-", "--", "n/a", "undefined")


@dataclass(frozen=True, slots=True)
class Logged:
    """A change that can have an effect. `level`: campaign, group or target, what it touches; `kind` one of `CLASSES`
    but `mixed`; `author` partner, seller, amazon, unknown, or the name the log gives."""

    day: date
    level: str
    kind: str
    entity_id: str
    name: str
    match: str
    campaign_id: str
    ad_group_id: str
    before: str
    after: str
    author: str
    row: int = field(compare=False, default=0)


@dataclass(frozen=True, slots=True)
class Log:
    """The changes in the order of time; `unread` rows had no time or no entity, `idle` ones change nothing shown."""

    changes: tuple[Logged, ...]
    unread: int
    idle: int


def read_log(tables: Sequence[AdsTable], authors: Authors) -> Log:
    """All changes of history tables, each once."""
    found: dict[Logged, None] = {}
    unread = idle = 0
    for table in tables:
        for n, row in enumerate(_rows(table)):
            day = _day(row["at_ms"])
            if day is None or not (row["event_source_id"] or row["name"]):
                unread += 1
                continue
            level, kind = _kind(row)
            if not kind:
                idle += 1
                continue
            change = Logged(
                day, level, kind, row["event_source_id"], row["name"], _match(row["match_type"]), row["campaign_id"],
                row["ad_group_id"], row["event_from"], row["event_to"], author_of(row, authors), n + 1,
            )  # fmt: skip
            found.setdefault(change)
    return Log(_harvests(sorted(found, key=_order)), unread, idle)


def _order(one: Logged) -> tuple[str, ...]:
    return (
        one.day.isoformat(), one.kind, one.entity_id, one.name, one.match, one.campaign_id, one.ad_group_id,
        one.before, one.after, one.author,
    )  # fmt: skip


_TEXTS = ("at_ms", "event_source", "event_source_id", "event_type", "event_from", "event_to", "is_system_event",
          "match_type", "campaign_id", "ad_group_id")  # fmt: skip


def _rows(table: AdsTable) -> list[dict[str, str]]:
    extra = {folded(name): [_text(cell) for cell in column] for name, column in table.extra.items()}
    columns = {name: table.text(name) for name in _TEXTS}
    for name, heading in _HEADED.items():  # the reader keeps what only this file has
        if heading in extra and not any(columns[name]):
            columns[name] = extra[heading]
    columns |= {
        name: extra[name] for name in ("name", "metadata", *AUTHOR_COLUMNS) if name in extra
    }
    return [
        _with_metadata({"name": "", **dict(zip(columns, (cell.strip() for cell in cells), strict=True))})
        for cells in zip(*columns.values(), strict=True)
    ]  # fmt: skip


_HEADED = {"match_type": "matchtype", "campaign_id": "campaignid", "ad_group_id": "adgroupid"}
_SAID_BESIDE = {
    "campaign_id": "campaignId",
    "ad_group_id": "adGroupId",
    "name": "keyword",
    "match_type": "keywordType",
}


def _with_metadata(row: dict[str, str]) -> dict[str, str]:
    """The interface says campaign, ad group and words beside the change."""
    beside = metadata(row.get("metadata", ""))
    for name, key in _SAID_BESIDE.items():
        if not row[name] and isinstance(beside.get(key), (str, int)):
            row[name] = str(beside[key])
    return row


def _text(cell: object) -> str:
    return "" if cell is None else str(cell)


def _day(at: str) -> date | None:
    digits = at.split(".")[0]
    if digits.isdigit() and 0 < int(digits) < _LAST_MS:
        ms = int(digits)
        seconds = ms // 1000 if ms > 100_000_000_000 else ms
        return datetime.fromtimestamp(seconds // 86400 * 86400, UTC).date()
    try:
        return datetime.fromisoformat(at).date() if at else None
    except ValueError:
        return None


def _match(text: str) -> str:
    plain = folded(text).replace("_", " ")
    return plain if plain in ("exact", "phrase", "broad") else ""


def _kind(row: Mapping[str, str]) -> tuple[str, str]:
    """What a row touches and its class; "" for what changes nothing that is shown."""
    source, type_ = (
        row["event_source"].upper().replace(" ", "_"),
        row["event_type"].upper().replace(" ", "_"),
    )
    before, after = folded(row["event_from"]), folded(row["event_to"])
    level = "campaign" if "CAMPAIGN" in source else "group" if source in _GROUPS else "target"
    if "NEGATIVE" in source or "NEGATIVE" in type_:
        level = "campaign" if "CAMPAIGN" in source or not row["ad_group_id"] else "group"
        return level, "other" if after in _OFF else "negative"
    if before == after or any(word in type_ for word in _IDLE_TYPES):
        return level, ""
    if "PLACEMENT" in type_ or "PLACEMENT" in source:
        return "campaign", "placement"
    if "STRATEGY" in type_:
        return level, "other"
    if "BUDGET" in type_:
        return level, "budget"
    if "BID" in type_:
        return level, _direction(before, after)
    if "CREATE" in type_ or "STATUS" in type_ or "STATE" in type_:
        kind = "new" if "CREATE" in type_ else _state(before, after)
        return level, "other" if kind and source in _ADS else kind
    return level, ""


_ADS = ("AD", "PRODUCT_AD")
_GROUPS = ("AD_GROUP", "ADGROUP", *_ADS)  # an ad's state moves what its whole group shows
_IDLE_TYPES = ("IN_BUDGET", "NAME", "END_DATE", "START_DATE")


def _direction(before: str, after: str) -> str:
    old, new = amount(before), amount(after)
    if new is None or old == new:
        return ""
    if old is None:
        return "new"  # a first bid comes with a first day
    return "bid_up" if new > old else "bid_down"


def _state(before: str, after: str) -> str:
    if after in _OFF:
        return "pause" if before not in _OFF else ""
    return "new" if after in _ON and before not in _ON else ""


def amount(text: str) -> float | None:
    """The first number in a text such as `0.75` or `USD 0,75`."""
    found = _AMOUNT.search(text)
    return float(found[0].replace(",", ".")) if found else None


def _harvests(changes: Sequence[Logged]) -> tuple[Logged, ...]:
    """New exact keywords whose words were negated elsewhere within two days are harvests, not additions."""
    negated: dict[str, list[date]] = {}
    for one in changes:
        if one.kind == "negative" and one.name:
            negated.setdefault(folded(one.name), []).append(one.day)
    return tuple(
        _as_harvest(one) if one.kind == "new" and one.match == "exact" and any(abs((day - one.day).days) <= 2 for day in negated.get(folded(one.name), ())) else one
        for one in changes
    )  # fmt: skip


def _as_harvest(one: Logged) -> Logged:
    return Logged(
        one.day, one.level, "harvest", one.entity_id, one.name, one.match, one.campaign_id, one.ad_group_id,
        one.before, one.after, one.author, one.row,
    )  # fmt: skip
