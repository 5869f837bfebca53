"""Filing files read back (申报文件回读): what was filed, as figures that stand beside a return.

    filed = read_filed(content)     # MTD, OSS and CA3 JSON, BZSt OSS CSV, JPK_V7M and LIPE XML, UStVA and 303

The format is known by the content, never by the name. A figure of zero is left out, as a return
leaves it out. Whatever does not open as one of these is `Invalid`, in words.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from pilotage.engines.tax.filing import (
    de_oss,
    de_ustva,
    es_303,
    fr_ca3,
    gb_mtd,
    it_lipe,
    one_stop,
    pl_jpk,
)
from pilotage.engines.tax.filing.filed import Filed, unreadable
from pilotage.kernel.text import Text

MOST_BYTES = 8 * 2**20


def read_filed(content: bytes, period: str = "") -> Filed:
    """The figures of a filing file of at most 8 MiB; `Invalid` when it is none that can be read.

    `period` is the one asked for, where a file holds several (LIPE: the months of a quarter).
    """
    if len(content) > MOST_BYTES:
        raise unreadable(Text("文件超过 8 MB。", "The file is larger than 8 MB."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise unreadable(Text("文件不是 UTF-8 文本。", "The file is no text in UTF-8.")) from None
    return _reader(text.lstrip(), period)(text)


def _reader(text: str, period: str) -> Callable[[str], Filed]:
    if text.startswith("<"):
        return partial(it_lipe.read, period=period) if it_lipe.NAMESPACE in text else pl_jpk.read
    if text.startswith("{"):
        return next((read for sign, read in _JSON if sign in text), one_stop.read)
    if text.startswith("#v"):
        return de_oss.read
    head = {line.strip() for line in text.splitlines()[:5]}
    for header, read in ((de_ustva.HEADER, de_ustva.read), (es_303.HEADER, es_303.read)):
        if header in head:
            return read
    raise unreadable(
        Text("不认识这种申报文件。", "This is no filing file that can be read."),
    )


_JSON = (('"vatDueSales"', gb_mtd.read), ('"3310-CA3-SD"', fr_ca3.read))
