"""A seller's tables as they go into a bag: its own, and by name only those it dealt with."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import ForeignKey, Model, Q, QuerySet

from pilotage.engines.exits import Column, Table
from pilotage.kernel.text import Text
from pilotage.platform.exits.belonging import Belonging, belongings
from pilotage.platform.exits.counting import counted, counted_others
from pilotage.platform.parties.models import Organisation, Person

_AT_ONCE = 2000
_OTHERS_OWN = Text("他人的资料，不带走", "Somebody else's data")
# Of those whom a seller dealt with: what identifies them in its own papers, and nothing else.
OTHERS = {
    "others.organisation": (
        Organisation,
        Text("往来公司（仅名称）", "Firms dealt with, by name only"),
        {
            "id": Text("内部序号", "Internal number"),
            "ref": Text("编号", "Reference"),
            "kind": Text("种类", "Kind"),
            "name_zh": Text("中文名", "Name in Chinese"),
            "name_en": Text("英文名", "Name in English"),
            "country": Text("国家", "Country"),
            "created_at": Text("注册时间", "Registered at"),
        },
    ),
    "others.person": (
        Person,
        Text("往来人员（仅编号）", "People dealt with, by reference only"),
        {"id": Text("内部序号", "Internal number"), "ref": Text("编号", "Reference")},
    ),
}


def tables(seller: int) -> Iterator[Table]:
    """Every table of the seller with this number; rows stream, counts come by another query."""
    everything = belongings()
    for one in everything:
        yield Table(
            one.name,
            one.tag.says,
            tuple(Column(f.attname, one.tag.word(f.name)) for f in one.taken),
            one.rows(seller).values(*(f.attname for f in one.taken)).iterator(_AT_ONCE),
            counted(one.model, one.tag.through, seller),
            tuple(Column(name, why) for name, why in one.tag.withheld.items()),
        )
    for name, (model, says, words) in OTHERS.items():
        links = [
            (one, f)
            for one in everything
            for f in one.taken
            if isinstance(f, ForeignKey) and f.related_model is model
        ]
        own = next(one for one in everything if one.model is model)
        yield Table(
            name,
            says,
            tuple(Column(column, word) for column, word in words.items()),
            _others(own, links, seller).values(*words).iterator(_AT_ONCE),
            counted_others(
                [(one.model, one.tag.through, f.column) for one, f in links],
                (model, own.tag.through),
                seller,
            ),
            tuple(
                Column(f.attname, _OTHERS_OWN)
                for f in model._meta.concrete_fields
                if f.name not in words
            ),
        )


def _others(
    own: Belonging, links: list[tuple[Belonging, ForeignKey]], seller: int
) -> QuerySet[Model]:
    pointed = Q(pk__in=[])
    for one, f in links:
        pointed |= Q(pk__in=one.rows(seller).order_by().values(f.attname))
    mine = own.rows(seller).order_by().values("pk")
    return own.model._default_manager.filter(pointed).exclude(pk__in=mine).order_by("pk")
