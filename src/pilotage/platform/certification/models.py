"""Tables of partner firms, their evidence, what they applied for, and how the programme stands to them."""

from __future__ import annotations

from enum import StrEnum
from functools import partial

from django.db import models

from pilotage.kernel.refs import new_ref
from pilotage.platform.certification import states
from pilotage.platform.parties.models import Organisation


def _choices(kind: type[StrEnum]) -> list[tuple[str, str]]:
    return [(state.value, str(states.NAMES[state])) for state in kind]


class Partner(models.Model):
    """A partner firm of the programme: one per organisation. Listing and badge are derived, never stored."""

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "ptr"))
    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="partner")
    standing = models.CharField(
        max_length=10, choices=_choices(states.Standing), default=states.Standing.ACTIVE
    )
    registered_at = models.DateTimeField()


class StandingChange(models.Model):
    """Why the standing changed, when, and who did it."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="standing_changes")
    standing = models.CharField(max_length=10, choices=_choices(states.Standing))
    reason_zh = models.CharField(max_length=300)
    reason_en = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["partner", "-at"], name="standing_of_partner")]


class LegalEntity(models.Model):
    """A company through which the partner works; `well_formed` speaks of the number's shape, not its existence."""

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "ent"))
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="legal_entities")
    country = models.CharField(max_length=2)
    name = models.CharField(max_length=200)
    number_kind = models.CharField(max_length=20)
    number = models.CharField(max_length=60)
    well_formed = models.BooleanField(null=True)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "country", "number"], name="one_entity_per_number"
            )
        ]


class StaffMember(models.Model):
    """Somebody who works on engagements or holds a personal admission on which the firm relies.

    `identified_at` is when the programme saw who it is, by `identified_by` and `identified_how`.
    """

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "stf"))
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="staff")
    name = models.CharField(max_length=80)
    role = models.CharField(max_length=80)
    added_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    identified_at = models.DateTimeField(null=True, blank=True)
    identified_by = models.CharField(max_length=120, blank=True)
    identified_how = models.CharField(max_length=200, blank=True)


class Credential(models.Model):
    """One piece of evidence. Empty `categories` or `countries`: its scope is not limited to some.

    `valid_from` and `valid_until` are days in `zone`, the issuer's; both inclusive, None is open. `details` are those of
    its kind (edition, accreditation, scope …). `surveillance_due` is the last day of the issuer's own next audit;
    `register_status` is filled while the register says something other than that it stands.
    """

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "crd"))
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="credentials")
    legal_entity = models.ForeignKey(LegalEntity, models.PROTECT, null=True, blank=True)
    holder = models.ForeignKey(StaffMember, models.PROTECT, null=True, blank=True)
    kind = models.CharField(max_length=40)
    issuer = models.CharField(max_length=160)
    number = models.CharField(max_length=80, blank=True)
    zone = models.CharField(max_length=40)
    categories = models.JSONField(default=list)
    countries = models.JSONField(default=list)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    details = models.JSONField(default=dict)
    surveillance_due = models.DateField(null=True, blank=True)
    register_status = models.CharField(max_length=10, choices=_choices(states.Register), blank=True)
    document = models.CharField(max_length=20, blank=True)
    well_formed = models.BooleanField(null=True)
    state = models.CharField(
        max_length=10, choices=_choices(states.Credential), default=states.Credential.FILED
    )
    filed_at = models.DateTimeField()
    last_checked = models.DateTimeField(null=True, blank=True)
    checked_by = models.CharField(max_length=120, blank=True)
    note_zh = models.CharField(max_length=300, blank=True)
    note_en = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_until__isnull=True)
                | models.Q(valid_until__gte=models.F("valid_from")),
                name="credential_ends_after_it_begins",
            )
        ]
        indexes = [
            models.Index(fields=["partner", "kind"], name="credentials_of_partner"),
            models.Index(fields=["valid_until"], name="credentials_running_out"),
        ]


class RegisterCheck(models.Model):
    """Somebody looked: where, when, and what was to be seen there; never changed."""

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "rck"))
    credential = models.ForeignKey(Credential, models.PROTECT, related_name="register_checks")
    register = models.CharField(max_length=200)
    status = models.CharField(max_length=10, choices=_choices(states.Register))
    seen = models.CharField(max_length=500)
    by = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["credential", "-at"], name="looks_into_registers")]


