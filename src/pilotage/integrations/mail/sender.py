"""Sending one letter."""

from __future__ import annotations

from django.core.mail import EmailMessage

from pilotage.kernel.errors import SourceDown
from pilotage.kernel.text import Text
from pilotage.platform.notices.models import Letter


def send(letter: Letter) -> None:
    """Raises `SourceDown("MAIL_DOWN")` when it cannot be written or the mail server does not take it."""
    subject = " ".join(letter.subject.split())  # a name in it may hold a line's end
    try:
        EmailMessage(subject, letter.body, to=[letter.to]).send()
    except (OSError, ValueError) as error:  # smtplib's errors are OSErrors, a header's ValueErrors
        raise SourceDown(
            "MAIL_DOWN",
            Text("邮件没有发出：{why}", "The letter did not go out: {why}"),
            why=str(error)[:200],
        ) from error
