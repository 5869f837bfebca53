"""Translation memory (翻译记忆): pairs of texts in and out as TMX 1.4, and those near a text with their percentage.

    for one in read(file, "my.tmx", Account()): ...
    file.writelines(write(units, "1.0"))
    matches("Wasserkocher 1,7 l", candidates)

Format: TMX 1.4b (OSCAR, 2005). A file is read as a stream; nothing it names is fetched and a file that declares
entities is refused. Formatting codes within a segment are left out and counted: only the text is kept.
"""

from __future__ import annotations

from pilotage.engines.memory.matching import LEAST, Match, matches
from pilotage.engines.memory.reading import REASONS, Account, Reject, read
from pilotage.engines.memory.unit import Unit, language
from pilotage.engines.memory.writing import write

__all__ = [
    "LEAST",
    "REASONS",
    "Account",
    "Match",
    "Reject",
    "Unit",
    "language",
    "matches",
    "read",
    "write",
]