class ExpiryWarning(models.Model):
    """The firm was told, so many days before its evidence runs out; each step once."""

    credential = models.ForeignKey(Credential, models.PROTECT, related_name="warnings")
    days = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["credential", "days"], name="one_warning_a_step")
        ]


class Application(models.Model):
    """One round of items put before the programme."""

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "app"))
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="applications")
    state = models.CharField(max_length=10, choices=_choices(states.Application))
    message = models.TextField(blank=True)
    submitted_by = models.CharField(max_length=120)
    submitted_at = models.DateTimeField()
    closed_by = models.CharField(max_length=120, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner"],
                condition=models.Q(state=states.Application.SUBMITTED.value),
                name="one_open_application",
            )
        ]
        indexes = [models.Index(fields=["state", "submitted_at"], name="applications_by_state")]


class Item(models.Model):
    """A service category in a country that the partner applied for; one row whatever the round."""

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "itm"))
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="items")
    application = models.ForeignKey(Application, models.PROTECT, related_name="items")
    category = models.CharField(max_length=40)
    country = models.CharField(max_length=2)
    state = models.CharField(max_length=10, choices=_choices(states.Item))
    submitted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "category", "country"], name="one_item_per_service_and_country"
            )
        ]


class Decision(models.Model):
    """What the programme said about an item in one round, and why."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="decisions")
    application = models.ForeignKey(Application, models.PROTECT, related_name="decisions")
    state = models.CharField(max_length=10, choices=_choices(states.Item))
    code = models.CharField(max_length=40, blank=True)
    reason_zh = models.CharField(max_length=500, blank=True)
    reason_en = models.CharField(max_length=500, blank=True)
    rules_version = models.CharField(max_length=20)
    by = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["item", "-at"], name="decisions_of_item")]


class Mark(models.Model):
    """A mark on the record of a firm (HubSpot's word): it stands for a year unless it is lifted."""

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "mrk"))
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="marks")
    code = models.CharField(max_length=30)
    reason_zh = models.CharField(max_length=300)
    reason_en = models.CharField(max_length=300, blank=True)
    about = models.CharField(max_length=40, blank=True)
    by = models.CharField(max_length=120)
    at = models.DateTimeField()
    until = models.DateTimeField()
    lifted_by = models.CharField(max_length=120, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_why = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["partner", "-at"], name="marks_of_partner")]


class Board(models.Model):
    """Too many marks: the firm is before the board until it decides; meanwhile no new requests and no new approvals."""

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "brd"))
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="boards")
    marks = models.JSONField()
    opened_at = models.DateTimeField()
    outcome = models.CharField(max_length=8, choices=_choices(states.Outcome), blank=True)
    reason_zh = models.CharField(max_length=500, blank=True)
    reason_en = models.CharField(max_length=500, blank=True)
    decided_by = models.CharField(max_length=120, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner"],
                condition=models.Q(decided_at__isnull=True),
                name="one_open_board_a_firm",
            )
        ]


class ScoreWeek(models.Model):
    """What came of a firm's work in one week (Monday, programme's zone): counts, never a judgement.

    `fit` says whether the measures of the badge held at its end; None where they could not be read.
    """

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="score_weeks")
    monday = models.DateField()
    met = models.PositiveIntegerField(default=0)
    breached = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    corrected = models.PositiveIntegerField(default=0)
    disputes_lost = models.PositiveIntegerField(default=0)
    fit = models.BooleanField(null=True)
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partner", "monday"], name="one_row_a_week")]


class Scorecard(models.Model):
    """Where the weeks leave a firm: its band since when, and how many of the last weeks the badge's measures held."""

    partner = models.OneToOneField(Partner, models.PROTECT, related_name="scorecard")
    band = models.CharField(
        max_length=8, choices=_choices(states.Band), default=states.Band.UNKNOWN
    )
    since = models.DateTimeField()
    fit_weeks = models.PositiveSmallIntegerField(default=0)
    monday = models.DateField(null=True, blank=True)
    rules_version = models.CharField(max_length=20)


class Counter(models.Model):
    """The last change number; its row is the lock that makes numbers commit in order."""

    number = models.PositiveBigIntegerField(default=0)


class Change(models.Model):
    """Something that search shows of a partner changed. `token` tells a number from one that was rolled back."""

    number = models.PositiveBigIntegerField(primary_key=True)
    token = models.PositiveBigIntegerField()
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="changes")
