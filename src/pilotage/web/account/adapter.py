"""Where allauth asks us: letters go through our outbox so that they are retried."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from pilotage.platform.access.viewer import Viewer
from pilotage.platform.notices import actions as notices
from pilotage.platform.parties.models import Person


class AccountAdapter(DefaultAccountAdapter):
    """After the first sign-in a person without organisation is asked for one."""

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account:found")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Into the outbox: a mail server that is away must not lose a confirmation."""
        letter = self.render_mail(template_prefix, email, {"email": email, **context})
        at = timezone.now()
        by = Viewer.product("account", at)
        notices.write(by=by, at=at, to=email, subject=letter.subject, body=letter.body)

    def get_reauthentication_methods(self, user: Person) -> list[dict[str, Any]]:
        """Whoever has an authenticator app is asked for its code first; the password stays as the other way."""
        methods = super().get_reauthentication_methods(user)
        return sorted(methods, key=lambda one: one["id"] != "mfa_reauthenticate")
