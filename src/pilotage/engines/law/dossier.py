"""What a site asks of the documents of an application: ages, terms, months, files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

from pilotage.engines.law.dated import Dated
from pilotage.engines.law.loader import Table, table, topic_tables


@dataclass(frozen=True, slots=True)
class DossierRules:
    """The requirements of one site on one day; `entries` are the law rows they come from."""

    statement_days: int
    card_days_left: int
    licence_days_left: int
    platform_months: int
    file_megabytes: int
    file_types: tuple[str, ...]
    regions: tuple[str, ...]
    languages: tuple[str, ...]
    entries: tuple[Dated[object], ...]


def dossier_rules(site: str, on: date) -> DossierRules:
    """A site's own rows where it has them, those of every site otherwise."""
    everywhere = table("dossier", "default")
    own = topic_tables("dossier").get(site, everywhere)
    rows = {key: _row(own, everywhere, key, on) for key in everywhere.histories}

    def number(key: str) -> int:
        return int(cast(Decimal, rows[key].value))

    def words(key: str) -> tuple[str, ...]:
        return cast("tuple[str, ...]", rows[key].value)

    return DossierRules(
        statement_days=number("bank_statement.days"),
        card_days_left=number("id_card.days_left"),
        licence_days_left=number("licence.days_left"),
        platform_months=number("platform_statement.months"),
        file_megabytes=number("file.megabytes"),
        file_types=words("file.types"),
        regions=words("licence.regions"),
        languages=words("languages"),
        entries=tuple(rows.values()),
    )


def _row(own: Table, everywhere: Table, key: str, on: date) -> Dated[object]:
    return (own if own.history(key) else everywhere).on(key, on)
