"""From an accepted request to a signed contract (合同): quote, counter-offers, both signatures on one hash, the end.

Words: *contract* (the whole negotiation and what became of it), *version* (one proposal of one side),
*signature* (one side's, on one version). What a contract must and may not say is decided in `engines/contracts`.
"""
