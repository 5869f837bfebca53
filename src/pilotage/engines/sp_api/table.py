"""Reading a table of this room: tab-separated, a line of headings, lines of `#` say where it comes from."""

from __future__ import annotations

import csv
from importlib import resources


def rows(name: str) -> list[dict[str, str]]:
    """The rows of `<name>.tsv` by heading; a row of another width is refused."""
    text = (resources.files(__package__) / f"{name}.tsv").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    found = list(csv.DictReader(lines, delimiter="\t"))
    if any(None in row or None in row.values() for row in found):
        raise ValueError(f"{name}.tsv: a row does not fit its headings")
    return found
