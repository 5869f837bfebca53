"""What a partner writes about itself. Values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pilotage.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Case:
    """A piece of work the partner is proud of, in its own words."""

    title: Text
    text: Text

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> Case:
        """From the JSON column; a missing English text reads in Chinese."""
        title = Text(fields["title_zh"], fields["title_en"] or fields["title_zh"])
        return cls(title, Text(fields["text_zh"], fields["text_en"] or fields["text_zh"]))

    def fields(self) -> dict[str, str]:
        """For the JSON column."""
        return {
            "title_zh": self.title.zh,
            "title_en": self.title.en,
            "text_zh": self.text.zh,
            "text_en": self.text.en,
        }


@dataclass(frozen=True, slots=True)
class Presentation:
    """The public profile as its firm writes it."""

    summary: Text
    cities: Sequence[Text] = ()
    languages: Sequence[str] = ()
    cases: Sequence[Case] = ()
    website: str = ""
