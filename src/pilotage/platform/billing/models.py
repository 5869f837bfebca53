"""Tables of money between the parties of a contract. Documents and entries are only ever added (see migration 0002)."""

from __future__ import annotations

from functools import partial

from django.db import models
from django.db.models.functions import Round
from django.db.models.lookups import Exact

from pilotage.kernel.refs import new_ref
from pilotage.platform.engagements.models import Contract
from pilotage.platform.parties.models import Organisation


def _money(**more: bool) -> models.DecimalField:  # type: ignore[type-arg]
    return models.DecimalField(max_digits=20, decimal_places=4, **more)


class Code(models.TextChoices):
    """Accounts of a contract's books, as both sides read them."""

    RECEIVABLE = "receivable", "应收账款 · Receivable"
    FEES = "fees", "服务费 · Service fees"
    PASS_THROUGH = "pass_through", "代收代付 · Passed on"
    CREDITS = "credits", "服务赔偿 · Service credits"
    PAID = "paid", "已收款 · Received"


class Kind(models.TextChoices):
    """What a line of an invoice is."""

    SERVICE = "service", "服务费 · Service"
    PASS_THROUGH = "pass_through", "代收代付 · Passed on"
    CREDIT = "credit", "服务赔偿 · Service credit"
    REVERSAL = "reversal", "赔偿冲回 · Credit reversed"


class Account(models.Model):
    """One account of a contract's books in one currency."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="accounts")
    code = models.CharField(max_length=20, choices=Code)
    currency = models.CharField(max_length=3)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "code", "currency"], name="one_account_a_currency"
            )
        ]


class Entry(models.Model):
    """Transfers that happened together, `size` of them, for one document; `key` is the sender's and has one effect."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=20)
    about = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=64)
    size = models.PositiveSmallIntegerField()
    by = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract", "key"], name="one_effect_a_key")]


class Transfer(models.Model):
    """An amount from the account it is credited to the one it is debited to: it cannot be out of balance."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="transfers")
    position = models.PositiveSmallIntegerField()
    debit = models.ForeignKey(Account, models.PROTECT, related_name="debits")
    credit = models.ForeignKey(Account, models.PROTECT, related_name="credits")
    amount = _money()
    currency = models.CharField(max_length=3)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "position"], name="one_transfer_a_position"),
            models.CheckConstraint(
                condition=models.Q(position__gt=0), name="transfers_count_from_one"
            ),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0), name="a_transfer_moves_something"
            ),
            models.CheckConstraint(
                condition=~models.Q(debit=models.F("credit")), name="between_two_accounts"
            ),
        ]


class Numbering(models.Model):
    """The last number a partner has given to a kind of document; the row is the lock that leaves no gap."""

    partner = models.ForeignKey(Organisation, models.PROTECT, related_name="numberings")
    kind = models.CharField(max_length=10)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partner", "kind"], name="one_numbering_a_kind")
        ]


class Invoice(models.Model):
    """What a billing period costs, in one currency, in `size` lines. `stated` are the sales the partner billed by."""

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "inv"))
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="invoices")
    partner = models.ForeignKey(Organisation, models.PROTECT, related_name="invoices_issued")
    number = models.PositiveIntegerField()
    first = models.DateField()
    until = models.DateField()
    currency = models.CharField(max_length=3)
    service = _money()
    pass_through = _money()
    credit = _money()
    total = _money()
    size = models.PositiveSmallIntegerField()
    stated = models.JSONField(default=list)
    version_hash = models.CharField(max_length=64)
    issued_by = models.CharField(max_length=120)
    issued_at = models.DateTimeField()
    due_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partner", "number"], name="one_number_an_invoice"),
            models.UniqueConstraint(
                fields=["contract", "first", "currency"], name="a_period_is_billed_once"
            ),
            models.CheckConstraint(
                # Rounded on both sides: SQLite adds in binary.
                condition=Exact(
                    Round("total", precision=4),
                    Round(
                        models.F("service") + models.F("pass_through") + models.F("credit"),
                        precision=4,
                    ),
                ),
                name="an_invoice_adds_up",
            ),
        ]
        indexes = [models.Index(fields=["contract", "-issued_at"], name="invoices_of_contract")]


class InvoiceLine(models.Model):
    """One line; `about` names the milestone, credit or reversal that it bills, once."""

    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    code = models.CharField(max_length=60)
    says_zh = models.CharField(max_length=200)
    says_en = models.CharField(max_length=200)
    amount = _money()
    about = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["invoice", "position"], name="one_line_a_position"),
            models.CheckConstraint(condition=models.Q(position__gt=0), name="lines_count_from_one"),
            models.UniqueConstraint(
                fields=["about"], condition=~models.Q(about=""), name="a_thing_is_billed_once"
            ),
        ]


class CreditNote(models.Model):
    """What the partner takes back of a line of an invoice (红字账单); the invoice itself stays as it was."""

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "crn"))
    line = models.ForeignKey(InvoiceLine, models.PROTECT, related_name="credit_notes")
    partner = models.ForeignKey(Organisation, models.PROTECT, related_name="credit_notes_issued")
    number = models.PositiveIntegerField()
    amount = _money()
    currency = models.CharField(max_length=3)
    reason = models.CharField(max_length=500)
    key = models.CharField(max_length=64)
    issued_by = models.CharField(max_length=120)
    issued_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partner", "number"], name="one_number_a_note"),
            models.UniqueConstraint(fields=["line", "key"], name="a_note_is_issued_once"),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0), name="a_note_takes_something_back"
            ),
        ]


class Payment(models.Model):
    """A side states that an invoice was paid. The platform records it; it never moves money."""

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "pay"))
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="payments")
    side = models.CharField(max_length=7)
    amount = _money()
    currency = models.CharField(max_length=3)
    on = models.DateField()
    key = models.CharField(max_length=64)
    noted_by = models.CharField(max_length=120)
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invoice", "key"], name="a_payment_is_noted_once"),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0), name="a_payment_is_of_something"
            ),
        ]


class ServiceCredit(models.Model):
    """What a period's breached promises give back, by the contract and without a claim.

    `case` is the very case of `pilotage fees credits` it was computed from, `answer` what that command says.
    """

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "scr"))
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="service_credits")
    first = models.DateField()
    until = models.DateField()
    currency = models.CharField(max_length=3)
    amount = _money()
    case = models.JSONField()
    answer = models.JSONField()
    verdicts = models.JSONField()
    computed_at = models.DateTimeField()
    dispute_until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "first", "currency"], name="a_period_is_credited_once"
            )
        ]


class ServiceCreditLine(models.Model):
    """One promise's part of a credit; what a dispute is about."""

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "scl"))
    credit = models.ForeignKey(ServiceCredit, models.PROTECT, related_name="lines")
    key = models.CharField(max_length=40)
    attainment = models.CharField(max_length=30, blank=True)
    percent = models.CharField(max_length=20)
    amount = _money()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["credit", "key"], name="one_credit_a_promise")
        ]


class CreditReversal(models.Model):
    """A dispute about a line of a credit was upheld: that line, and nothing else, goes back."""

    ref = models.CharField(max_length=20, unique=True, default=partial(new_ref, "rev"))
    line = models.OneToOneField(ServiceCreditLine, models.PROTECT, related_name="reversal")
    dispute = models.CharField(max_length=20)
    amount = _money()
    at = models.DateTimeField()
