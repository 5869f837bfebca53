"""What is erased of a seller, what is overwritten, and what stays because a law keeps it or a kept row refers to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import Model, QuerySet

from pilotage.platform import ports
from pilotage.platform.engagements.models import SigningAttempt
from pilotage.platform.exits.belonging import Belonging, belongings
from pilotage.platform.notices.models import Letter
from pilotage.platform.parties.models import ApiToken, Membership, Organisation, Person

_AT_ONCE = 500
_NOBODY = "（已注销）"
# They stay as empty shells, so that kept papers still point to somebody.
_SHELLS = (Organisation, Person, Membership)


@dataclass
class Forgotten:
    """Rows by table; `kept` by kind of record and table; hashes of files that nobody refers to any more."""

    erased: dict[str, int] = field(default_factory=dict)
    overwritten: dict[str, int] = field(default_factory=dict)
    kept: dict[str, dict[str, int]] = field(default_factory=dict)
    referred_to: dict[str, int] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    files_kept: int = 0


def forget(seller: Organisation, at: datetime) -> Forgotten:
    """Erase and overwrite the rows; within the caller's transaction. Files are named, not yet removed."""
    done = Forgotten()
    hashes: set[str] = set()
    for one in _referrers_first():
        if one.model in _SHELLS:
            continue
        if one.tag.kept_as:
            if count := one.rows(seller.pk).count():
                done.kept.setdefault(one.tag.kept_as, {})[one.name] = count
        else:
            hashes |= _erase(one, seller.pk, done)
    _overwrite(seller, at, done)
    done.files = sorted(hash for hash in hashes if not _is_held(hash))
    done.files_kept = len(_of(seller.pk))
    return done


def remove(hashes: list[str]) -> None:
    """The files themselves; once the rows are gone for good."""
    for sha256 in hashes:
        ports.files().forget(sha256)


def _erase(one: Belonging, seller: int, done: Forgotten) -> set[str]:
    """Every row that nothing kept refers to; the hashes of the files they held."""
    rows = one.rows(seller)
    free = _unreferred(one.model, rows)
    numbers = list(free.values_list("pk", flat=True))
    hashes: set[str] = set()
    for start in range(0, len(numbers), _AT_ONCE):
        some = one.model._default_manager.filter(pk__in=numbers[start : start + _AT_ONCE])
        for column in one.tag.files:
            hashes.update(some.exclude(**{column: ""}).values_list(column, flat=True))
        some.delete()
    if numbers:
        done.erased[one.name] = len(numbers)
    if left := rows.count():
        done.referred_to[one.name] = left
    return hashes


def _unreferred(model: type[Model], rows: QuerySet[Model]) -> QuerySet[Model]:
    for relation in _pointing_to(model):
        pointing = relation.related_model._default_manager.filter(
            **{f"{relation.field.name}__isnull": False}
        ).order_by()
        rows = rows.exclude(pk__in=pointing.values(relation.field.attname))
    return rows


def _pointing_to(model: type[Model]) -> Iterator:
    for relation in model._meta.get_fields(include_hidden=True):
        # Many-to-many tables are rows of their own and come by their foreign keys.
        if relation.auto_created and not relation.concrete and not relation.many_to_many:
            yield relation


def _overwrite(seller: Organisation, at: datetime, done: Forgotten) -> None:
    """The firm and the people who belong to no other: nobody can be told from what is left, nobody signs in."""
    places = Membership.objects.filter(organisation=seller)
    elsewhere = Membership.objects.exclude(organisation=seller).values("person_id")
    people = list(
        Person.objects.filter(pk__in=places.values("person_id")).exclude(pk__in=elsewhere)
    )
    for person in people:
        addresses = [person.email, *person.emailaddress_set.values_list("email", flat=True)]
        Letter.objects.filter(to__in=addresses).delete()
        for model in (EmailAddress, Authenticator):
            model.objects.filter(user=person).delete()
        SigningAttempt.objects.filter(person=person).delete()
        person.email, person.name, person.is_active = (
            f"{person.ref}@erased.invalid".lower(),
            "",
            False,
        )
        person.set_unusable_password()
        person.save()
    ApiToken.objects.filter(membership__in=places).delete()
    places.filter(until__isnull=True).update(until=at)
    seller.name_zh, seller.name_en, seller.city = _NOBODY, "(erased)", ""
    seller.contact_name = seller.contact_email = seller.contact_phone = ""
    seller.save()
    done.overwritten = {"parties.organisation": 1, "parties.person": len(people)}


def _referrers_first() -> list[Belonging]:
    """Tables before those they point to."""
    waiting = belongings()
    ready: list[Belonging] = []
    while waiting:
        pointed = {
            f.related_model
            for one in waiting
            for f in one.model._meta.concrete_fields
            if f.is_relation and f.related_model is not one.model
        }
        free = [one for one in waiting if one.model not in pointed]
        # A circle of tables would wait for ever; within one, order does not matter to what is kept.
        ready.extend(free or waiting)
        waiting = [one for one in waiting if one not in (free or waiting)]
    return ready


def _is_held(sha256: str) -> bool:
    return any(
        one.model._default_manager.filter(**{column: sha256}).exists()
        for one in belongings()
        for column in one.tag.files
    )


def _of(seller: int) -> set[str]:
    return {
        sha256
        for one in belongings()
        for column in one.tag.files
        for sha256 in one.rows(seller)
        .exclude(**{column: ""})
        .order_by()
        .values_list(column, flat=True)
    }
