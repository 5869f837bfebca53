"""Worlds of two sellers in which every field of every table that leaves holds something that is told apart."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.db import models, transaction

from pilotage.platform import ports
from pilotage.platform.audit.actions import record
from pilotage.platform.billing.models import Account, Code, Entry, Invoice, ServiceCredit, Transfer
from pilotage.platform.brand.models import BrandWork
from pilotage.platform.cases.models import Case
from pilotage.platform.connections.models import Connection
from pilotage.platform.exits.belonging import Belonging, belongings
from pilotage.platform.grants.models import GrantPart, Part
from pilotage.platform.parties.models import Organisation, Person

AT = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
LIMIT = 1 << 20
# More lines than a random document ever gets.
_ROOM = 30_000


class World:
    """A seller whose tables are filled by the models' own description; `mark` is in every text of it."""

    def __init__(
        self, mark: str, dice: random.Random, partner: Organisation, start: int = 0
    ) -> None:
        self.mark, self._dice, self._partner = mark, dice, partner
        self._made: dict[type[models.Model], list[models.Model]] = {}
        self.canaries: dict[str, list[object]] = {}
        # Of two worlds at once the numbers differ: they are all that is left of a mark in a narrow column.
        self._number = start
        self.seller = self._add(Organisation, {"kind": "seller"})
        self._made[Organisation] = [self.seller]
        person = self._add(Person, {})
        self._made[Person] = [person]

    def fill(self, most: int) -> World:
        """At least one row in every table, at most `most`, and three events in the chain."""
        with transaction.atomic():
            for one in _lower_first():
                for _ in range(self._dice.randint(1, most)):
                    row = self._add(one.model, {})
                    self._made.setdefault(one.model, []).append(row)
                    if _has_one_row(one.model):
                        break
            for n in range(3):
                record(
                    by=f"{self.mark}-actor", at=AT, tenant=self.seller.ref, action="x.done",
                    object=f"x:{n}", after={"said": f"{self.mark}-event-{n}"},
                )  # fmt: skip
        return self

    def _add(self, model: type[models.Model], given: dict[str, Any]) -> models.Model:
        self._number += 1
        values = {
            f.attname: self._value(model, f)
            for f in model._meta.concrete_fields
            if not f.primary_key
        }
        row = model(**{**_fitted(model, values), **given})
        row.save_base(raw=True, force_insert=True)
        for f in model._meta.concrete_fields:
            self.canaries.setdefault(f"{model._meta.label}.{f.name}", []).append(
                getattr(row, f.attname)
            )
        return row

    def _value(self, model: type[models.Model], f: models.Field) -> object:
        if f.is_relation:
            return self._pointed(f)
        text = f"{self.mark}-{model.__name__}-{f.name}-{self._number}"
        match f:
            case models.CharField() if f.name.endswith("sha256"):
                return ports.files().keep([text.encode()], limit=LIMIT)[0]
            case models.CharField() if f.name == "hash":
                return sha256(text.encode()).hexdigest()
            case models.CharField() if model is GrantPart and f.name == "kind":
                return Part.STORE  # the one kind whose values are the seller's own words
            case models.CharField() if f.name == "currency":
                return "EUR"
            case models.CharField() if f.choices:
                return self._dice.choice(list(f.choices))[0]
            case models.CharField():
                return _short(text, f.max_length or len(text), self._number)
            case models.TextField():
                return text
            case models.BooleanField():
                return f.name != "may_delegate" and self._dice.random() < 0.5
            case models.JSONField():
                return {"税": text, "rate": 0.1, "nothing": None}
            case models.DecimalField():
                return Decimal(self._dice.randint(1, 999)).scaleb(-2)
            case models.DateTimeField():
                begins = AT if f.name == "not_before" else AT + timedelta(seconds=1)
                return begins + timedelta(microseconds=self._dice.randint(0, 999_999))
            case models.DateField():
                return date(2026, 1, 1) + timedelta(days=self._number % 300)
            case models.IntegerField():
                return self._number
        raise TypeError(f"no value for {f}")

    def _pointed(self, f: models.ForeignKey) -> object:
        """To the seller's own, or to the partner where a partner belongs."""
        if f.related_model is Organisation and f.name in ("partner", "firm", "filed_by"):
            return self._partner.pk
        made = self._made.get(f.related_model)
        return self._dice.choice(made).pk if made else None


def _fitted(model: type[models.Model], values: dict[str, Any]) -> dict[str, Any]:
    """The values where a rule of the table ties one field to another."""
    if model is Case:
        return values | {"state": "open", "merged_into_id": None}
    if model is Account:
        codes = Code.values
        taken = Account.objects.filter(contract=values["contract_id"]).count()
        return values | {"code": codes[taken % len(codes)]}
    if model is Transfer:
        own = Entry.objects.get(pk=values["entry_id"]).contract
        sides = [
            Account.objects.get_or_create(contract=own, code=code, currency="EUR")[0].pk
            for code in (Code.RECEIVABLE, Code.FEES)
        ]
        return values | {"debit_id": sides[0], "credit_id": sides[1]}
    if model is Invoice:
        total = sum(values[f] for f in ("service", "pass_through", "credit"))
        return values | {"total": total, "size": _ROOM}
    if model is Entry:
        return values | {"size": _ROOM}
    if model is BrandWork:
        return values | {"state": "done"}  # of those that are not, a register has one
    if model is Connection:
        return values | {"ended_at": None}  # one that ended keeps no token
    if model is ServiceCredit:
        return values | {"amount": Decimal(_ROOM)}
    return values


def _short(text: str, longest: int, number: int) -> str:
    """Still told apart where a column is narrow."""
    return text[-longest:] if longest >= 8 else f"{number:x}"[-longest:]


def _lower_first() -> list[Belonging]:
    """Tables after those they point to."""
    waiting = [b for b in belongings() if b.model not in (Organisation, Person)]
    ready: list[Belonging] = []
    while waiting:
        for one in waiting:
            pending = {b.model for b in waiting} - {one.model}
            if not any(f.related_model in pending for f in one.model._meta.concrete_fields):
                ready.append(one)
                waiting.remove(one)
                break
    return ready


def _has_one_row(model: type[models.Model]) -> bool:
    """Whether a rule of the table allows one row to one seller with one person."""
    rules = [c.fields for c in model._meta.constraints if isinstance(c, models.UniqueConstraint)]
    rules += [*model._meta.unique_together, *([f.name] for f in model._meta.fields if f.unique)]
    return any(
        all(model._meta.get_field(name).is_relation for name in names) for names in rules if names
    )
