"""Reports API 2021-06-30: asked for, worked on, fetched from an address that lives five minutes (facts 1.4)."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta

from pilotage.engines.sp_api import month_file, restricted
from pilotage.integrations.sandbox import invented
from pilotage.integrations.sandbox.answers import Answer, Asked, moment, refused, said
from pilotage.integrations.sandbox.state import URL_SECONDS, Report, State
from pilotage.kernel.periods import Month

ROOT = "/reports/2021-06-30"
SETTLEMENT = "GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2"
# What a report that ignores marketplaceIds is told of instead.
_REGION = ["A1PA6795UKMFR9", "A13V1IB3VIYZZH", "APJ6JRA9NG5V4"]
_AGAIN_AFTER = 30 * 60


def create(state: State, asked: Asked) -> Answer:
    kind, sites = str(asked.body.get("reportType", "")), asked.body.get("marketplaceIds")
    if kind == SETTLEMENT or kind not in invented.MADE:
        return refused(400, "InvalidInput", f"Report type {kind} cannot be requested.")
    if not isinstance(sites, list) or not sites:
        return refused(400, "InvalidInput", "marketplaceIds is required.")
    try:
        invented.span(asked.body)
    except ValueError:
        return refused(400, "InvalidInput", "dataStartTime and dataEndTime must be ISO 8601.")
    key = str(100000000000 + state.dice(10**11, "report", len(state.reports)))
    wanted = {n: asked.body.get(n) for n in ("dataStartTime", "dataEndTime", "reportOptions")}
    told = month_file(kind)
    wanted["marketplaceIds"] = _REGION if told and told.is_of_region else sites
    ends = _end(state, kind, wanted)
    state.reports[key] = Report(key, kind, wanted, state.now(), 1 + state.dice(3, key), ends)
    return said(202, {"reportId": key})


def _end(state: State, kind: str, wanted: dict[str, object]) -> str:
    if _is_early(state, kind, wanted):
        return "FATAL"
    # Asked again within half an hour of a good one, Amazon cancels; the dice decide over the others.
    for made in state.reports.values():
        recent = state.now() - made.created < _AGAIN_AFTER
        if recent and made.ends == "DONE" and (made.type, made.asked) == (kind, wanted):
            return "CANCELLED"
    nth = len(state.reports)
    if state.dice(100, "ends", nth) < state.wish.failures:
        return ("CANCELLED", "FATAL")[state.dice(2, "which", nth)]
    return "DONE"


def _is_early(state: State, kind: str, wanted: dict[str, object]) -> bool:
    """Whether Amazon makes it only from a later day of the month that follows."""
    told = month_file(kind)
    if told is None or told.from_day == 1:
        return False
    after = Month.of(invented.span(wanted)[1]).shifted(1)
    return datetime.fromtimestamp(state.now(), UTC).date() < after.first.replace(day=told.from_day)


def listed(state: State, asked: Asked) -> Answer:
    """Reports of the given types; settlements appear by themselves, four of fourteen days each."""
    _settle(state)
    if token := asked.query.get("nextToken"):
        kinds, _, start = token.partition("|")
    else:
        kinds, start = asked.query.get("reportTypes", ""), "0"
    states = {s for s in asked.query.get("processingStatuses", "").split(",") if s}
    size = asked.query.get("pageSize", "10")
    if not kinds or not size.isdecimal() or not 1 <= int(size) <= 100 or not start.isdecimal():
        return refused(400, "InvalidInput", "reportTypes and a pageSize of 1 to 100 are required.")
    chosen = [
        r
        for r in state.reports.values()
        if r.type in kinds.split(",") and (not states or r.status in states)
    ]
    first, after = int(start), int(start) + int(size)
    page: dict[str, object] = {"reports": [_shown(r) for r in chosen[first:after]]}
    if after < len(chosen):
        page["nextToken"] = f"{kinds}|{after}"
    return said(200, page)


def _settle(state: State) -> None:
    today = datetime.fromtimestamp(state.started, UTC).date()
    for back in (56, 42, 28, 14):
        key = f"settlement-{back}"
        if key in state.reports:
            continue
        first, last = today - timedelta(days=back), today - timedelta(days=back - 14)
        span: dict[str, object] = {
            "dataStartTime": f"{first}T00:00:00Z",
            "dataEndTime": f"{last}T00:00:00Z",
        }
        made = Report(key, SETTLEMENT, span, state.started, 0, "DONE", "DONE", f"doc-{key}")
        state.reports[key] = made


def shown(state: State, asked: Asked) -> Answer:
    """One report; each question brings it one step on."""
    report = state.reports.get(asked.path.rpartition("/")[2])
    if report is None:
        return refused(404, "NotFound", "The report does not exist.")
    if report.polls > 0:
        report.polls -= 1
        report.status = "IN_PROGRESS"
    else:
        report.status = report.ends
        report.document = f"amzn1.spdoc.1.4.eu.{report.key}" if report.ends != "CANCELLED" else ""
        if report.type == SETTLEMENT:
            report.document = f"doc-{report.key}"
    return said(200, _shown(report))


def _shown(report: Report) -> dict[str, object]:
    sites = report.asked.get("marketplaceIds") or ["A1PA6795UKMFR9"]
    held: dict[str, object] = {
        "reportId": report.key,
        "reportType": report.type,
        "marketplaceIds": sites,
        "processingStatus": report.status,
        "createdTime": moment(report.created),
    }
    for name in ("dataStartTime", "dataEndTime"):
        if report.asked.get(name):
            held[name] = report.asked[name]
    if report.status in ("DONE", "FATAL") and report.document:
        held["reportDocumentId"] = report.document
    if report.status in ("DONE", "FATAL", "CANCELLED"):
        held["processingStartTime"] = held["processingEndTime"] = moment(report.created)
    return held


def document(state: State, asked: Asked) -> Answer:
    """A fresh address for the file; a restricted report asks for a restricted data token."""
    name = asked.path.rpartition("/")[2]
    report = next((r for r in state.reports.values() if r.document == name), None)
    if report is None:
        return refused(404, "NotFound", "The report document does not exist.")
    if (
        report.type in restricted()
        and asked.headers.get("x-amz-access-token") not in state.restricted
    ):
        return refused(403, "Unauthorized", "Access to requested resource is denied.", "A restricted data token is needed.")  # fmt: skip
    held = {"reportDocumentId": name, "url": address(state, asked, report.key)}
    return said(200, held | {"compressionAlgorithm": "GZIP"})


def address(state: State, asked: Asked, key: str) -> str:
    secret = state.name("url")
    state.urls[secret] = (state.now() + URL_SECONDS, key)
    return f"{asked.origin}/files/{secret}"


def file(state: State, asked: Asked) -> Answer:
    """The file itself, without sign-in; after five minutes S3's refusal."""
    until, key = state.urls.get(asked.path.rpartition("/")[2], (0.0, ""))
    if state.now() >= until:
        words = "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>"
        return Answer(403, words.encode(), {"Content-Type": "application/xml"})
    if key in state.advertising:
        made = invented.search_terms(state.wish.seed, state.advertising[key].asked)
        return Answer(
            200, gzip.compress(made, mtime=0), {"Content-Type": "application/octet-stream"}
        )
    report = state.reports[key]
    if report.ends == "FATAL":
        made, charset = b'{"errorDetails": "The report could not be generated."}', "UTF-8"
    else:
        made, charset = invented.MADE[report.type](state.wish.seed, state.wish.rows, report.asked)
    return Answer(
        200, gzip.compress(made, mtime=0), {"Content-Type": f"text/plain; charset={charset}"}
    )
