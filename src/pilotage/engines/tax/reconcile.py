"""Rows in are rows out and money in the returns is money in the determinations, or nothing is written."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pilotage.engines.mill.cells import literal
from pilotage.engines.tax.refusals import not_reconciled

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_ZERO = Decimal(0)
_ONE_BASE = ("ic_supply", "export", "deemed_supply", "reverse_charge", "input_vat")
_PARTS = ("duplicates", "rejected", "blocked", "no_effect", "determined")


def check_rows(summary: dict[str, Any]) -> None:
    """rows_in = duplicates + rejected + blocked + no_effect + determined."""
    parts = sum(summary[part] for part in _PARTS)
    if summary["rows_in"] != parts:
        raise not_reconciled("rows", summary["rows_in"], parts)


def check_money(
    connection: DuckDBPyConnection, determinations: Path, returns: list[dict[str, Any]]
) -> None:
    """Bases and VAT of the rows add up, return by return, to the lines of the returns.

    A row's first return is checked against the file as written; the second side (acquisitions,
    distance sales seen from the state they leave) and the bases of OSS against `determined`.
    """
    held = _first_sides(connection, determinations)
    for name, amount in _other_sides(connection).items():
        held[name] = held.get(name, _ZERO) + amount
    for made in returns:
        of_scheme = made["return"] != "LOCAL"
        stated = _scheme(made) if of_scheme else _local(made)
        kind = made["return"] if of_scheme else f"LOCAL/{made['jurisdiction']}"
        for part, amount in stated.items():
            name = f"{kind}/{made['period']} {part}"
            if amount != held.pop(name, _ZERO):
                raise not_reconciled(name, held.get(name, _ZERO), amount)
    if any(held.values()):
        raise not_reconciled("returns", sorted(name for name in held if held[name]), "–")


def _first_sides(connection: DuckDBPyConnection, determinations: Path) -> dict[str, Decimal]:
    """`LOCAL/DE/2026-01 base` and `… vat`; of OSS and IOSS the VAT, corrections included."""
    found = connection.execute(
        "SELECT split_part(return_key, ' ', 1), coalesce(sum(base), 0), coalesce(sum(vat), 0) "  # noqa: S608
        f"FROM read_parquet({literal(str(determinations))}) WHERE return_key IS NOT NULL GROUP BY 1"
    ).fetchall()
    held = {f"{key} vat": Decimal(vat) for key, _, vat in found}
    return held | {f"{key} base": Decimal(base) for key, base, _ in found if key[0] == "L"}


def _other_sides(connection: DuckDBPyConnection) -> dict[str, Decimal]:
    second = connection.execute(
        "SELECT 'LOCAL/' || other || '/' || other_period, treatment = 'own_goods', "
        "coalesce(sum(other_base), 0), coalesce(sum(other_vat), 0) "
        "FROM determined WHERE other IS NOT NULL AND line IS NOT NULL GROUP BY ALL"
    ).fetchall()
    held = {
        f"{key} {'acquired' if acquired else 'elsewhere'}": _money(base)
        for key, acquired, base, _ in second
    }
    held |= {f"{key} acquired vat": _money(vat) for key, acquired, _, vat in second if acquired}
    scheme = connection.execute(
        "SELECT jurisdiction || '/' || period, coalesce(sum(base), 0) FROM determined "
        "WHERE line IN ('oss', 'ioss') AND corrects IS NOT TRUE GROUP BY 1"
    ).fetchall()
    return held | {f"{key} base": _money(base) for key, base in scheme}


def _money(cents: int) -> Decimal:
    return Decimal(int(cents)).scaleb(-2)


def _local(made: dict[str, Any]) -> dict[str, Decimal]:
    lines = made["lines"]
    taxed, acquired = lines.get("taxed", {}).values(), lines.get("acquisition", {}).values()
    acquired_vat = _sum(acquired, "vat")
    single = [lines[line] for line in _ONE_BASE if line in lines]
    return {
        "base": _sum([*single, *taxed], "base"),
        "vat": _sum(taxed, "vat") + _sum([lines.get("input_vat", {})], "vat") - acquired_vat,
        "acquired": _sum(acquired, "base"),
        "acquired vat": acquired_vat,
        "elsewhere": _sum([lines.get("distance_elsewhere", {})], "base"),
    }


def _scheme(made: dict[str, Any]) -> dict[str, Decimal]:
    vat = _sum([*made["lines"], *made["corrections"]], "vat")
    return {"base": _sum(made["lines"], "base"), "vat": vat}


def _sum(entries: Iterable[dict[str, str]], part: str) -> Decimal:
    return sum((Decimal(entry.get(part, "0")) for entry in entries), _ZERO)
