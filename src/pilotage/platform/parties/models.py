"""Tables of people and organisations."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from pilotage.kernel.refs import new_ref
from pilotage.kernel.text import Text


class Kind(models.TextChoices):
    SELLER = "seller", "卖家 · Seller"
    PARTNER = "partner", "服务商 · Partner"
    OPERATOR = "operator", "平台 · Programme"


class Role(models.TextChoices):
    OWNER = "owner", "负责人 · Owner"
    MANAGER = "manager", "经办 · Manager"
    MEMBER = "member", "成员 · Member"


class Organisation(models.Model):
    """A seller, a partner firm, or the programme. Contact fields are shown by rule, never by default."""

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "org"))
    kind = models.CharField(max_length=10, choices=Kind)
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    country = models.CharField(max_length=2, default="CN")
    city = models.CharField(max_length=60, blank=True)
    calendar = models.CharField(max_length=40, default="CN-standard")
    contact_name = models.CharField(max_length=80, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["kind"], name="organisation_by_kind")]

    def __str__(self) -> str:
        return self.name_zh

    @property
    def name(self) -> Text:
        """In both languages; the Chinese one where there is no English."""
        return Text(self.name_zh, self.name_en or self.name_zh)


class People(BaseUserManager["Person"]):
    """Creates people by e-mail; the address is stored in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> Person:
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email=(username or "").lower())


class Person(AbstractBaseUser):
    """Somebody who can sign in."""

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "per"))
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=80, blank=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects = People()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    def __str__(self) -> str:
        return self.name or self.email


class Membership(models.Model):
    """A person's place in an organisation, from `since` until `until`."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=models.Q(until__isnull=True),
                name="one_open_membership",
            )
        ]


class Invitation(models.Model):
    """An address asked to join; used once, within seven days."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=10, choices=Role)
    digest = models.CharField(max_length=64, unique=True)
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)


class ApiToken(models.Model):
    """A machine's key to one membership; only its SHA-256 is kept."""

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="tokens")
    label = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
