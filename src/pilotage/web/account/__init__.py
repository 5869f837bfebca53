"""Signing in, one's organisations, members and API keys. Login and TOTP come from django-allauth."""
