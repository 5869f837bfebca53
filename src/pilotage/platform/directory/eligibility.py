"""Who offers these needs, and why nobody can take them. Pure over cards.

Whether one partner can is `engines/matching/eligibility`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from pilotage.engines.law import service_categories
from pilotage.engines.matching.eligibility import WhyNot, why_not
from pilotage.kernel import places
from pilotage.kernel.text import Text
from pilotage.platform.directory.cards import Card, Pair
from pilotage.platform.directory.catalogue import Catalogue


def offering_all(catalogue: Catalogue, needs: Sequence[Pair]) -> list[Card]:
    """Cards listed for every need, in no order."""
    held = [catalogue.offering.get(need, set()) for need in set(needs)]
    if not held:
        return []
    common = set.intersection(*sorted(held, key=len))
    return [catalogue.cards[pk] for pk in sorted(common)]


def reasons_for_none(
    catalogue: Catalogue, needs: Sequence[Pair], languages: frozenset[str]
) -> list[Text]:
    """Why no partner can take all of this now, from the hardest wall to the softest."""
    nobody = [need for need in dict.fromkeys(needs) if not catalogue.offering.get(need)]
    if nobody:
        return [_NOBODY_OFFERS.with_(what=pair_name(need)) for need in nobody]
    every = offering_all(catalogue, needs)
    if not every:
        return [_NOBODY_OFFERS_ALL]
    walls = Counter(why_not(card, needs, languages) for card in every)
    if walls[WhyNot.LANGUAGE] == len(every):
        return [_NOBODY_SPEAKS.with_(n=len(every), languages="/".join(sorted(languages)))]
    closed = (_PAUSED, walls[WhyNot.PAUSED]), (_FULL, walls[WhyNot.FULL])
    return [says.with_(n=count) for says, count in closed if count]


def pair_name(need: Pair) -> Text:
    """`增值税申报（德国） · VAT return filing (Germany)`"""
    category, country = need
    found = service_categories().get(category)
    name = found.name if found else Text(category, category)
    return Text("{name}（{place}）", "{name} ({place})").with_(
        name=name, place=places.name(country)
    )


def points(micro: int) -> Decimal:
    """Micro-points as points."""
    return Decimal(micro).scaleb(-6)


_NOBODY_OFFERS = Text("目前没有在列服务商提供：{what}", "No listed partner offers: {what}")
_NOBODY_OFFERS_ALL = Text(
    "没有一家服务商同时提供全部所需服务，可拆分后分别发送",
    "No single partner offers all of these; send them separately",
)
_NOBODY_SPEAKS = Text(
    "{n} 家服务商符合，但都不提供所需语言（{languages}）",
    "{n} partners fit, but none works in these languages ({languages})",
)
_PAUSED = Text("{n} 家暂停接单", "{n} paused new work")
_FULL = Text("{n} 家名额已满", "{n} have no free place")
