"""The words of the whole trade: concepts, places, languages, and how clauses stand to them.

The data are the YAML files beside this one; nothing in them comes from any one directory.
"""

from __future__ import annotations

from pilotage.engines.search.lexicon.concepts import Concept
from pilotage.engines.search.lexicon.loader import Lexicon, trade
from pilotage.engines.search.lexicon.senses import Sense, SenseKind

__all__ = ["Concept", "Lexicon", "Sense", "SenseKind", "trade"]
