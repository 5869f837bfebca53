"""What a seller must do, worked out from the seller's own files (合规): profile, reports, fit checks.

A run keeps its inputs by hash and the digest of the law tables, so that it can be replayed.
Below: engagements, documents, access. The arithmetic is in `engines/matching` and `engines/tax`.
"""
