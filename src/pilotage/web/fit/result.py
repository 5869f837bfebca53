"""The kept advice, arranged as the page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pilotage.engines import law
from pilotage.kernel import places
from pilotage.kernel.text import Text

Json = dict[str, Any]

_TITLES = {
    "missing": Text("现在缺什么", "What is missing now"),
    "need": Text("需要办理", "What has to be done"),
    "unknown": Text("还不知道的，以及怎样弄清", "What is not known, and what would settle it"),
    "fact": Text("报告显示了什么", "What the report shows"),
}


@dataclass(frozen=True, slots=True)
class Section:
    """Findings of one kind, under one title."""

    kind: str
    title: Text
    findings: list[Json]

    @property
    def is_open(self) -> bool:
        """What has to be acted on stands open; what explains it is one click away."""
        return self.kind in ("missing", "need")


@dataclass(frozen=True, slots=True)
class NeedRow:
    """One needed service and the countries it is needed in."""

    service: Text
    countries: Text
    certain: bool


class Result:
    """Reads the JSON of `fit_json.as_json`; the page asks this, never the JSON's shape."""

    def __init__(self, content: Json) -> None:
        self.content = content

    @property
    def verdict(self) -> Json:
        return dict(self.content["verdict"])

    @property
    def sections(self) -> list[Section]:
        """What is missing first, facts last."""
        found = {
            kind: [f for f in self.content["findings"] if f["kind"] == kind] for kind in _TITLES
        }
        return [Section(kind, _TITLES[kind], rows) for kind, rows in found.items() if rows]

    @property
    def needs(self) -> list[NeedRow]:
        """By service: what is certain first, then what depends on the products."""
        countries: dict[tuple[bool, str], list[Text]] = {}
        for need in self.content["needs"]:
            key = (need["certainty"] != "needed", need["service"])
            countries.setdefault(key, []).append(places.name(need["country"]))
        names = law.service_categories()
        return [
            NeedRow(names[service].name, _listed(found), certain=not depends)
            for (depends, service), found in sorted(countries.items(), key=lambda row: row[0])
        ]

    @property
    def needs_for_link(self) -> str:
        """The certain needs as `vat_filing:DE,…` for shortlist and request."""
        certain = [n for n in self.content["needs"] if n["certainty"] == "needed"]
        return ",".join(f"{n['service']}:{n['country']}" for n in certain)

    @property
    def dues(self) -> list[Json]:
        return sorted(self.content["dues"], key=lambda due: str(due["day"]))

    @property
    def chart(self) -> Json:
        """Gross sales per site and month as an ECharts option (js/charts.js): one series a site and currency."""
        sales = self.content["report"]["sales"]
        months = sorted({row["month"] for row in sales})
        series: dict[str, dict[str, str]] = {}
        for row in sales:
            series.setdefault(f"{row['site']} ({row['currency']})", {})[row["month"]] = row["gross"]
        return {
            "legend": {"type": "scroll"},
            "xAxis": {"type": "category", "data": months},
            "yAxis": {"type": "value"},
            "series": [
                {"name": name, "type": "bar", "data": [by_month.get(m, "0") for m in months]}
                for name, by_month in sorted(series.items())
            ],
        }


def _listed(names: list[Text]) -> Text:
    return Text("、".join(name.zh for name in names), ", ".join(name.en for name in names))
