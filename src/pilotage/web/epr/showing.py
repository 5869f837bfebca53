"""Papers and the answer of a check, arranged as their pages show them; the JSON's shape stays here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pilotage.engines import law
from pilotage.kernel import places
from pilotage.kernel.text import Text
from pilotage.platform.compliance.models import EprCheck
from pilotage.web.epr.forms import RECIPIENTS

Json = Mapping[str, Any]
_OPEN = 3  # markets that are shown whole, one below the other

KINDS: dict[str, tuple[Text, str]] = {
    "registrations": (Text("登记编号", "Registration numbers"), "certificate"),
    "contracts": (Text("回收合同与购买量", "Recycling contracts and what was bought"), "file-text"),
    "declarations": (Text("已申报的数量", "Quantities declared"), "receipt"),
}
TONES = {"act": "bad", "look": "wait", "ask": "late"}
WEIGHTS = {
    "act": Text("须处理", "To act on"),
    "look": Text("请核对", "To look at"),
    "ask": Text("尚无定论", "Not settled"),
}
REPRESENTATIVE = {
    "yes": (Text("须指定授权代表", "Authorised representative needed"), "bad"),
    "no": (Text("无须授权代表", "No authorised representative needed"), "good"),
    "disputed": (
        Text("授权代表：来源不一致", "Authorised representative: sources disagree"),
        "late",
    ),
}


@dataclass(frozen=True, slots=True)
class Paper:
    """One entry of the papers; `number` counts from 1 within its kind."""

    number: int
    entry: Json

    @property
    def market(self) -> tuple[Text, Text]:
        return places.name(self.entry["country"]), law.epr_streams()[self.entry["stream"]].name

    @property
    def recipient(self) -> Text:
        return RECIPIENTS[self.entry["to"]]

    @property
    def kilograms(self) -> list[tuple[str, str]]:
        return list((self.entry.get("bought") or self.entry.get("kg") or {}).items())


def papers(content: Json) -> list[dict[str, Any]]:
    """Every kind with its papers, also the empty ones."""
    return [
        {
            "kind": kind,
            "says": says,
            "icon": icon,
            "papers": [Paper(n, entry) for n, entry in enumerate(content.get(kind, ()), start=1)],
        }
        for kind, (says, icon) in KINDS.items()
    ]


@dataclass(frozen=True, slots=True)
class Finding:
    """A disagreement: what happened and the next step."""

    found: Json

    @property
    def says(self) -> Text:
        return Text(self.found["says_zh"], self.found["says_en"])

    @property
    def next_step(self) -> Text:
        return Text(self.found["next_step_zh"], self.found["next_step_en"])

    @property
    def tone(self) -> str:
        return TONES[self.found["weight"]]

    @property
    def weight(self) -> Text:
        return WEIGHTS[self.found["weight"]]


@dataclass(frozen=True, slots=True)
class Market:
    """One stream in one country: what the law asks, what was placed, bought and declared, what disagrees."""

    duty: Json
    quantities: tuple[Json, ...]
    findings: tuple[Finding, ...]

    @property
    def country(self) -> Text:
        return places.name(self.duty["country"])

    @property
    def stream(self) -> Text:
        return law.epr_streams()[self.duty["stream"]].name

    @property
    def tone(self) -> str:
        """That of its heaviest finding; good where all agrees."""
        held = {finding.tone for finding in self.findings}
        return next((tone for tone in TONES.values() if tone in held), "good")

    @property
    def verdict(self) -> Text:
        return next(
            (WEIGHTS[weight] for weight, tone in TONES.items() if tone == self.tone),
            Text("一致", "Agrees"),
        )

    @property
    def schemes(self) -> list[dict[str, Any]]:
        return [one | {"says": _text(one)} for one in self.duty["schemes"]]

    @property
    def reports(self) -> list[dict[str, Any]]:
        return [
            one | {"name": Text(one["name_zh"], one["name_en"])} for one in self.duty["reports"]
        ]

    @property
    def representative(self) -> dict[str, Any] | None:
        flag = self.duty["representative"]
        if flag is None:
            return None
        title, tone = REPRESENTATIVE[flag["required"]]
        return flag | {"title": title, "tone": tone, "says": _text(flag)}

    @property
    def rows(self) -> list[dict[str, str | None]]:
        """Per material the kilograms shipped, sent back, bought and declared; None where there is no paper."""
        placed = {one["material"]: one for one in self.quantities}
        papers = {"bought": self.duty["bought"], **self.duty["declared"]}
        materials = sorted({*placed, *(m for kg in papers.values() if kg for m in kg)})
        return [
            {
                "material": material,
                **{name: placed.get(material, {}).get(name) for name in ("units", "kg", "kg_returned")},
                **{
                    name: None if kg is None else kg.get(material, "0.000")
                    for name, kg in papers.items()
                },
            }
            for material in materials
        ]  # fmt: skip


class Shown:
    """What the page of a finished check asks."""

    def __init__(self, check: EprCheck) -> None:
        self._result: Json = check.result or {}
        self._findings = [Finding(found) for found in self._result.get("findings", ())]

    @property
    def markets(self) -> list[Market]:
        """The heaviest first, then by country."""
        made = list(self._markets())
        order = [*TONES.values(), "good"]
        return sorted(made, key=lambda market: order.index(market.tone))

    @property
    def many(self) -> bool:
        """Whether the markets are listed by their titles first."""
        return len(self._result.get("duties", ())) > _OPEN

    @property
    def general(self) -> list[Finding]:
        """Findings that belong to no market with shipments: what was not counted, numbers used twice."""
        markets = {(duty["country"], duty["stream"]) for duty in self._result.get("duties", ())}
        return [f for f in self._findings if (f.found["country"], f.found["stream"]) not in markets]

    @property
    def counts(self) -> list[dict[str, Any]]:
        """How many findings of each weight."""
        held = [finding.found["weight"] for finding in self._findings]
        return [
            {"says": says, "tone": TONES[weight], "n": held.count(weight)}
            for weight, says in WEIGHTS.items()
            if weight in held
        ]

    def _markets(self) -> Iterator[Market]:
        for duty in self._result.get("duties", ()):
            key = (duty["country"], duty["stream"])
            yield Market(
                duty,
                tuple(_of(key, self._result["quantities"])),
                tuple(f for f in self._findings if (f.found["country"], f.found["stream"]) == key),
            )


def _of(key: tuple[str, str], entries: Iterable[Json]) -> Iterator[Json]:
    return (one for one in entries if (one["country"], one["stream"]) == key)


def _text(one: Json) -> Text:
    return Text(one["says_zh"], one["says_en"])
