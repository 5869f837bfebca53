"""Grades from the truth beside each profile, by the published scale; it knows nothing of the engine.

3 every stated need (one service named and nothing else: the main business) · 2 in part: a closely
related service, a site promised only as a region, a branch, a side business · 1 the right service
elsewhere, or the neighbouring trade · 0 the rest, and whoever does what is not wanted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import log2
from pathlib import Path

import yaml

HERE = Path(__file__).parent
FAMILIES = {
    "vat": {"register", "filing"},
    "epr": {"epr_pack", "epr_weee", "epr_batt", "epr_text"},
}
CLOSE = {
    frozenset(pair) for pair in [("register", "filing"), ("trademark", "registry"), ("jct", "jct")]
}
NEAR = {
    "ads": {"ops", "offsite", "dsp"},
    "ops": {"copy", "training", "ads"},
    "offsite": {"ads"},
    "appeal": {"tro"},
    "opening": {"training", "appeal"},
    "takedown": {"registry", "tro"},
    "tro": {"takedown", "appeal", "patent"},
    "customs": {"freight"},
    "freight": {"customs", "warehouse"},
    "warehouse": {"freight"},
    "eu_rp": {"uk_rp"},
    "uk_rp": {"eu_rp"},
    "payments": {"loan", "company"},
    "loan": {"payments"},
    "company": {"audit", "payments"},
    "copy": {"photo", "ops"},
    "photo": {"copy"},
    "training": {"ops", "opening"},
    "erp": {"research"},
    "research": {"erp"},
    "insurance": {"testing"},
    "testing": {"eu_rp", "uk_rp"},
    "returns": {"warehouse"},
    **{e: FAMILIES["epr"] - {e} for e in FAMILIES["epr"]},
}
EUROPE = {"GB", "DE", "FR", "IT", "ES", "PL", "CZ", "EU"}
REGIONS = {"EU": EUROPE - {"GB"}, "EUROPE": EUROPE}


@dataclass(frozen=True)
class Case:
    """One question: what it asks for, or whom it names."""

    kind: str
    text: str
    needs: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    city: str = ""
    unwanted: str = ""
    named: tuple[str, ...] = ()


def profiles() -> list[dict]:
    return yaml.safe_load((HERE / "profiles.yaml").read_text(encoding="utf-8"))


def cases() -> list[Case]:
    lines = (HERE / "queries.txt").read_text(encoding="utf-8").splitlines()
    return [_case(line) for line in lines if line and not line.startswith("#")]


def _case(line: str) -> Case:
    kind, text, asks = (part.strip() for part in line.split("|"))
    if asks.startswith("="):
        return Case(kind, text, named=tuple(asks[1:].split(",")))
    found = re.fullmatch(r"([\w+]+)(?:@([\w,]+))?(?: #(\S+))?(?: !(\S+))?", asks)
    needs, places, city, unwanted = found.groups()
    return Case(
        kind, text, tuple(needs.split("+")), tuple(places.split(",")) if places else (),
        city or "", unwanted or "",
    )  # fmt: skip


def grade(case: Case, profile: dict) -> int:
    if case.named:
        return 3 if profile["id"] in case.named else 0
    if case.unwanted and case.unwanted in (*profile["main"], *profile["side"]):
        return 0
    values = [_service(need, case, profile) for need in case.needs]
    value = round(sum(values) / len(values))
    place = min((_at(place, profile["at"]) for place in case.places), default=1.0)
    if case.places and case.needs[0] not in ("eu_rp", "uk_rp", "jct", "sales_tax"):
        value = value if place == 1 else min(value, 2) if place else max(0, value - 2)
    if case.city and profile["home"] != case.city:
        branch = case.city in profile.get("branch", ())
        value = min(value, 2) if branch else min(1, max(0, value - 1))
    return value


def _service(need: str, case: Case, profile: dict) -> int:
    wanted = FAMILIES.get(need, {need})
    done = {*profile["main"], *profile["side"]}
    if wanted & done:
        alone = not (case.places or case.city or case.unwanted or len(case.needs) > 1)
        return 3 if wanted & set(profile["main"]) or not alone else 2
    if any(frozenset((w, d)) in CLOSE for w in wanted for d in done):
        return 2
    return 1 if any(NEAR.get(w, set()) & done for w in wanted) else 0


def _at(place: str, served: list[str]) -> float:
    if place in served or any(place in REGIONS.get(s, ()) and place in REGIONS for s in served):
        return 1.0
    if place in REGIONS:
        inside = [s for s in served if s in REGIONS[place]]
        return 1.0 if len(inside) >= 5 else 0.5 if inside else 0.0
    return 0.5 if any(place in REGIONS.get(s, ()) for s in served) else 0.0


def ndcg(grades: dict[str, int], ranked: list[str]) -> float:
    def gain(each: list[int]) -> float:
        return sum((2**g - 1) / log2(n + 2) for n, g in enumerate(each[:10]))

    return gain([grades[r] for r in ranked]) / gain(sorted(grades.values(), reverse=True))
