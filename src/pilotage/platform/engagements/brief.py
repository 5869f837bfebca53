"""The structured brief of a request, and the checks before it is sent. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from pilotage.engines.law import service_categories
from pilotage.kernel import places
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text

MOST_NEEDS = 60
MOST_NAMED = 5
LONGEST_MESSAGE = 4000
MOST_BUDGET = Decimal("1e14")


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
    _check_needs(brief)
    _check_contact(brief.contact)
    _check_texts(brief)
    if len(brief.named) > MOST_NAMED:
        raise _missing("TOO_MANY_NAMED", "最多指名五家服务商。", "Name at most five partners.")
    if not all(_LANGUAGE.fullmatch(code) for code in brief.languages):
        raise _missing(
            "NO_SUCH_LANGUAGE", "语言代码应如 zh 或 en。", "A language is a code like zh or en."
        )
    _check_budget(brief.budget, brief.budget_currency)
    if brief.start_by is not None and brief.start_by < on:
        raise _missing("START_IN_PAST", "期望开始日期已过。", "The start date has passed.")


def _check_needs(brief: Brief) -> None:
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
    known = service_categories()
    if any(
        category not in known or country not in places.NAMES for category, country in brief.needs
    ):
        raise _missing(
            "NO_SUCH_SERVICE",
            "需求中有不认识的服务或国家。",
            "A need has an unknown service or country.",
        )


def _check_contact(contact: Contact) -> None:
    if not contact.name.strip() or not contact.email.strip():
        raise _missing("CONTACT_MISSING", "请填写联系人和邮箱。", "Give a contact name and e-mail.")
    if not _EMAIL.fullmatch(contact.email.strip()):
        raise _missing("NOT_AN_EMAIL", "邮箱地址不正确。", "The e-mail address is not well-formed.")


def _check_texts(brief: Brief) -> None:
    """No text is longer than its place, and none has a character that no database stores."""
    if len(brief.message) > LONGEST_MESSAGE:
        raise _missing(
            "MESSAGE_TOO_LONG",
            "说明请控制在 4000 字以内。",
            "Keep the message under 4,000 characters.",
        )
    texts = {
        brief.product_line: 120,
        brief.monthly_sales: 60,
        brief.basis: 120,
        brief.contact.name: 80,
        brief.contact.email: 254,
        brief.contact.phone: 40,
        **dict.fromkeys(brief.named, 20),
    }
    for text, longest in texts.items():
        if len(text) > longest:
            raise Invalid(
                "TEXT_TOO_LONG",
                Text(
                    "“{start}…”太长，最多 {longest} 字。",
                    "“{start}…” is too long: at most {longest} characters.",
                ),
                start=text[:20],
                longest=longest,
            )
    if any("\0" in text for text in (*texts, brief.message)):
        raise _missing(
            "NUL_IN_TEXT", "文字中有不可见的空字符。", "A text has a NUL character in it."
        )


def _check_budget(budget: Decimal | None, currency: str) -> None:
    if not _CURRENCY.fullmatch(currency):
        raise _missing(
            "NO_SUCH_CURRENCY", "币种应如 CNY 或 EUR。", "A currency is a code like CNY or EUR."
        )
    if budget is not None and (Decimal(budget).is_nan() or not 0 < budget < MOST_BUDGET):
        raise _missing(
            "BUDGET_NOT_POSITIVE",
            "预算应大于零，或留空。",
            "The budget is above zero, or left blank.",
        )


_LANGUAGE = re.compile(r"[a-z]{2,3}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
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
