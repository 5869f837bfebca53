"""Who can take these needs, and why nobody can. Pure over cards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from pilotage.engines.law import service_categories
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


def speaks(card: Card, needs: Iterable[Pair], languages: frozenset[str]) -> bool:
    """Whether each needed offer comes in every language asked for."""
    spoken = {(o.category, o.country): o.languages for o in card.offers}
    return all(languages <= set(spoken[need]) for need in needs)


def can_take(card: Card) -> bool:
    """Accepting new work, and with a free place."""
    return card.accepting and card.free > 0


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
    speaking = [card for card in every if speaks(card, needs, languages)]
    if not speaking:
        return [_NOBODY_SPEAKS.with_(n=len(every), languages="/".join(sorted(languages)))]
    paused = sum(not card.accepting for card in speaking)
    full = sum(card.accepting and card.free == 0 for card in speaking)
    return [says.with_(n=count) for says, count in ((_PAUSED, paused), (_FULL, full)) if count]


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
