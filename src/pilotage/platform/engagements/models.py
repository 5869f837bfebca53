"""Tables of requests and referrals."""

from __future__ import annotations

from functools import partial

from django.db import models

from pilotage.kernel.refs import new_ref
from pilotage.platform.engagements import states
from pilotage.platform.parties.models import Organisation


def _choices(kind: type[states.Request] | type[states.Referral]) -> list[tuple[str, str]]:
    return [(state.value, str(states.NAMES[state])) for state in kind]


class Request(models.Model):
    """A seller's brief and its fate. `contact_*` are unreadable to partners before one accepts."""

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "req"))
    seller = models.ForeignKey(Organisation, models.PROTECT, related_name="requests")
    state = models.CharField(max_length=10, choices=_choices(states.Request))
    needs = models.JSONField()
    languages = models.JSONField()
    message = models.TextField(blank=True)
    product_line = models.CharField(max_length=120, blank=True)
    monthly_sales = models.CharField(max_length=60, blank=True)
    start_by = models.DateField(null=True, blank=True)
    budget_amount = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    budget_currency = models.CharField(max_length=3, default="CNY")
    contact_name = models.CharField(max_length=80)
    contact_email = models.EmailField()
    contact_phone = models.CharField(max_length=40, blank=True)
    named = models.JSONField(default=list)
    may_refer_on = models.BooleanField(default=True)
    basis = models.CharField(max_length=120, blank=True)
    seed = models.PositiveIntegerField()
    opened_by = models.CharField(max_length=120)
    opened_at = models.DateTimeField()
    match_by = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    why_zh = models.TextField(blank=True)
    why_en = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["seller", "-opened_at"], name="requests_of_seller"),
            models.Index(fields=["state", "-opened_at"], name="requests_by_state"),
        ]


class Referral(models.Model):
    """The request before one partner: sent, answered or not, and the terms it was chosen by."""

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "rfl"))
    request = models.ForeignKey(Request, models.PROTECT, related_name="referrals")
    partner = models.ForeignKey(Organisation, models.PROTECT, related_name="referrals")
    partner_ref = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=_choices(states.Referral))
    named = models.BooleanField()
    terms = models.JSONField(default=list)
    sent_at = models.DateTimeField()
    accept_by = models.DateTimeField()
    provisional = models.BooleanField(default=False)
    viewed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField()
    decline_code = models.CharField(max_length=20, blank=True)
    decline_note = models.CharField(max_length=500, blank=True)
    why_zh = models.CharField(max_length=500, blank=True)
    why_en = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "partner"], name="a_partner_is_asked_once"),
            models.UniqueConstraint(
                fields=["request"],
                condition=models.Q(state__in=[s.value for s in states.OPEN_REFERRAL]),
                name="one_partner_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["request"],
                condition=models.Q(state=states.Referral.ACCEPTED.value),
                name="one_partner_accepts",
            ),
        ]
        indexes = [
            models.Index(
                fields=["accept_by"],
                condition=models.Q(state__in=[s.value for s in states.OPEN_REFERRAL]),
                name="referrals_waiting",
            ),
            models.Index(fields=["partner", "-sent_at"], name="referrals_of_partner"),
        ]
