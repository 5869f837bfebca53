"""Addresses and numbers by which somebody could be reached past the programme. Pure."""

from __future__ import annotations

import re

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text

_CONTACT = re.compile(
    r"[\w.+-]+@[\w-]+\.[\w.]+"  # e-mail
    r"|(?<!\d)(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)"  # Chinese mobile
    r"|\+\d[\d\s().-]{7,}\d"  # international phone
    r"|(?:微信|vx|v信|wechat|weixin|qq|whatsapp|telegram)\s*(?:号|id)?\s*[:：]?\s*[a-z0-9_-]{5,}",
    re.IGNORECASE,
)


def contact_in(text: str) -> str | None:
    """The first contact detail in a text, or None.

    >>> contact_in("加微信 abc12345 细聊"), contact_in("每月 5 日前回传回执")
    ('微信 abc12345', None)
    """
    found = _CONTACT.search(text)
    return found.group() if found else None


def check_no_contact(*texts: str) -> None:
    """Raises `Invalid` when one of the texts of a public profile gives contact data."""
    for text in texts:
        found = contact_in(text)
        if found is not None:
            raise Invalid(
                "CONTACT_IN_PROFILE",
                Text(
                    "公开资料里不能写联系方式：{found}", "A public profile has no contacts: {found}"
                ),
                Text(
                    "联系方式在请求被接受后自动交换。",
                    "Contacts are exchanged once a request is accepted.",
                ),
                found=found,
            )
