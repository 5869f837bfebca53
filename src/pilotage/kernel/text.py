"""A sentence in both languages of the product.

Everything a person reads is written once in Chinese and once in English, side by
side, so that no translation can be missing. Doors choose which one to show.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """Chinese and English of one sentence; `{name}` places are filled by `with_`.

    >>> Text("共 {n} 行", "{n} rows").with_(n=3).in_("en")
    '3 rows'
    """

    zh: str
    en: str

    def in_(self, language: Language) -> str:
        """The sentence in `language`."""
        return self.zh if language == "zh" else self.en

    def with_(self, **facts: object) -> Text:
        """The same sentence with its places filled; a `Text` fact is filled in each language."""
        return Text(_fill(self.zh, "zh", facts), _fill(self.en, "en", facts))

    def both(self) -> dict[str, str]:
        """As it is kept and sent: `zh` and `en`."""
        return {"zh": self.zh, "en": self.en}

    def __str__(self) -> str:
        return f"{self.zh} · {self.en}"


def _fill(pattern: str, language: Language, facts: dict[str, object]) -> str:
    spoken = {k: v.in_(language) if isinstance(v, Text) else v for k, v in facts.items()}
    return pattern.format(**spoken)
