"""What a paper's text is known by (凭证文字): the figures written in it, and the numbers an authority gives once.

A form says the same to everybody; what differs from paper to paper are figures. So papers are compared by
the figures that few others hold, and by numbers that stand behind words such as Transferticket.
"""

from __future__ import annotations

import re

from pilotage.kernel.canonical import sha256

MOST_FIGURES = 150
_WORD = re.compile(r"[0-9A-Za-z][0-9A-Za-z.,:/\-]*[0-9A-Za-z]")
_LEAST_SIGNS, _LEAST_DIGITS = 5, 4

# The words before a number that an authority gives to one submission only, as its receipts write them.
_GIVEN_ONCE = (
    r"transfer\s*-?ticket|telenummer|datenlieferung\w*|form\s?bundle\s?number|receipt\s?(?:id|number|ref\w*)"
    r"|submission\s?(?:id|reference)|acknowledg\w+\s?(?:id|number)|n[uú]mero de justificante|justificante"
    r"|c[oó]digo seguro de verificaci[oó]n|\bcsv\b|num[eé]ro de d[eé]p[oô]t|r[eé]f[eé]rence d.envoi"
    r"|protocollo(?: telematico)?|numer referencyjny|numerreferencyjny|\bupo\b|\bmrn\b"
)
_NUMBER = re.compile(
    rf"(?:{_GIVEN_ONCE})[^0-9A-Za-z]{{0,6}}(?:(?:nr|no|number|numero)\b[^0-9A-Za-z]{{0,4}})?"
    r"([0-9A-Za-z][0-9A-Za-z\-/. ]{6,44}[0-9A-Za-z])",
    re.IGNORECASE,
)


def text_hash(text: str) -> str:
    """Of its letters and digits alone; "" for a text too short to say anything."""
    bare = "".join(c for c in text.lower() if c.isalnum())
    return sha256(bare.encode()) if len(bare) >= 40 else ""


def figures_of(text: str) -> list[str]:
    """Words that hold several digits, punctuation aside; each once, in order."""
    found: dict[str, None] = {}
    for word in _WORD.findall(text):
        bare = "".join(c for c in word.upper() if c.isalnum())
        if len(bare) >= _LEAST_SIGNS and sum(c.isdigit() for c in bare) >= _LEAST_DIGITS:
            found[bare[:60]] = None
    return list(found)[:MOST_FIGURES]


def numbers_of(text: str) -> list[str]:
    """Numbers given to one submission only."""
    return sorted({number for said in _NUMBER.findall(text) if (number := _bare(said))})


def _bare(said: str) -> str:
    """The first words of what follows the name, as long as they hold digits; "" when too short."""
    held = ""
    for word in said.split():
        if not any(c.isdigit() for c in word):
            break
        held += "".join(c for c in word.upper() if c.isalnum())
    return held if len(held) >= 8 and sum(c.isdigit() for c in held) >= 5 else ""
