"""Filings: what was filed beside what the seller's own report says, and the receipt's way."""
