"""A letter that cannot be written is one letter's trouble: it raises what is tried again, and holds up no other."""

from __future__ import annotations

import smtplib

import pytest
from django.core.mail import EmailMessage

from pilotage.integrations.mail.sender import send
from pilotage.kernel.errors import SourceDown
from pilotage.platform.notices.models import Letter


def letter(**changed: str) -> Letter:
    return Letter(
        **{"to": "a@example.com", "subject": "合同 · A contract", "body": "正文", **changed}
    )


def test_a_subject_stays_one_line_whatever_a_name_in_it_holds(mailoutbox):
    send(letter(subject="合同\r\nBcc: b@example.com\u2028X"))
    [one] = mailoutbox
    assert (one.subject, one.recipients()) == ("合同 Bcc: b@example.com X", ["a@example.com"])
    assert one.message()["Bcc"] is None


@pytest.mark.parametrize("to", ["a@example.com\nb@example.com", "a" * 70 + "@" + "é" * 70])
def test_an_address_that_cannot_be_written_is_told(to):
    with pytest.raises(SourceDown, match="MAIL_DOWN"):
        send(letter(to=to))


@pytest.mark.parametrize(
    "error", [smtplib.SMTPServerDisconnected("gone"), ConnectionRefusedError()]
)
def test_a_server_that_is_away_is_told(monkeypatch, error):
    def away(_):
        raise error

    monkeypatch.setattr(EmailMessage, "send", away)
    with pytest.raises(SourceDown, match="MAIL_DOWN"):
        send(letter())
