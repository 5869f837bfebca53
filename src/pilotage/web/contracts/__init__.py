"""Contracts between a seller and a partner: negotiating, versions side by side, signing, checking a file."""
