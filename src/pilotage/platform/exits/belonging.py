"""Which tables leave with a seller, by which relations; collected from every room."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.apps import apps
from django.db.models import Field, Model, QuerySet

from pilotage.engines.exits import USUAL, Apart, Owned, Tag
from pilotage.platform.advertising import exports as advertising
from pilotage.platform.audit import exports as audit
from pilotage.platform.billing import exports as billing
from pilotage.platform.brand import exports as brand
from pilotage.platform.cases import exports as cases
from pilotage.platform.certification import exports as certification
from pilotage.platform.compliance import exports as compliance
from pilotage.platform.connections import exports as connections
from pilotage.platform.delivery import exports as delivery
from pilotage.platform.directory import exports as directory
from pilotage.platform.disputes import exports as disputes
from pilotage.platform.documents import exports as documents
from pilotage.platform.engagements import exports as engagements
from pilotage.platform.exits import exports as exits
from pilotage.platform.grants import exports as grants
from pilotage.platform.incidents import exports as incidents
from pilotage.platform.localops import exports as localops
from pilotage.platform.notices import exports as notices
from pilotage.platform.onboarding import exports as onboarding
from pilotage.platform.parties import exports as parties
from pilotage.platform.programme import exports as programme
from pilotage.platform.proposals import exports as proposals
from pilotage.platform.reports import exports as reports
from pilotage.platform.webhooks import exports as webhooks

# Lowest room first: a bag is brought in in this order.
ROOMS: dict[str, dict[str, Tag]] = {
    "audit": audit.TABLES,
    "parties": parties.TABLES,
    "notices": notices.TABLES,
    "webhooks": webhooks.TABLES,
    "documents": documents.TABLES,
    "certification": certification.TABLES,
    "directory": directory.TABLES,
    "engagements": engagements.TABLES,
    "grants": grants.TABLES,
    "onboarding": onboarding.TABLES,
    "compliance": compliance.TABLES,
    "disputes": disputes.TABLES,
    "cases": cases.TABLES,
    "delivery": delivery.TABLES,
    "billing": billing.TABLES,
    "connections": connections.TABLES,
    "reports": reports.TABLES,
    "brand": brand.TABLES,
    "advertising": advertising.TABLES,
    "localops": localops.TABLES,
    "incidents": incidents.TABLES,
    "programme": programme.TABLES,
    "proposals": proposals.TABLES,
    "exits": exits.TABLES,
}


@dataclass(frozen=True)
class Belonging:
    """One table that leaves with a seller."""

    model: type[Model]
    tag: Owned
    taken: tuple[Field, ...] = field(init=False)

    def __post_init__(self) -> None:
        fields = [f for f in self.model._meta.concrete_fields if f.name not in self.tag.withheld]
        object.__setattr__(self, "taken", tuple(fields))

    @property
    def name(self) -> str:
        return self.model._meta.label_lower

    def rows(self, seller: int) -> QuerySet[Model]:
        """The seller's rows, in order of their number."""
        through = {self.tag.through or "pk": seller}
        return self.model._default_manager.filter(**through).distinct().order_by("pk")


def belongings() -> list[Belonging]:
    """Every table that leaves with a seller."""
    return [
        Belonging(apps.get_model(room, name), tag)
        for room, tables in ROOMS.items()
        for name, tag in tables.items()
        if isinstance(tag, Owned)
    ]


def kinds_kept() -> list[str]:
    """The kinds of record that a law keeps when a seller is erased, by their key in the law table `retention`."""
    return sorted({one.tag.kept_as for one in belongings()} - {""})


def left_behind() -> dict[str, Apart]:
    """Every table of which no row leaves, by its name."""
    return {
        apps.get_model(room, name)._meta.label_lower: tag
        for room, tables in ROOMS.items()
        for name, tag in tables.items()
        if isinstance(tag, Apart)
    }


def untagged() -> Iterator[str]:
    """What nobody said of a table or field, each with the line to add and where."""
    for model in apps.get_models(include_auto_created=True):
        if not model.__module__.startswith("pilotage.platform."):
            continue
        room, name = model._meta.app_label, model.__name__
        where = f"src/pilotage/platform/{room}/exports.py"
        tag = ROOMS.get(room, {}).get(name)
        if tag is None:
            yield (
                f'{where}: add to TABLES "{name}": Owned("<path to the seller>", Text("<中文>", "<English>"))'
                f' or Apart("partner" or "platform", Text("<为何不带走>", "<why it stays>"));'
                f" a new room goes into ROOMS in {__name__.replace('.', '/')}.py"
            )
        elif isinstance(tag, Owned):
            yield from (
                f'{where}: add to columns of "{name}": "{f.name}": Text("<中文>", "<English>"),'
                " or to withheld with the reason why it stays"
                for f in model._meta.concrete_fields
                if f.name not in {**tag.columns, **tag.withheld, **USUAL}
            )
