"""Which request goes where, with the rate and burst of each operation (facts 1.4)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from pilotage.integrations.sandbox import advertising, money, reports, sign_in
from pilotage.integrations.sandbox.answers import Answer, Asked, refused, said
from pilotage.integrations.sandbox.state import State


@dataclass(frozen=True, slots=True)
class Route:
    """`signs` is whose sign-in is asked for: `sp`, `ads`, or none."""

    method: str
    path: str
    goes: Callable[[State, Asked], Answer]
    signs: str
    rate: float = 0.5
    burst: float = 10


_REPORTS, _MONEY = reports.ROOT, "/finances/transfers/2024-06-01"
ROUTES = (
    Route("GET", "/apps/authorize/consent", sign_in.consent, ""),
    Route("GET", "/ap/oa", sign_in.consent, ""),
    Route("POST", "/auth/o2/token", sign_in.token, ""),
    Route("POST", "/tokens/2021-03-01/restrictedDataToken", sign_in.restricted, "sp", 1, 10),
    Route("POST", f"{_REPORTS}/reports", reports.create, "sp", 0.0167, 15),
    Route("GET", f"{_REPORTS}/reports", reports.listed, "sp", 0.0222, 10),
    Route("GET", f"{_REPORTS}/reports/[^/]+", reports.shown, "sp", 2, 15),
    Route("GET", f"{_REPORTS}/documents/[^/]+", reports.document, "sp", 0.0167, 15),
    Route("GET", f"{_MONEY}/payouts", money.payouts, "sp"),
    Route("GET", f"{_MONEY}/payouts/expected", money.expected, "sp"),
    Route("GET", "/finances/2024-06-19/balances", money.balances, "sp"),
    Route("GET", "/finances/v0/financialEventGroups", money.groups, "sp", 0.5, 30),
    Route("GET", "/v2/profiles", advertising.profiles, "ads", 1, 10),
    Route("POST", advertising.ROOT, advertising.create, "ads", 1, 10),
    Route("GET", f"{advertising.ROOT}/[^/]+", advertising.shown, "ads", 2, 15),
    Route("GET", "/files/[^/]+", reports.file, ""),
)


def route(asked: Asked) -> Route | None:
    return next(
        (r for r in ROUTES if r.method == asked.method and re.fullmatch(r.path, asked.path)), None
    )


def answer(state: State, asked: Asked) -> Answer:
    """Sign-in, then the bucket, then the work. The rate is told beside success, never beside 429."""
    found = route(asked)
    if found is None:
        return refused(403, "Unauthorized", "The sandbox has no such operation.")
    no = {"sp": sign_in.denied, "ads": advertising.denied}.get(found.signs)
    if no and (refusal := no(state, asked)):
        return refusal
    if found.signs and not state.takes(f"{found.method} {found.path}", found.rate, found.burst):
        return too_many(found.signs, found.rate)
    given = found.goes(state, asked)
    if found.signs == "sp" and given.status in (200, 201, 202, 400, 404):
        given.headers["x-amzn-RateLimit-Limit"] = str(found.rate)
    return given


def too_many(signs: str, rate: float) -> Answer:
    if signs == "ads":
        return said(429, {"code": "429", "detail": "Too Many Requests"}, Retry_After=str(max(1, round(1 / rate))))  # fmt: skip
    return refused(429, "QuotaExceeded", "You exceeded your quota for the requested resource.")
