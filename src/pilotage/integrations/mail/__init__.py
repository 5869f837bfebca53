"""Handing letters to Django's mail backend (files in the demo, SMTP in production)."""
