"""Services in words: 增值税申报（德国）."""

from __future__ import annotations

from collections.abc import Iterable

from pilotage.engines.law import service_categories
from pilotage.kernel import places
from pilotage.kernel.text import Text


def in_words(pairs: Iterable[tuple[str, str]]) -> Text:
    """(category, country) pairs in order, by their names."""
    names = {code: kind.name for code, kind in service_categories().items()}
    told = [
        (names.get(category, Text(category, category)), places.name(c))
        for category, c in sorted(pairs)
    ]
    return Text(
        "、".join(f"{name.zh}（{place.zh}）" for name, place in told),
        ", ".join(f"{name.en} ({place.en})" for name, place in told),
    )
