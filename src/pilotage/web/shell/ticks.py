"""Rows of a list that a form means: by their own button, ticked one by one, those of the page, or all that its filter shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.http import QueryDict


def meant(given: QueryDict, here: Callable[[], list[int]]) -> list[int] | None:
    """The positions; None for all of the filter. `here` gives those of the page."""
    scope = given.get("scope", "")
    if scope == "all":
        return None
    return here() if scope == "page" else positions(given.getlist("place"))


def positions(texts: Iterable[str]) -> list[int]:
    """What is none is left out: where nothing is left, the action says that nothing is chosen."""
    return [int(one) for one in texts if one.isascii() and one.isdigit() and len(one) < 10]
