"""Onboarding (开店准备): a shop application's papers, sealed; their pre-audit; what comes next, in which order.

The papers lie encrypted under a key of their application. When their time is over the key is thrown away, and with
it whatever a copy of the store still holds. What was found stays as codes, without a name or a number.
"""
