"""The sets of a shortlist as the page shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from pilotage.kernel.text import Text
from pilotage.platform.directory.queries import Chosen, PartnerSet, Shortlist
from pilotage.platform.directory.queries.compare import MOST
from pilotage.web.directory import names, showing
from pilotage.web.requests.parts import Pair, Part, in_address


@dataclass(frozen=True, slots=True)
class Member:
    """One partner of a set, with what it does there."""

    chosen: Chosen
    services: list[tuple[Text, Text]]
    stars: str
    star_range: str
    flags: list[tuple[Text, Text]]


@dataclass(frozen=True, slots=True)
class Shown:
    """One set; `parts` is the address of the requests it takes, one for each partner."""

    content: PartnerSet
    members: list[Member]
    parts: str


def sets(found: Shortlist) -> list[Shown]:
    """Best first."""
    return [
        Shown(
            content=one,
            members=[_member(chosen) for chosen in one.partners],
            parts=in_address(Part(chosen.ref, chosen.serves) for chosen in one.partners),
        )
        for one in found.sets
    ]


def comparison(found: Shortlist, needs: Sequence[Pair], figures: Mapping[str, object]) -> str:
    """The query part of the comparison of all partners shown, when they fit side by side."""
    refs = dict.fromkeys(one.ref for each in found.sets for one in each.partners)
    if not 2 <= len(refs) <= MOST:
        return ""
    asked = {**figures, "p": list(refs), "needs": names.in_address(needs)}
    return urlencode(asked, doseq=True)


def _member(chosen: Chosen) -> Member:
    return Member(
        chosen=chosen,
        services=names.grouped(chosen.serves),
        stars=showing.stars(chosen.quality),
        star_range=showing.star_range(chosen.quality),
        flags=[(flag.kind.says, _of(flag.code)) for flag in chosen.quote.flags],
    )


def _of(code: str | None) -> Text:
    return names.category(code) if code else Text("整份报价", "the whole offer")
