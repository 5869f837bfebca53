"""Double entry (复式记账) that cannot be out of balance: every line moves one amount from one account to another.

    issued = Entry((Transfer("receivable", "fees", Money.of("80.00", "EUR")),))
    balances([issued, reversal(issued)])    # every account at zero

An entry is a set of transfers in one currency; what one account is debited the other is credited, so books of
entries balance by their shape and not by a check. Nothing is changed: what was wrong is reversed.
"""

from pilotage.engines.ledger.entry import Entry, Transfer, balances, reversal

__all__ = ["Entry", "Transfer", "balances", "reversal"]
