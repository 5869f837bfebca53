"""What a return address and a reply must be; a reply with its places filled."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from string import Formatter

from pilotage.kernel import places
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text

# The places of a reply that a person fills when answering; {address} is the return address of the site.
PLACES = ("order", "buyer", "product", "address")
LANGUAGES = ("en", "de", "fr", "it", "es", "nl", "sv", "pl", "pt", "ja", "ar", "tr", "zh")
MOST_LINES, LONGEST_LINE, LONGEST_POSTCODE = 6, 60, 12
LONGEST_TITLE, LONGEST_TEXT = 80, 4000
# Control, half of a pair, not assigned for exchange, ends of lines and paragraphs.
_UNSEEN = frozenset({"Cc", "Cs", "Cn", "Zl", "Zp"})


def address(lines: str, postcode: str, country: str) -> tuple[list[str], str, str]:
    """The lines (1 to 6 of 60 characters), postcode and country, trimmed; raises `Invalid`."""
    held = [line.strip() for line in lines.splitlines() if line.strip()]
    if not held or len(held) > MOST_LINES or any(len(line) > LONGEST_LINE for line in held):
        raise _bad("BAD_ADDRESS", Text("退货地址须有 1 到 6 行，每行不超过 60 字。", "A return address has 1 to 6 lines of at most 60 characters."), Text("请按面单的写法分行填写。", "Write it in lines as on a label."))  # fmt: skip
    postcode = postcode.strip()
    if len(postcode) > LONGEST_POSTCODE or not _printable(postcode, *held):
        raise _bad("BAD_ADDRESS", Text("邮编过长，或地址含不可显示的字符。", "The postcode is too long, or a character cannot be shown."), Text("请改正后再保存。", "Mend it and save again."))  # fmt: skip
    if country not in places.NAMES:
        raise _bad("BAD_COUNTRY", Text("没有这个国家或地区。", "There is no such country."), Text("请从列表选择。", "Choose one of the list."))  # fmt: skip
    return held, postcode, country


def reply(language: str, title: str, text: str) -> tuple[str, str]:
    """Title and text, trimmed; raises `Invalid` where one is blank or too long, or a place is not known."""
    title, text = title.strip(), text.replace("\r\n", "\n").strip()
    if language not in LANGUAGES:
        raise _bad("BAD_LANGUAGE", Text("没有这种语言。", "There is no such language."), Text("请从列表选择。", "Choose one of the list."))  # fmt: skip
    if not title or len(title) > LONGEST_TITLE or not _printable(title):
        raise _bad("BAD_TITLE", Text("标题须为一行，1 到 80 字。", "A title is one line of 1 to 80 characters."), Text("请改正标题。", "Mend the title."))  # fmt: skip
    if not text or len(text) > LONGEST_TEXT or not _printable(text, besides="\n\t"):
        raise _bad("BAD_REPLY", Text("正文须为 1 到 4000 字，不含控制字符。", "A text has 1 to 4000 characters, none of them control characters."), Text("请改正正文。", "Mend the text."))  # fmt: skip
    _check_places(text)
    return title, text


def filled(text: str, given: Mapping[str, str]) -> str:
    """A kept text with its places filled; one that is not given stays as it is.

    >>> filled("Order {order}: {address}", {"address": "Hof 1"})
    'Order {order}: Hof 1'
    """
    return text.format_map({name: given.get(name, f"{{{name}}}") for name in PLACES})


def _check_places(text: str) -> None:
    allowed = " ".join(f"{{{name}}}" for name in PLACES)
    step = Text(f"可用的占位符：{allowed}。", f"The places there are: {allowed}.")
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        raise _bad("BAD_PLACE", Text("花括号没有成对。", "A brace stands alone."), step) from None
    for _, name, spec, conversion in parts:
        if name is not None and (name not in PLACES or spec or conversion):
            raise _bad("BAD_PLACE", Text(f"占位符“{name[:40]}”不认识。", f"The place “{name[:40]}” is not known."), step)  # fmt: skip


def _printable(*texts: str, besides: str = "") -> bool:
    """No control characters or halves of one; spaces of any width and marks of direction are text (str.isprintable refuses them)."""
    signs = (sign for text in texts for sign in text if sign not in besides)
    return not any(unicodedata.category(sign) in _UNSEEN for sign in signs)


def _bad(code: str, says: Text, step: Text) -> Invalid:
    return Invalid(code, says, step)
