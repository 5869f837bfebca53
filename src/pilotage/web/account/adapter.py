"""Where allauth asks us: letters go through our outbox so that they are retried."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse


class AccountAdapter(DefaultAccountAdapter):
    """After the first sign-in a person without organisation is asked for one."""

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account:found")
