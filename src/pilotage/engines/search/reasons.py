"""为什么是它 · why this partner: one sentence per term of the score, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from pilotage.engines.search.lexicon import Lexicon
from pilotage.engines.search.question import Question
from pilotage.engines.search.ranking import TERMS, Placed
from pilotage.kernel import places
from pilotage.kernel.text import Text

_TERMS: Mapping[str, Text] = {
    "relevance": Text("与需求相符：{points} 分", "answers the question: {points} points"),
    "fit": Text("与店铺情况相合：{points} 分", "fits the shop: {points} points"),
    "quality": Text(
        "同类服务的评价（后验）：{points} 分", "rated in this service (posterior): {points} points"
    ),
    "responsiveness": Text("按时回复：{points} 分", "answers in time: {points} points"),
    "room": Text("还有空位：{points} 分", "has room: {points} points"),
    "badge": Text(
        "官方顾问标识（封顶）：{points} 分", "official adviser badge (capped): {points} points"
    ),
    "exploration": Text(
        "轮换（让新服务商被看到，有上限）：{points} 分",
        "rotation (bounded, so that newcomers are seen): {points} points",
    ),
}


def reasons(placed: Placed) -> list[Text]:
    """A sentence for each term that is not nought; their points add up to the score."""
    return [
        _TERMS[term].with_(points=_points(placed.terms[term]))
        for term in TERMS
        if placed.terms[term]
    ]


def read_as(question: Question, lexicon: Lexicon) -> list[Text]:
    """What the question was taken to ask for."""
    concepts = lexicon.concepts
    said = [_READ_AS.with_(typed=typed, meant=meant) for typed, meant in question.corrections]
    said += [_NEEDS.with_(what=concepts[c].name) for n in question.needs for c in n.concepts]
    said += [_FORBIDDEN for n in question.needs if any(concepts[c].forbidden for c in n.concepts)]
    asked = [*question.places, *(p for need in question.needs for p in need.places)]
    said += [_PLACE.with_(place=places.name(p)) for p in dict.fromkeys(asked)]
    said += [_CITY.with_(city=" / ".join(group[:3])) for group in question.cities]
    said += [_NOT.with_(what=concepts[c].name) for c in question.unwanted]
    return said


def _points(micro: int) -> str:
    return format(Decimal(micro).scaleb(-6).normalize(), "f")


_READ_AS = Text("“{typed}”按“{meant}”查找", "“{typed}” was read as “{meant}”")
_NEEDS = Text("要的服务：{what}", "asks for: {what}")
_PLACE = Text("站点：{place}", "site: {place}")
_CITY = Text("所在城市：{city}", "in: {city}")
_NOT = Text("不要：{what}", "does not want: {what}")
_FORBIDDEN = Text(
    "平台禁止这类服务，名录中没有；违规可导致封号",
    "the marketplace forbids this; nobody here offers it, and using it can close your account",
)
