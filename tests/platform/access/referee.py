"""A second opinion on grants: plain Python over plain values, written from the issue, knowing nothing of Cedar.

`CASES` are the ways each circumstance can be; the first is the good one. `matrix()` is their product,
`around(n)` everything that deviates from the good case in at most `n` circumstances.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations, product

from pilotage.platform.access.cedar import Terms, Use

START = datetime(2026, 1, 1, tzinfo=UTC)
YEAR = timedelta(days=365)
SECOND = timedelta(seconds=1)

# What is asked, and the scope that opens it; None: no scope ever does.
ACTIONS: dict[str, str | None] = {
    "tax.read": "tax.read",
    "tax.rows": "tax.rows",
    "diagnosis.read": "diagnosis.read",
    "filing.read": "filing.read",
    "filing.write": "filing.write",
    "store.read": "store.read",
    "store.write": "store.write",
    "GET /orders/v0/orders": "store.read",
    "POST /products/fees/v0/feesEstimate": "store.read",
    "POST /aplus/2020-11-01/contentDocuments": "store.write",
    "feed UPLOAD_VAT_INVOICE": "store.write",
    "PATCH /listings/2021-08-01/items/{sellerId}/{sku}": None,
    "POST /feeds/2021-06-30/feeds": None,
    "POST /finances/transfers/2024-06-01/payouts": None,
    "POST /awd/2024-05-09/outboundOrders": None,
    "feed POST_FLAT_FILE_FBA_CREATE_REMOVAL": None,
    "feed POST_PAYMENT_ADJUSTMENT_DATA": None,
    "GET /orders/v9/orders": None,
}
ALL = tuple(scope for scope in ACTIONS if "." in scope and " " not in scope)
CONFIDENTIAL = {"tax.rows", "diagnosis.read"}
WRITES = {"filing.write", "store.write"}

CASES: dict[str, tuple[object, ...]] = {
    "scopes": ("every", "other", "hostile"),
    "who": ("named", "person", "firm", "seller"),
    # Seconds since the beginning; the end is at YEAR.
    "at": (YEAR / 2, timedelta(0), YEAR - SECOND, -SECOND, YEAR, YEAR + SECOND),
    "lasts": (YEAR, YEAR + SECOND),
    "revoked": (False, True),
    "nda": (True, False),
    "suspended": (False, True),
    "dataset": ("tax", "orders"),
    "stores": (("*", "*"), ("*", "A"), ("A", "A"), ("A", "B"), ("A", "*")),
    "sites": (("*", "*"), ("*", "DE"), ("DE", "DE"), ("DE", "FR"), ("DE", "*")),
}


@dataclass(frozen=True, slots=True)
class Case:
    """One request in one circumstance; `stores` and `sites` are (granted, touched)."""

    action: str
    scopes: str
    who: str
    at: timedelta
    lasts: timedelta
    revoked: bool
    nda: bool
    suspended: bool
    dataset: str
    stores: tuple[str, str]
    sites: tuple[str, str]

    @property
    def granted(self) -> tuple[str, ...]:
        """The grant's scopes: all, all but the one asked for, or all and what no grant may hold."""
        if self.scopes == "every":
            return ALL
        if self.scopes == "other":
            return tuple(scope for scope in ALL if scope != ACTIONS[self.action])
        return (*ALL, "never.stock", "never.funds", "review", self.action)


def size() -> int:
    """How many cases the matrix holds."""
    many = len(ACTIONS)
    for values in CASES.values():
        many *= len(values)
    return many


def nth(number: int) -> Case:
    """One case of the matrix, from 0 to `size() - 1`."""
    chosen = []
    for values in (tuple(ACTIONS), *CASES.values()):
        number, place = divmod(number, len(values))
        chosen.append(values[place])
    return Case(*chosen)


def around(most: int) -> Iterator[Case]:
    """For every action the good case, and all that deviate from it in one to `most` circumstances."""
    good = {name: values[0] for name, values in CASES.items()}
    for action in ACTIONS:
        yield Case(action, **good)
        for many in range(1, most + 1):
            for names in combinations(CASES, many):
                for worse in product(*(CASES[name][1:] for name in names)):
                    yield Case(action, **{**good, **dict(zip(names, worse, strict=True))})


def allowed(case: Case) -> bool:
    """Whether it may be done, by the words of the issue."""
    scope = ACTIONS[case.action]
    if scope is None:
        return False
    if case.scopes == "other":
        return False
    if case.who != "named" or case.revoked:
        return False
    if not timedelta(0) <= case.at < case.lasts or case.lasts > YEAR:
        return False
    if scope in CONFIDENTIAL and not case.nda:
        return False
    if scope in WRITES and case.suspended:
        return False
    for granted, touched in (case.stores, case.sites):
        if granted not in ("*", touched):
            return False
    return case.dataset == "tax"


def use(case: Case) -> Use:
    """The same case as the house asks it."""
    firm = "org_suspended" if case.suspended else "org_firm"
    person = "per_other" if case.who == "person" else "per_named"
    granted_firm = "org_other" if case.who == "firm" else firm
    scopes = case.scopes if case.scopes == "every" else f"{case.scopes} {case.action}"
    terms = Terms(
        # Cases with the same grant share it.
        ref=" ".join(
            map(
                str,
                [
                    scopes,
                    person,
                    granted_firm,
                    case.lasts,
                    case.revoked,
                    case.nda,
                    case.stores[0],
                    case.sites[0],
                ],
            )
        ),
        seller="org_seller",
        person=person,
        firm=granted_firm,
        scopes=case.granted,
        datasets=("tax",),
        stores=(case.stores[0],),
        sites=(case.sites[0],),
        not_before=START,
        expires_at=START + case.lasts,
        revoked=case.revoked,
        nda=case.nda,
    )
    return Use(
        at=START + case.at,
        person="per_named",
        firm=firm,
        seller="org_another" if case.who == "seller" else "org_seller",
        action=case.action,
        dataset=case.dataset,
        store=case.stores[1],
        site=case.sites[1],
        suspended=case.suspended,
        terms=terms,
    )
