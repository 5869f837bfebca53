"""Tables of grants. The database itself refuses a scope outside the closed list, so moving stock or money too."""

from __future__ import annotations

from functools import partial

from django.db import models

from pilotage.kernel.refs import new_ref
from pilotage.platform.access.cedar import Terms
from pilotage.platform.access.scopes import DATASETS, NEVER, SCOPES
from pilotage.platform.engagements.models import ContractVersion
from pilotage.platform.parties.models import Organisation, Person


class Part(models.TextChoices):
    SCOPE = "scope", "范围 · Scope"
    DATASET = "dataset", "数据 · Dataset"
    STORE = "store", "店铺 · Store"
    SITE = "site", "站点 · Site"


class Grant(models.Model):
    """A seller lets one named person of one firm do named things, between two instants, until revoked.

    `contract` is the signed version behind it, if there is one. `parent` is the grant that this one hands on
    within the firm; it is never wider.
    """

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "grt"))
    seller = models.ForeignKey(Organisation, models.PROTECT, related_name="grants_given")
    firm = models.ForeignKey(Organisation, models.PROTECT, related_name="grants_held")
    person = models.ForeignKey(Person, models.PROTECT, related_name="grants")
    purpose = models.CharField(max_length=200)
    contract = models.ForeignKey(
        ContractVersion, models.PROTECT, null=True, blank=True, related_name="grants"
    )
    nda_signed_on = models.DateField(null=True, blank=True)
    not_before = models.DateTimeField()
    expires_at = models.DateTimeField()
    may_delegate = models.BooleanField(default=False)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="delegations"
    )
    given_by = models.CharField(max_length=120)
    given_at = models.DateTimeField()
    revoked_by = models.CharField(max_length=120, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("not_before")),
                name="a_grant_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | models.Q(may_delegate=False),
                name="what_was_handed_on_stays",
            ),
        ]
        indexes = [
            models.Index(fields=["seller", "-given_at"], name="grants_of_seller"),
            models.Index(fields=["person", "firm"], name="grants_of_person"),
        ]

    def values(self, kind: str) -> list[str]:
        """What it names of a kind, from the rows fetched with it."""
        return sorted(part.value for part in self.parts.all() if part.kind == kind)

    @property
    def terms(self) -> Terms:
        """The grant as the policies see it."""
        return Terms(
            ref=self.ref,
            seller=self.seller.ref,
            person=self.person.ref,
            firm=self.firm.ref,
            scopes=self.values(Part.SCOPE),
            datasets=self.values(Part.DATASET),
            stores=self.values(Part.STORE),
            sites=self.values(Part.SITE),
            not_before=self.not_before,
            expires_at=self.expires_at,
            revoked=self.revoked_at is not None,
            nda=self.nda_signed_on is not None,
        )


class GrantPart(models.Model):
    """One scope, dataset, store or site that a grant names."""

    grant = models.ForeignKey(Grant, models.CASCADE, related_name="parts")
    kind = models.CharField(max_length=10, choices=Part)
    value = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["grant", "kind", "value"], name="a_grant_names_a_thing_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=Part.SCOPE) | models.Q(value__in=sorted(SCOPES)),
                name="only_scopes_that_can_be_granted",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=Part.DATASET) | models.Q(value__in=sorted(DATASETS)),
                name="only_known_datasets",
            ),
            models.CheckConstraint(
                condition=~models.Q(value__in=sorted(NEVER)), name="never_stock_never_funds"
            ),
        ]
