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
    index = _Index(panel, _bulk_names(bulk))
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
        self._by: dict[str, dict[Names, set[int]]] = {"target": defaultdict(set), "group": defaultdict(set), "campaign": defaultdict(set)}  # fmt: skip
        self._words: dict[str, set[int]] = defaultdict(set)
        for n, one in enumerate(panel.entities):
            campaign, group = folded(one.campaign), folded(one.group)
            target = (folded(one.target), _match(one.match))
            by = self._by
            for keys, names in (
                ("campaign", [("#", one.campaign_id), (campaign,)]),
                ("group", [("#", one.group_id), (campaign, group), ("@", one.campaign_id, group)]),
                ("target", [("#", one.target_id), (campaign, group, *target), ("@", one.group_id, *target), ("@@", one.campaign_id, *target), ("*", *target)]),
            ):  # fmt: skip
                for key in names:
                    if key[-1] or key[0]:
                        by[keys][key].add(n)
            for word in set(target[0].split()):
                self._words[word].add(n)

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
        return self._first("campaign", [("#", id_), names[:1]])

    def _group(self, id_: str, campaign_id: str, name: str) -> set[int]:
        names = self._named.get(id_, ())
        campaign = self._named.get(campaign_id, ("",))[0]
        return self._first("group", [("#", id_), names[:2], ("@", campaign_id, folded(name)) if name else (), (campaign, folded(name)) if name and campaign else ()])  # fmt: skip

    def _target(self, change: Logged) -> set[int]:
        words, names = (
            (folded(change.name), _match(change.match)),
            self._named.get(change.entity_id, ()),
        )
        group = self._named.get(change.ad_group_id, ())
        keys: list[Names] = [("#", change.entity_id), names]
        if words[0]:
            keys += [("@", change.ad_group_id, *words), (*group[:2], *words) if len(group) > 1 else (), ("@@", change.campaign_id, *words), ("*", *words)]  # fmt: skip
        found = self._first("target", keys)
        return found if len(found) == 1 else set()

    def _first(self, level: str, keys: list[Names]) -> set[int]:
        table = self._by[level]
        return next((table[key] for key in keys if len(key) and key[-1] and table.get(key)), set())

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
