"""Filing files read back (申报文件回读): what was filed, as figures that stand beside a return.

    filed = read_filed(content)     # MTD JSON, OSS message JSON, BZSt OSS CSV, JPK_V7M XML

The format is known by the content, never by the name. A figure of zero is left out, as a return
leaves it out. Whatever does not open as one of these is `Invalid`, in words.
"""

from __future__ import annotations

from collections.abc import Callable

from pilotage.engines.tax.filing import de_oss, gb_mtd, one_stop, pl_jpk
from pilotage.engines.tax.filing.filed import Filed, unreadable
from pilotage.kernel.text import Text

MOST_BYTES = 8 * 2**20


def read_filed(content: bytes) -> Filed:
    """The figures of a filing file of at most 8 MiB; `Invalid` when it is none that can be read."""
    if len(content) > MOST_BYTES:
        raise unreadable(Text("文件超过 8 MB。", "The file is larger than 8 MB."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise unreadable(Text("文件不是 UTF-8 文本。", "The file is no text in UTF-8.")) from None
    return _reader(text.lstrip())(text)


def _reader(text: str) -> Callable[[str], Filed]:
    if text.startswith("<"):
        return pl_jpk.read
    if text.startswith("{"):
        return gb_mtd.read if '"vatDueSales"' in text else one_stop.read
    if text.startswith("#v"):
        return de_oss.read
    raise unreadable(
        Text("不认识这种申报文件。", "This is no filing file that can be read."),
    )
