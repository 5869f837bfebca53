"""Ads API: profiles, and reporting v3, asynchronous and gzip JSON (facts 3)."""

from __future__ import annotations

from datetime import date

from pilotage.integrations.sandbox.answers import Answer, Asked, moment, said
from pilotage.integrations.sandbox.reports import address
from pilotage.integrations.sandbox.state import CLIENT_ID, PROFILE, URL_SECONDS, Report, State

ROOT = "/reporting/reports"
_NEEDED = ("adProduct", "columns", "format", "groupBy", "reportTypeId", "timeUnit")
_STATUS = {
    "IN_QUEUE": "PENDING",
    "IN_PROGRESS": "PROCESSING",
    "DONE": "COMPLETED",
    "FATAL": "FAILED",
}


def denied(state: State, asked: Asked) -> Answer | None:
    """Why this call has no good sign-in, or none; the profile is asked for except by `/v2/profiles`."""
    bearer = asked.headers.get("authorization", "").removeprefix("Bearer ")
    if state.now() >= state.access.get(bearer, 0.0):
        return _no(401, "UNAUTHORIZED", "Not authorized to access this resource")
    if asked.headers.get("amazon-advertising-api-clientid") != CLIENT_ID:
        return _no(401, "UNAUTHORIZED", "Invalid client id")
    scope = asked.headers.get("amazon-advertising-api-scope")
    if asked.path != "/v2/profiles" and scope != str(PROFILE):
        return _no(401, "UNAUTHORIZED", "Invalid scope")
    return None


def profiles(_state: State, _asked: Asked) -> Answer:
    account = {"marketplaceStringId": "A1PA6795UKMFR9", "id": "ENTITYDEMO", "type": "seller", "name": "Invented"}  # fmt: skip
    return said(200, [{"profileId": PROFILE, "countryCode": "DE", "currencyCode": "EUR", "timezone": "Europe/Paris", "accountInfo": account}])  # fmt: skip


def create(state: State, asked: Asked) -> Answer:
    told = asked.body.get("configuration")
    if not isinstance(told, dict) or any(not told.get(name) for name in _NEEDED):
        return _no(400, "400", "configuration is incomplete.")
    if told["reportTypeId"] != "spSearchTerm" or told["format"] != "GZIP_JSON":
        return _no(400, "400", "The sandbox makes spSearchTerm as GZIP_JSON.")
    try:
        first, last = (date.fromisoformat(str(asked.body.get(n))) for n in ("startDate", "endDate"))
    except ValueError:
        return _no(400, "400", "startDate and endDate must be YYYY-MM-DD.")
    if not 0 <= (last - first).days < 31:
        return _no(400, "400", "The time span is 31 days at most.")
    wanted: dict[str, object] = {"startDate": str(first), "endDate": str(last), **told}
    for made in state.advertising.values():
        if made.asked == wanted and made.ends == "DONE":
            return _no(425, "425", f"The Request is a duplicate of : {made.key}")
    nth = len(state.advertising)
    ends = "FATAL" if state.dice(100, "ad ends", nth) < state.wish.failures else "DONE"
    key = state.name("ad report")
    report = Report(key, "spSearchTerm", wanted, state.now(), 1 + state.dice(2, key), ends)
    state.advertising[key] = report
    return said(200, _shown(report))


def shown(state: State, asked: Asked) -> Answer:
    report = state.advertising.get(asked.path.rpartition("/")[2])
    if report is None:
        return _no(404, "404", "Report not found.")
    report.status = report.ends if report.polls <= 0 else "IN_PROGRESS"
    report.polls -= 1
    held = _shown(report)
    if report.status == "DONE":
        until = moment(state.now() + URL_SECONDS)
        held |= {"url": address(state, asked, report.key), "urlExpiresAt": until, "fileSize": 0}
    if report.status == "FATAL":
        held["failureReason"] = "INTERNAL_ERROR"
    return said(200, held)


def _shown(report: Report) -> dict[str, object]:
    told = {k: v for k, v in report.asked.items() if k not in ("startDate", "endDate")}
    return {
        "reportId": report.key,
        "status": _STATUS[report.status],
        "startDate": report.asked["startDate"],
        "endDate": report.asked["endDate"],
        "configuration": told,
        "createdAt": moment(report.created),
        "updatedAt": moment(report.created),
        "name": None,
        "url": None,
        "urlExpiresAt": None,
        "failureReason": None,
    }


def _no(status: int, code: str, detail: str) -> Answer:
    return said(status, {"code": code, "detail": detail})
