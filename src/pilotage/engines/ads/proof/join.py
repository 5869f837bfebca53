"""Which entities of the panel a change touches.

By id where both have one, through the bulk file's ids where the report has names only, else by names; words that
several targets share join none of them. A campaign's change touches all its targets, an ad group's negative the
group's. A new target also touches those it takes terms from: targets whose words it contains, automatic ones of its campaign.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pilotage.engines.ads.proof.log import Logged
from pilotage.engines.ads.proof.panel import Panel
from pilotage.engines.mill.ads import AdsTable, folded

Names = tuple[str, ...]
_FRESH = ("new", "harvest")


@dataclass(frozen=True, slots=True)
class Touch:
    """A change upon an entity in a period; `is_own` unless another's new target takes its terms."""

    entity: int
    period: int
    change: int
    is_own: bool


@dataclass(frozen=True, slots=True)
class Joined:
    """Touches in no order; `lost` are places of changes no entity of the report belongs to."""

    touches: tuple[Touch, ...]
    lost: tuple[int, ...]


def join(panel: Panel, changes: Iterable[Logged], bulk: Iterable[AdsTable]) -> Joined:
    """The touches of `changes`; those before the first and after the last period touch nothing that can be compared."""
    changes = tuple(changes)
    index = _Index(panel, {**_said_by(changes), **_bulk_names(bulk)})
    touches: list[Touch] = []
    lost: list[int] = []
    for n, change in enumerate(changes):
        period = panel.at(change.day)
        found = index.of(change)
        if not found:
            lost.append(n)
        if period < len(panel.starts):
            touches += [Touch(at, period, n, True) for at in found]
            if change.kind in _FRESH and change.level == "target":
                touches += [Touch(at, period, n, False) for at in index.sources(found) - found]
    return Joined(tuple(touches), tuple(lost))


class _Index:
    def __init__(self, panel: Panel, named: dict[str, Names]) -> None:
        self._panel, self._named = panel, named
        self._by: dict[str, dict[Names, set[int]]] = {level: defaultdict(set) for level in ("campaign", "group", "target")}  # fmt: skip
        self._words: dict[str, set[int]] = defaultdict(set)
        for n, one in enumerate(panel.entities):
            campaign, group, words, match = (
                folded(one.campaign),
                folded(one.group),
                folded(one.target),
                _match(one.match),
            )
            self._put("campaign", n, ("#", one.campaign_id), (campaign,))
            self._put(
                "group", n, ("#", one.group_id), (campaign, group), ("@", one.campaign_id, group)
            )
            for said in ((words, match), (words,)):  # some logs name no match type
                self._put("target", n, (campaign, group, *said), ("@", one.group_id, *said), ("@@", one.campaign_id, *said), ("*", *said))  # fmt: skip
            self._put("target", n, ("#", one.target_id))
            for word in set(words.split()):
                self._words[word].add(n)

    def _put(self, level: str, n: int, *keys: Names) -> None:
        for key in keys:
            if key[0] and (len(key) == 1 or key[1]):
                self._by[level][key].add(n)

    def of(self, change: Logged) -> set[int]:
        """The entities a change is about; a target's change belongs to the whole where the report is no finer."""
        level = self._panel.level
        if level == "campaign" or change.level == "campaign":
            id_ = change.entity_id if change.level == "campaign" else change.campaign_id
            found = self._campaign(id_, change.name if change.level == "campaign" else "")
            return found or self._campaign(change.campaign_id, "")
        if level == "group" or change.level == "group":
            is_group = change.level == "group"
            id_ = change.entity_id if is_group and change.kind != "negative" else change.ad_group_id
            name = change.name if is_group and change.kind != "negative" else ""
            return self._group(id_, change.campaign_id, name)
        return self._target(change)

    def _campaign(self, id_: str, name: str) -> set[int]:
        names = self._named.get(id_, ()) or ((folded(name),) if name else ())
        return self._first("campaign", [("#", id_), names[:1], (folded(id_),)])

    def _group(self, id_: str, campaign_id: str, name: str) -> set[int]:
        names = self._named.get(id_, ())
        campaign = self._named.get(campaign_id, (folded(campaign_id),))[0]
        return self._first("group", [(campaign, folded(id_)), ("#", id_), names[:2], ("@", campaign_id, folded(name)) if name else (), (campaign, folded(name)) if name and campaign else ()])  # fmt: skip

    def _target(self, change: Logged) -> set[int]:
        said = (folded(change.name), *([change.match] if change.match else []))
        campaign = self._named.get(change.campaign_id, (folded(change.campaign_id),))[0]
        group = self._named.get(change.ad_group_id, (campaign, folded(change.ad_group_id)))
        keys: list[Names] = [("#", change.entity_id), self._named.get(change.entity_id, ())]
        if said[0]:
            keys += [("@", change.ad_group_id, *said), (*group[:2], *said), ("@@", change.campaign_id, *said), ("*", *said)]  # fmt: skip
        found = self._first("target", keys)
        return found if len(found) == 1 else set()

    def _first(self, level: str, keys: list[Names]) -> set[int]:
        table = self._by[level]
        return next((table[key] for key in keys if table.get(key)), set())

    def sources(self, targets: set[int]) -> set[int]:
        """Broad, phrase and automatic targets that could show for the words of a new one."""
        found: set[int] = set()
        for at in targets:
            new = self._panel.entities[at]
            words = set(folded(new.target).split())
            near = set.union(*(self._words[word] for word in words)) if words else set()
            found |= {n for n in near if _match(self._panel.entities[n].match) in ("broad", "phrase") and set(folded(self._panel.entities[n].target).split()) <= words}  # fmt: skip
        return found - targets


def _match(text: str) -> str:
    plain = folded(text).replace("_", " ")
    return plain if plain in ("exact", "phrase", "broad") else ""


def _said_by(changes: Iterable[Logged]) -> dict[str, Names]:
    """Names of campaigns and ad groups that the log itself says beside their ids."""
    found: dict[str, Names] = {}
    of_campaign = [
        one for one in changes if one.level == "campaign" and one.kind != "negative" and one.name
    ]
    found |= {one.entity_id: (folded(one.name),) for one in of_campaign}
    for one in changes:
        if (
            one.level == "group"
            and one.kind not in ("negative", "other")
            and one.name
            and one.campaign_id in found
        ):
            found[one.entity_id] = (*found[one.campaign_id], folded(one.name))
    found.pop("", None)
    return found


def _bulk_names(tables: Iterable[AdsTable]) -> dict[str, Names]:
    """Id → names of its campaign, ad group, words and match, as far down as it goes."""
    found: dict[str, Names] = {}
    for table in tables:
        columns = [table.text(name) for name in ("campaign_id", "campaign_name", "ad_group_id", "ad_group_name", "keyword_id", "keyword_text", "targeting_id", "targeting_expression", "match_type")]  # fmt: skip
        for campaign_id, campaign, group_id, group, *_ in zip(*columns, strict=True):
            if campaign:
                found[campaign_id] = (folded(campaign),)
            if group and group_id:
                found[group_id] = (folded(campaign), folded(group))
        for campaign_id, campaign, group_id, group, keyword_id, words, id_, expression, match in zip(*columns, strict=True):  # fmt: skip
            if keyword_id or id_:
                above = found.get(group_id) or (
                    *found.get(campaign_id, (folded(campaign),)),
                    folded(group),
                )
                found[keyword_id or id_] = (*above, folded(words or expression), _match(match))
    found.pop("", None)
    return found
