"""One spelling for what people type: half-width, simplified characters, no space between scripts."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

CJK = "\u3400-\u9fff"
_BETWEEN_SCRIPTS = re.compile(
    rf"(?<=[{CJK}])[ \t]+(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])[ \t]+(?=[{CJK}])"
)
_NOT_CJK = re.compile(rf"[^{CJK}]+")
_SPACES = re.compile(r"[ \t\u3000]+")


def normalised(text: str) -> str:
    """`text` in NFKC and simplified characters, case kept.

    >>> normalised("ＦＢＡ頭程　日本")
    'FBA头程 日本'
    """
    whole = text.encode("utf-8", "replace").decode()  # half surrogates come in through JSON
    flat = unicodedata.normalize("NFKC", whole)
    if _has_traditional(flat):
        flat = _simplifier().convert(flat)
    return _BETWEEN_SCRIPTS.sub("", _SPACES.sub(" ", flat)).strip()


def folded(text: str) -> str:
    """`normalised` in lower case, of the same length as `normalised`."""
    return lower(normalised(text))


def lower(text: str) -> str:
    """Lower case that never changes the length, so that positions stay comparable."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _has_traditional(text: str) -> bool:
    """Whether some character lies outside GB 2312, as every traditional form does.

    Loading the converter costs thirty milliseconds, so plain simplified text must not need it.
    """
    if text.isascii():
        return False
    try:
        _NOT_CJK.sub("", text).encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False


@cache
def _simplifier() -> Any:
    import opencc

    return opencc.OpenCC("t2s")
