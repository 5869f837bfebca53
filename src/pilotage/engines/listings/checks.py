"""A listing is checked against every rule of a store on a day; a list of them row by row, in constant memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from pilotage.engines.listings import (
    languages,
    power,
    safety,
    search_terms,
    sizes,
    texts,
    titles,
    units,
)
from pilotage.engines.listings.findings import Finding, finding, in_order
from pilotage.engines.listings.listing import Listing, Reject
from pilotage.engines.listings.rulebook import Rulebook

_CHECKS: tuple[Callable[[Listing, Rulebook], Iterator[Finding]], ...] = (
    titles.check,
    search_terms.check,
    texts.check,
    units.check,
    power.check,
    sizes.check,
    languages.check,
    safety.check,
)


def check(listing: Listing, rules: Rulebook) -> list[Finding]:
    """Every finding of a listing, what stops it first; none for a row that deletes."""
    if listing.taken_down:
        return []
    return in_order(found for one in _CHECKS for found in one(listing, rules))


@dataclass(slots=True)
class Account:
    """What came of a file so far: rows in = checked + rejected."""

    checked: int = 0
    rejects: list[Reject] = field(default_factory=list)
    rejected: int = 0
    clean: int = 0
    codes: Counter[str] = field(default_factory=Counter)

    @property
    def rows_in(self) -> int:
        return self.checked + self.rejected


_KEPT = 1000  # rejects named one by one; all are counted


def checked(
    rows: Iterable[Listing | Reject], rules: Rulebook, account: Account
) -> Iterator[Finding]:
    """The findings of every row in its order; `account` is kept as they are taken."""
    seen: set[int] = set()
    for row in rows:
        if isinstance(row, Reject):
            account.rejected += 1
            if len(account.rejects) < _KEPT:
                account.rejects.append(row)
            continue
        account.checked += 1
        found = check(row, rules)
        if row.sku:
            if hash(row.sku) in seen:
                found.append(finding("SKU_REPEATED", row, "sku", row.sku, 1, None))
            seen.add(hash(row.sku))
        account.clean += not found
        account.codes.update(one.code for one in found)
        yield from found
