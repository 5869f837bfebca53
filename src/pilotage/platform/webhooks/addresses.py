"""How an address must be written. Where it leads is asked of the name at saving and at every try (`ports.webhooks`)."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text

LONGEST = 500
# No spaces, no control characters, no backslash: what one reader takes for the host, another must too.
_WRITTEN = re.compile(r"[!-\[\]-~]+")
_HOST = re.compile(r"[A-Za-z0-9.-]+|[0-9A-Fa-f:.]+")
_HTTPS, _FREE_FROM = 443, 1024


def fit(address: str) -> str:
    """The address as kept; raises `Invalid` when it is none that may be told."""
    address = address.strip()
    if not address or len(address) > LONGEST or not _WRITTEN.fullmatch(address):
        raise _wrong("ADDRESS_UNREADABLE", Text("地址无法识别。", "The address cannot be read."))
    try:
        parts = urlsplit(address)
        port = parts.port or _HTTPS
    except ValueError:
        raise _wrong("ADDRESS_UNREADABLE", Text("地址无法识别。", "The address cannot be read.")) from None  # fmt: skip
    if parts.scheme != "https":
        raise _wrong("NOT_HTTPS", Text("只能推送到 https 地址。", "Only https addresses are told."))
    if "@" in parts.netloc:
        raise _wrong("HAS_CREDENTIALS", Text("地址里不能写用户名或密码。", "An address may hold no user name or password."))  # fmt: skip
    if not parts.hostname or not _HOST.fullmatch(parts.hostname) or parts.fragment:
        raise _wrong("ADDRESS_UNREADABLE", Text("地址无法识别。", "The address cannot be read."))
    if port != _HTTPS and port < _FREE_FROM:
        raise _wrong("PORT_REFUSED", Text("端口只能是 443 或 1024 以上。", "The port is 443, or 1024 and above."))  # fmt: skip
    return address


def _wrong(code: str, says: Text) -> Invalid:
    return Invalid(
        code, says,
        Text("请写成 https://您的域名/路径，不超过 500 个字符，中文域名写成 xn-- 形式。",
             "Write https://your-host/path, at most 500 characters, other scripts as xn-- and %-codes."),
    )  # fmt: skip
