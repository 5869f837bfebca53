"""The quantities: what was bought and declared against what follows from the shipments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from pilotage.engines import law
from pilotage.engines.epr.findings import Finding, finding
from pilotage.engines.epr.kept import Declaration, Kept, Kilograms, Recipient
from pilotage.engines.epr.quantities import Quantities
from pilotage.engines.law import Dated, Scheme
from pilotage.kernel.decimals import EXACT, rounded
from pilotage.kernel.text import Text

RECIPIENTS: dict[Recipient, Text] = {
    "register": Text("登记机构", "register"),
    "organisation": Text("回收组织", "recycling organisation"),
}
_DUE = Text("截止 {day}（{name}）。", "Due {day} ({name}).")
_NO_DUE = Text("法规表没有它的截止日。", "The law tables have no date for it.")


def check_bought(
    country: str, stream: str, computed: Quantities, bought: Iterable[Kilograms]
) -> Iterator[Finding]:
    """Kilograms bought under all contracts of the year, by material."""
    yield from _compare(country, stream, computed.kg(country, stream), summed(bought), "BOUGHT")


def check_declared(
    country: str, stream: str, scheme: Dated[Scheme], computed: Quantities, kept: Kept, on: date
) -> Iterator[Finding]:
    """Each recipient's declaration against the shipments, then both against each other."""
    declared = {to: declared_to(kept, country, stream, computed.year, to) for to in RECIPIENTS}
    for to, figures in declared.items():
        if figures is not None:
            ours = computed.kg(country, stream)
            yield from _compare(country, stream, ours, figures, "DECLARED", RECIPIENTS[to])
        elif (due := _due(scheme, computed.year)) is None or due[0] < on:
            yield _missing(country, stream, computed.year, due, RECIPIENTS[to])
    if None not in declared.values():
        yield from _against_each_other(country, stream, declared)


def of_year(declarations: Iterable[Declaration], year: int) -> tuple[Declaration, ...]:
    """The declarations of one year."""
    return tuple(d for d in declarations if d.year == year)


def declared_to(
    kept: Kept, country: str, stream: str, year: int, to: Recipient
) -> Kilograms | None:
    """What was declared of a year to one recipient; None when nothing was."""
    found = [
        d.kg
        for d in of_year(kept.declarations, year)
        if (d.country, d.stream, d.to) == (country, stream, to)
    ]
    return summed(found) if found else None


def summed(several: Iterable[Kilograms]) -> Kilograms:
    """Kilograms by material over several papers."""
    total: dict[str, Decimal] = {}
    for kilograms in several:
        for material, kg in kilograms.items():
            total[material] = EXACT.add(total.get(material, Decimal(0)), kg)
    return total


def _compare(
    country: str,
    stream: str,
    ours: Kilograms,
    theirs: Kilograms,
    what: str,
    to: Text | None = None,
) -> Iterator[Finding]:
    for material in sorted({*ours, *theirs}):
        we = ours.get(material, Decimal("0.000"))
        they = rounded(theirs.get(material, Decimal(0)), 3)
        if we != they:
            code = f"{what}_TOO_LITTLE" if they < we else f"{what}_TOO_MUCH"
            yield finding(code, country, stream, material=material, ours=we, theirs=they, to=to)


def _against_each_other(
    country: str, stream: str, declared: dict[Recipient, Kilograms | None]
) -> Iterator[Finding]:
    register, organisation = declared["register"] or {}, declared["organisation"] or {}
    for material in sorted({*register, *organisation}):
        one, other = (rounded(k.get(material, Decimal(0)), 3) for k in (register, organisation))
        if one != other:
            yield finding(
                "REGISTERS_DIFFER", country, stream,
                material=material, theirs=other, register_kg=one,
            )  # fmt: skip


def _due(scheme: Dated[Scheme], year: int) -> tuple[date, Text] | None:
    """The first yearly report after the year's end; None where the tables have no date."""
    ended = date(year + 1, 1, 1)
    yearly = [
        (d.value.next_after(ended), d.value.name)
        for d in law.epr_deadlines(scheme.value.country, scheme.value.key, ended)
        if d.value.frequency == "year"
    ]
    return min(yearly, key=lambda found: found[0]) if yearly else None


def _missing(
    country: str, stream: str, year: int, due: tuple[date, Text] | None, to: Text
) -> Finding:
    says = _DUE.with_(day=due[0], name=due[1]) if due else _NO_DUE
    return finding("DECLARATION_MISSING", country, stream, year=year, due=says, to=to)
