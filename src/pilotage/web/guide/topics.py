"""Topics of the guide, from the YAML beside this file: title, when one needs it, steps, what the product does not do.

Labels of screens are quoted, 「」 in Chinese and “” in English; a test holds each against the screens themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from pilotage.kernel.text import Text
from pilotage.platform.parties.models import Kind

KINDS: Mapping[str, Text] = MappingProxyType(
    {
        Kind.SELLER.value: Text("卖家", "Sellers"),
        Kind.PARTNER.value: Text("服务商", "Partners"),
        Kind.OPERATOR.value: Text("平台", "The programme"),
    }
)


@dataclass(frozen=True, slots=True)
class Topic:
    """`page` is the name of the address where it begins; `limits` what to know before relying on it."""

    kind: str
    key: str
    title: Text
    when: Text
    page: str
    steps: tuple[Text, ...]
    limits: Text | None


@cache
def topics(kind: str) -> Mapping[str, Topic]:
    """The topics of one kind of reader by their key, in the file's order."""
    raw = yaml.safe_load((Path(__file__).parent / f"{kind}.yaml").read_text("utf-8"))
    return MappingProxyType({one["key"]: _topic(kind, one) for one in raw})


def _topic(kind: str, raw: dict[str, Any]) -> Topic:
    return Topic(
        kind=kind,
        key=raw["key"],
        title=_text(raw["title"]),
        when=_text(raw["when"]),
        page=raw["page"],
        steps=tuple(_text(one) for one in raw["steps"]),
        limits=_text(raw["limits"]) if "limits" in raw else None,
    )


def _text(raw: dict[str, str]) -> Text:
    return Text(raw["zh"].strip(), raw["en"].strip())
