"""The gate over the tables: facts read in bulk, judged by the one rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from pilotage.platform.certification import states
from pilotage.platform.certification.models import Credential, Item, Partner
from pilotage.platform.certification.requirements import book
from pilotage.platform.certification.rules import Evidence, Facts, Reason, in_force, why_not_listed

# Below SQLite's limit of variables in one statement.
AT_ONCE = 500


def facts_of(partner_ids: Sequence[int]) -> dict[int, Facts]:
    """The facts of these partners; unknown ids are left out."""
    found: dict[int, Facts] = {}
    for start in range(0, len(partner_ids), AT_ONCE):
        found |= _facts(partner_ids[start : start + AT_ONCE])
    return found


def facts_by_ref(refs: Sequence[str]) -> dict[str, Facts]:
    """The facts of these partners by their refs; unknown refs are left out."""
    named: dict[int, str] = {}
    for start in range(0, len(refs), AT_ONCE):
        rows = Partner.objects.filter(ref__in=refs[start : start + AT_ONCE])
        named |= dict(rows.values_list("pk", "ref"))
    return {named[pk]: facts for pk, facts in facts_of(list(named)).items()}


def why_not(partner_id: int, category: str, country: str, at: datetime) -> tuple[Reason, ...]:
    """The gate for one partner as the tables are now."""
    return why_not_listed(facts_of([partner_id]).get(partner_id), category, country, at, book())


def _facts(ids: Sequence[int]) -> dict[int, Facts]:
    approved = _approved(ids)
    evidence = _evidence(ids)
    standings = Partner.objects.filter(pk__in=ids).values_list("pk", "standing")
    return {
        pk: Facts(standing, frozenset(approved[pk]), tuple(evidence[pk]))
        for pk, standing in standings
    }


def _approved(ids: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    found = defaultdict(list)
    rows = Item.objects.filter(partner_id__in=ids, state=states.Item.APPROVED)
    for pk, category, country in rows.values_list("partner_id", "category", "country"):
        found[pk].append((category, country))
    return found


def _evidence(ids: Sequence[int]) -> dict[int, list[Evidence]]:
    found = defaultdict(list)
    rows = Credential.objects.filter(partner_id__in=ids).exclude(state=states.Credential.WITHDRAWN)
    for row in rows.values_list("partner_id", *_FIELDS):
        found[row[0]].append(_one(row[1:]))
    return found


def evidence_of(credentials: Iterable[Credential]) -> tuple[Evidence, ...]:
    """Rows as the rule sees them."""
    return tuple(_one([_read(row, name) for name in _FIELDS]) for row in credentials)


def _read(row: Credential, name: str) -> Any:
    if not name.startswith("holder__"):
        return getattr(row, name)
    return getattr(row.holder, name.removeprefix("holder__")) if row.holder else None


_FIELDS = (
    "kind",
    "state",
    "valid_from",
    "valid_until",
    "zone",
    "categories",
    "countries",
    "well_formed",
    "details",
    "last_checked",
    "surveillance_due",
    "register_status",
    "holder__identified_at",
    "holder__left_at",
    "holder_id",
)


def _one(row: Sequence[Any]) -> Evidence:
    kind, state, valid_from, valid_until, zone, categories, countries, well_formed = row[:8]
    details, last_checked, surveillance, register, identified_at, left_at, holder = row[8:]
    begins, ends = in_force(valid_from, valid_until, zone)
    return Evidence(
        kind=kind,
        state=state,
        begins=begins,
        ends=ends,
        categories=frozenset(categories),
        countries=frozenset(countries),
        well_formed=well_formed,
        zone=zone,
        edition=details.get("edition", ""),
        told=frozenset(name for name, value in details.items() if value),
        checked=last_checked.astimezone(ZoneInfo(zone)).date() if last_checked else None,
        surveillance=surveillance,
        register=register,
        named=holder is not None,
        identified=identified_at is not None,
        left=left_at,
    )
