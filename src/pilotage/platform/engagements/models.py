"""Tables of requests, referrals and contracts."""

from __future__ import annotations

from functools import partial

from django.db import models

from pilotage.kernel.refs import new_ref
from pilotage.platform.engagements import states
from pilotage.platform.engagements.contracts import states as contract_states
from pilotage.platform.parties.models import Organisation, Person


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


class Contract(models.Model):
    """A negotiation after an accepted request and what became of it. `current` is the number of the last version.

    The seller sees it from `offered_at` on. `evidence_sha256` and `paper_sha256` name the two files of a signed
    contract in the file store.
    """

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "ctr"))
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="contracts")
    seller = models.ForeignKey(Organisation, models.PROTECT, related_name="contracts_as_seller")
    partner = models.ForeignKey(Organisation, models.PROTECT, related_name="contracts_as_partner")
    state = models.CharField(
        max_length=14, choices=[(s.value, str(n)) for s, n in contract_states.NAMES.items()]
    )
    current = models.PositiveSmallIntegerField(default=1)
    drafted_at = models.DateTimeField()
    offered_at = models.DateTimeField(null=True, blank=True)
    in_force_at = models.DateTimeField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    evidence_sha256 = models.CharField(max_length=64, blank=True)
    paper_sha256 = models.CharField(max_length=64, blank=True, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referral"],
                condition=models.Q(state__in=[s.value for s in contract_states.OPEN]),
                name="one_open_contract",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["in_force", "ended"])
                | (~models.Q(evidence_sha256="") & ~models.Q(paper_sha256="")),
                name="no_contract_without_evidence",
            ),
        ]
        indexes = [
            models.Index(fields=["seller", "-drafted_at"], name="contracts_of_seller"),
            models.Index(fields=["partner", "-drafted_at"], name="contracts_of_partner"),
        ]


class Amendment(models.Model):
    """A change of a contract in force, negotiated beside it while the contract goes on as it is.

    `amends` is the number of the version that is in force, `current` of the last proposal. Signed by both, that
    proposal becomes the contract's version in force from `in_force_at` on; the files are its own evidence and paper.
    `open_cases` says what becomes of cases that are open then, as its clause does.
    """

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "amd"))
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="amendments")
    state = models.CharField(
        max_length=14, choices=[(s.value, str(n)) for s, n in contract_states.NAMES.items()]
    )
    open_cases = models.CharField(max_length=11)
    amends = models.PositiveSmallIntegerField()
    current = models.PositiveSmallIntegerField()
    proposed_at = models.DateTimeField()
    in_force_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    evidence_sha256 = models.CharField(max_length=64, blank=True)
    paper_sha256 = models.CharField(max_length=64, blank=True, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract"],
                condition=models.Q(state__in=[s.value for s in contract_states.OPEN]),
                name="one_open_amendment",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="in_force")
                | (
                    ~models.Q(evidence_sha256="")
                    & ~models.Q(paper_sha256="")
                    & models.Q(in_force_at__isnull=False)
                ),
                name="no_amendment_without_evidence",
            ),
        ]


class ContractVersion(models.Model):
    """One side's proposal: the canonical JSON that is signed, and its SHA-256.

    Those of an amendment stand beside the version in force until both have signed one.
    """

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="versions")
    amendment = models.ForeignKey(
        Amendment, models.PROTECT, null=True, blank=True, related_name="versions"
    )
    number = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=7)
    body = models.JSONField()
    hash = models.CharField(max_length=64)
    made_by = models.CharField(max_length=120)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="one_contract_version"),
            models.CheckConstraint(
                condition=models.Q(hash__regex=r"^[0-9a-f]{64}$"), name="every_version_has_a_hash"
            ),
        ]


class ContractSignature(models.Model):
    """One side's signature on one version; cancelled when a newer version takes its place."""

    version = models.ForeignKey(ContractVersion, models.PROTECT, related_name="signatures")
    side = models.CharField(max_length=7)
    person = models.ForeignKey(Person, models.PROTECT, related_name="contract_signatures")
    person_name = models.CharField(max_length=254)
    method = models.CharField(max_length=10)
    hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "side"],
                condition=models.Q(cancelled_at__isnull=True),
                name="one_signature_a_side",
            )
        ]


class SigningAttempt(models.Model):
    """Somebody typed a code to sign; so many in so short a time, and no more."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="signing_attempts")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "-at"], name="signing_attempts_of")]
