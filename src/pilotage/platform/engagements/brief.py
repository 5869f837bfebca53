"""The structured brief of a request, and the checks before it is sent. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text

MOST_NEEDS = 60
MOST_NAMED = 5
LONGEST_MESSAGE = 4000


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach the seller; readable to a partner only after it accepted."""

    name: str
    email: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Brief:
    """What the seller asks for. `needs` are (service category, country) pairs."""

    needs: tuple[tuple[str, str], ...]
    contact: Contact
    languages: tuple[str, ...] = ("zh",)
    message: str = ""
    product_line: str = ""
    monthly_sales: str = ""
    start_by: date | None = None
    budget: Decimal | None = None
    budget_currency: str = "CNY"
    named: tuple[str, ...] = ()
    may_refer_on: bool = True
    basis: str = field(default="", metadata={"says": "text reference to a fit check or shortlist"})


def check_brief(brief: Brief, on: date) -> None:
    """Raises `Invalid` naming the first thing that keeps the brief from being sent."""
    if not brief.needs:
        raise _missing(
            "NEEDS_MISSING",
            "请至少选择一项服务和国家。",
            "Choose at least one service and country.",
        )
    if len(brief.needs) > MOST_NEEDS:
        raise _missing(
            "TOO_MANY_NEEDS", "一次最多 60 项需求，请分开发送。", "At most 60 needs in one request."
        )
    if not brief.contact.name.strip() or not brief.contact.email.strip():
        raise _missing("CONTACT_MISSING", "请填写联系人和邮箱。", "Give a contact name and e-mail.")
    if len(brief.named) > MOST_NAMED:
        raise _missing("TOO_MANY_NAMED", "最多指名五家服务商。", "Name at most five partners.")
    if len(brief.message) > LONGEST_MESSAGE:
        raise _missing(
            "MESSAGE_TOO_LONG",
            "说明请控制在 4000 字以内。",
            "Keep the message under 4,000 characters.",
        )
    if brief.budget is not None and brief.budget <= 0:
        raise _missing(
            "BUDGET_NOT_POSITIVE",
            "预算应大于零，或留空。",
            "The budget is above zero, or left blank.",
        )
    if brief.start_by is not None and brief.start_by < on:
        raise _missing("START_IN_PAST", "期望开始日期已过。", "The start date has passed.")


_CONTACT = re.compile(
    r"[\w.+-]+@[\w-]+\.[\w.]+"  # e-mail
    r"|(?<!\d)(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)"  # Chinese mobile
    r"|\+\d[\d\s().-]{7,}\d"  # international phone
    r"|(?:微信|vx|v信|wechat|weixin|qq|whatsapp|telegram)\s*(?:号|id)?\s*[::：]?\s*[\w-]{5,}",
    re.IGNORECASE,
)


def masked(message: str) -> str:
    """The message as a partner reads it before accepting: addresses and numbers blotted out.

    >>> masked("加微信 abc12345 或 13800138000 细聊")
    '加▇▇▇ 或 ▇▇▇ 细聊'
    """
    return _CONTACT.sub("▇▇▇", message)


def _missing(code: str, zh: str, en: str) -> Invalid:
    return Invalid(code, Text(zh, en))
