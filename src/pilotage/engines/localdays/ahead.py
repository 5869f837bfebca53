"""Holidays, events and peaks of a site between two days, one list by day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from pilotage.engines import law
from pilotage.kernel.text import Text
from pilotage.kernel.trail import Source

_FOLDER = files("pilotage.engines.localdays")
_HEAD = "# "
_CLOSED = Text(
    "公众假日：当地机关和多数承运商不营业。",
    "A public holiday: authorities there and most carriers are closed.",
)

_IN_LIEU = Text("{name}（补假）", "{name} (in lieu)")


@dataclass(frozen=True, slots=True)
class Day:
    """`kind`: holiday, event, returns. `there`: a holiday's name in the site's own language. `key` is the same every year."""

    site: str
    kind: str
    key: str
    first: date
    last: date
    name: Text
    means: Text
    there: str
    firm: bool
    source: Source

    @property
    def unverified(self) -> bool:
        return self.source.confidence == "unverified"


def ahead(site: str, first: date, last: date) -> list[Day]:
    """What lies wholly or partly from `first` to `last`, by first day. Raises `Invalid` for a site Amazon has not."""
    law.check_marketplace(site)
    closed = [one for one in _holidays().get(site, ()) if first <= one.first <= last]
    sold = [_sold(site, one) for one in law.selling_days(site, first, last)]
    return sorted([*closed, *sold], key=lambda one: (one.first, one.kind, one.key))


def kept_until() -> date:
    """The last day that holidays are kept for."""
    return date(max(one.first.year for days in _holidays().values() for one in days), 12, 31)


def _sold(site: str, one: law.Dated[law.SellingDays]) -> Day:
    it = one.value
    return Day(
        site, it.kind, one.key, it.first, it.last, it.name, it.means, "",
        firm=not one.unverified, source=one.source,
    )  # fmt: skip


@cache
def _holidays() -> dict[str, tuple[Day, ...]]:
    chinese = dict(line.split("\t") for line in _lines("names.tsv") if not line.startswith(_HEAD))
    rows = _lines("holidays.tsv")
    source = _source(rows)
    found: dict[str, list[Day]] = {}
    for row in rows:
        if row.startswith(_HEAD):
            continue
        site, day, marks, there, english = row.split("\t")
        name = Text(" / ".join(chinese.get(part, part) for part in english.split(" / ")), english)
        if "observed" in marks:
            name = _IN_LIEU.with_(name=name)
        on = date.fromisoformat(day)
        found.setdefault(site, []).append(
            Day(
                site,
                "holiday",
                "holiday",
                on,
                on,
                name,
                _CLOSED,
                there,
                "estimated" not in marks,
                source,
            )
        )
    return {site: tuple(days) for site, days in found.items()}


def _source(rows: list[str]) -> Source:
    title, checked = (row.removeprefix(_HEAD) for row in rows[1:3])
    return Source(
        title=title, address="https://pypi.org/project/holidays/", article="",
        checked_on=date.fromisoformat(checked.removeprefix("checked_on: ")), confidence="sourced",
    )  # fmt: skip


def _lines(name: str) -> list[str]:
    return (_FOLDER / name).read_text(encoding="utf-8").splitlines()
