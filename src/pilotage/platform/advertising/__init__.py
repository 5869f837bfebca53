"""Advertising (广告): plans made from the seller's files, decided change by change, approved by the seller; proofs of what changes did.

Nothing here is sent to Amazon: an approved plan is a sheet that a person uploads.
"""
