"""A finished run, arranged as its page shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from pilotage.kernel import places
from pilotage.kernel.periods import Month, Quarter, parse_period
from pilotage.kernel.text import Text
from pilotage.platform.compliance.models import TaxReturn, TaxRun
from pilotage.web.tax.words import BOXES, FINDINGS, LINES, TREATMENTS


def periods(today: date) -> list[str]:
    """What may be chosen: the last fourteen months and six quarters, newest first."""
    month, quarter = Month.of(today), Quarter.of(today)
    return [
        *(str(month.shifted(-back)) for back in range(14)),
        *(str(quarter.shifted(-back)) for back in range(6)),
    ]


def numbered(text: str | None) -> int:
    """A page number as typed in an address; anything else is the first."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 1


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of a return: `amounts` in the columns of its table."""

    key: str
    says: Text
    amounts: tuple[Decimal | None, ...]
    review: bool = False


@dataclass(frozen=True, slots=True)
class Return:
    """A return with its boxes (where the form's boxes are known) and its lines."""

    row: TaxReturn

    @property
    def title(self) -> Text:
        if self.row.kind == "LOCAL":
            return places.name(self.row.jurisdiction)
        state = places.name(self.row.jurisdiction) if self.row.jurisdiction != "?" else _UNKNOWN
        return Text(f"{self.row.kind}（{state.zh}）", f"{self.row.kind} ({state.en})")

    @property
    def key(self) -> str:
        """How rows name it."""
        if self.row.kind == "LOCAL":
            return f"LOCAL/{self.row.jurisdiction}/{self.row.period}"
        return f"{self.row.kind}/{self.row.period}"

    @property
    def boxes(self) -> list[Figure]:
        review = set(self.row.content.get("needs_review") or ())
        return [
            Figure(box, BOXES.get(key, Text("", "")), (Decimal(amount),), key in review)
            for box, amount in (self.row.content.get("boxes") or {}).items()
            for key in [f"{self.row.jurisdiction}.{box}"]
        ]

    @property
    def lines(self) -> list[Figure]:
        held = self.row.content.get("lines") or {}
        return list(_local(held) if isinstance(held, dict) else _one_stop(held))

    @property
    def corrections(self) -> list[dict[str, Any]]:
        return [
            {**one, "name": places.name(one["state"]), "vat": Decimal(one["vat"])}
            for one in self.row.content.get("corrections") or ()
        ]

    @property
    def statement(self) -> list[dict[str, Any]]:
        return [
            {**one, "base": Decimal(one["base"])} for one in self.row.content.get("statement") or ()
        ]

    @property
    def payable(self) -> Decimal | None:
        """What is to be paid, where the return says it: OSS and IOSS, Kz 83, box 5."""
        content = self.row.content
        boxes = content.get("boxes") or {}
        found = content.get("amount_due") or boxes.get(
            {"DE": "83", "GB": "5"}.get(self.row.jurisdiction, "")
        )
        return None if found is None else Decimal(found)

    @property
    def review(self) -> list[str]:
        return list(self.row.content.get("needs_review") or ())


class Shown:
    """What the page of a run asks; the JSON's shape stays here."""

    def __init__(self, run: TaxRun) -> None:
        self.run = run
        self.summary: dict[str, Any] = run.summary or {}

    @property
    def asked(self) -> list[Return]:
        """Returns of the period that was chosen, all of them when none was."""
        return [r for r in self._returns() if self._in_period(r.row.period)]

    @property
    def many(self) -> bool:
        """Whether the returns are listed by their titles first."""
        return len(self.asked) > _OPEN

    @property
    def others(self) -> list[Return]:
        """Returns of other periods that the reports touch."""
        return [r for r in self._returns() if not self._in_period(r.row.period)]

    @property
    def treatments(self) -> list[dict[str, Any]]:
        counted = self.summary.get("treatments", {})
        return [
            {"key": key, "says": TREATMENTS.get(key, Text(key, key)), "rows": rows}
            for key, rows in sorted(counted.items(), key=lambda pair: -pair[1])
        ]

    @property
    def findings(self) -> list[dict[str, Any]]:
        counted = self.summary.get("findings", {})
        return [
            {"key": key, "says": FINDINGS.get(key, Text(key, key)), "rows": rows}
            for key, rows in sorted(counted.items())
        ]

    @property
    def needed(self) -> list[Text]:
        return [places.name(country) for country in self.summary.get("registrations_needed", [])]

    @property
    def codes(self) -> set[str]:
        """Codes of blocked rows, to offer the paper that helps."""
        return {entry["code"] for entry in self.run.blocked or ()}

    def _returns(self) -> Iterator[Return]:
        return (Return(row) for row in self.run.returns.all())

    def _in_period(self, period: str) -> bool:
        if not self.run.period:
            return True
        asked, made = parse_period(self.run.period), parse_period(period)
        if asked is None or made is None:
            return False
        return asked.first <= made.last and made.first <= asked.last


_OPEN = 3  # returns that are shown whole, one below the other
_UNKNOWN = Text("未登记", "not registered")


def _local(lines: dict[str, Any]) -> Iterator[Figure]:
    for name, held in lines.items():
        says = LINES.get(name, Text(name, name))
        if name in ("taxed", "acquisition"):
            for rate, amounts in held.items():
                yield Figure(
                    name, Text(f"{says.zh} {rate}%", f"{says.en} {rate} %"), _pair(amounts)
                )
        else:
            yield Figure(name, says, _pair(held))


def _one_stop(lines: list[dict[str, Any]]) -> Iterator[Figure]:
    for line in lines:
        to, dep = places.name(line["state"]), places.name(line["dispatch"])
        says = Text(
            f"{to.zh}（{dep.zh}发出）{line['rate']}%", f"{to.en}, from {dep.en}, {line['rate']} %"
        )
        yield Figure(line["state"], says, _pair(line))


def _pair(held: dict[str, str]) -> tuple[Decimal | None, Decimal | None]:
    return _amount(held.get("base")), _amount(held.get("vat"))


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
