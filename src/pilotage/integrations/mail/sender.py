"""Sending one letter."""

from __future__ import annotations

import smtplib

from django.core.mail import EmailMessage

from pilotage.kernel.errors import SourceDown
from pilotage.kernel.text import Text
from pilotage.platform.notices.models import Letter


def send(letter: Letter) -> None:
    """Raises `SourceDown("MAIL_DOWN")` when the mail server does not take it."""
    try:
        EmailMessage(letter.subject, letter.body, to=[letter.to]).send()
    except (OSError, smtplib.SMTPException) as error:
        raise SourceDown(
            "MAIL_DOWN",
            Text("邮件服务器没有接收：{why}", "The mail server did not take it: {why}"),
            why=str(error)[:200],
        ) from error
