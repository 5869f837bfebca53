"""The sandbox answers as Amazon's models say, and refuses as Amazon does: no client is needed to see it."""

from __future__ import annotations

import gzip
import http.client
import json
import urllib.error
import urllib.request
from decimal import Decimal
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from pilotage.cli.main import main
from pilotage.engines.statements import settlements
from pilotage.integrations.sandbox import CLIENT_ID, CLIENT_KEY, REFRESH, Sandbox, Wish, running

REPORTS = "/reports/2021-06-30"
AUGUST = {"dataStartTime": "2026-08-01T00:00:00Z", "dataEndTime": "2026-08-31T23:59:59Z"}


class Clock:
    def __init__(self) -> None:
        self.now = 1_790_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def sandbox(clock):
    with running(Wish(rows=40, clock=clock)) as one:
        yield one


def ask(sandbox: Sandbox, method: str, path: str, body: object = None, token: str = "", **headers):
    """Status, what was said, and the headers."""
    data = None if body is None else json.dumps(body).encode()
    sent = {"Content-Type": "application/json", "x-amz-access-token": token} | headers
    url = path if path.startswith("http") else sandbox.address + path
    try:
        request = urllib.request.Request(url, data, sent, method=method)  # noqa: S310 (our own)
        with urllib.request.urlopen(request) as got:  # noqa: S310
            return got.status, got.read(), got.headers
    except urllib.error.HTTPError as error:
        return error.code, error.read(), error.headers


def sign_in(sandbox: Sandbox, **changed: str):
    form = {"grant_type": "refresh_token", "refresh_token": REFRESH}
    form |= {"client_id": CLIENT_ID, "client_secret": CLIENT_KEY} | changed
    url = sandbox.address + "/auth/o2/token"
    request = urllib.request.Request(url, urlencode(form).encode())  # noqa: S310 (our own)
    try:
        with urllib.request.urlopen(request) as got:  # noqa: S310
            return json.load(got)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)["error"]


def made(sandbox: Sandbox, token: str, kind: str) -> str:
    """The document of a report that was asked for and waited for."""
    body = {"reportType": kind, "marketplaceIds": ["A1PA6795UKMFR9"], **AUGUST}
    status, said, _ = ask(sandbox, "POST", f"{REPORTS}/reports", body, token)
    assert status == 202
    seen = []
    while not seen or seen[-1]["processingStatus"] == "IN_PROGRESS":
        path = f"{REPORTS}/reports/{json.loads(said)['reportId']}"
        seen.append(json.loads(ask(sandbox, "GET", path, token=token)[1]))
    assert len(seen) > 1  # it never stands at once
    return seen[-1]["reportDocumentId"]


def test_a_wrong_secret_and_a_revoked_consent_are_told_apart(sandbox):
    assert sign_in(sandbox, client_secret="other") == (401, "invalid_client")
    assert sign_in(sandbox, refresh_token="Atzr|other") == (400, "invalid_grant")


def test_a_token_dies_after_an_hour(sandbox, clock):
    token = sign_in(sandbox)["access_token"]
    path = "/finances/transfers/2024-06-01/payouts"
    assert ask(sandbox, "GET", path, token=token)[0] == 200
    clock.now += 3600
    status, said, _ = ask(sandbox, "GET", path, token=token)
    assert (status, json.loads(said)["errors"][0]["code"]) == (403, "Unauthorized")


def test_a_code_is_good_once_and_for_five_minutes(sandbox, clock):
    def code() -> str:
        connection = http.client.HTTPConnection(*sandbox.server_address)
        back = urlencode({"state": "s1", "redirect_uri": "http://127.0.0.1:8000/back"})
        connection.request("GET", f"/apps/authorize/consent?application_id=a&{back}")
        answer = connection.getresponse()
        answer.read()
        connection.close()
        given = parse_qs(urlsplit(answer.headers["Location"]).query)
        assert given["state"] == ["s1"]
        return given["spapi_oauth_code"][0]

    once, late = code(), code()
    asked = {"grant_type": "authorization_code", "redirect_uri": "http://127.0.0.1:8000/back"}
    assert sign_in(sandbox, code=once, **asked)["refresh_token"].startswith("Atzr|")
    assert sign_in(sandbox, code=once, **asked) == (400, "invalid_grant")
    clock.now += 300
    assert sign_in(sandbox, code=late, **asked) == (400, "invalid_grant")


def test_a_vat_report_needs_a_restricted_token_and_its_address_lives_five_minutes(sandbox, clock):
    token = sign_in(sandbox)["access_token"]
    path = f"{REPORTS}/documents/{made(sandbox, token, 'GET_VAT_TRANSACTION_DATA')}"
    assert ask(sandbox, "GET", path, token=token)[0] == 403
    wanted = {"restrictedResources": [{"method": "GET", "path": path}]}
    given = ask(sandbox, "POST", "/tokens/2021-03-01/restrictedDataToken", wanted, token)[1]
    restricted = json.loads(given)["restrictedDataToken"]
    told = json.loads(ask(sandbox, "GET", path, token=restricted)[1])
    assert told["compressionAlgorithm"] == "GZIP"
    report = gzip.decompress(ask(sandbox, "GET", told["url"])[1]).decode()
    assert len(report.splitlines()) == 41
    clock.now += 300
    assert ask(sandbox, "GET", told["url"])[0] == 403
    again = json.loads(ask(sandbox, "GET", path, token=restricted)[1])["url"]
    assert gzip.decompress(ask(sandbox, "GET", again)[1]).decode() == report


def test_settlements_are_found_not_asked_for_and_add_up(sandbox, tmp_path):
    token = sign_in(sandbox)["access_token"]
    kind = "GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2"
    body = {"reportType": kind, "marketplaceIds": ["A1PA6795UKMFR9"]}
    assert ask(sandbox, "POST", f"{REPORTS}/reports", body, token)[0] == 400
    found = json.loads(ask(sandbox, "GET", f"{REPORTS}/reports?reportTypes={kind}&pageSize=3", token=token)[1])  # fmt: skip
    assert len(found["reports"]) == 3
    more = urlencode({"nextToken": found["nextToken"]})
    assert len(json.loads(ask(sandbox, "GET", f"{REPORTS}/reports?{more}", token=token)[1])["reports"]) == 1  # fmt: skip
    document = found["reports"][0]["reportDocumentId"]
    url = json.loads(ask(sandbox, "GET", f"{REPORTS}/documents/{document}", token=token)[1])["url"]
    file = tmp_path / "settlement.txt"
    file.write_bytes(gzip.decompress(ask(sandbox, "GET", url)[1]))
    (one,) = settlements([file])
    assert one.declared == sum((p.amount for p in one.parts), Decimal(0)) != 0


def test_a_bucket_runs_dry_and_fills_again(sandbox, clock):
    token = sign_in(sandbox)["access_token"]
    path = f"{REPORTS}/reports?reportTypes=GET_VAT_TRANSACTION_DATA"
    got = [ask(sandbox, "GET", path, token=token) for _ in range(11)]
    assert [status for status, _, _ in got] == [200] * 10 + [429]
    assert got[0][2]["x-amzn-RateLimit-Limit"] == "0.0222"
    assert "x-amzn-RateLimit-Limit" not in got[10][2]
    clock.now += 46
    assert ask(sandbox, "GET", path, token=token)[0] == 200


def test_the_same_report_asked_again_at_once_is_cancelled(sandbox):
    token = sign_in(sandbox)["access_token"]
    made(sandbox, token, "GET_LEDGER_DETAIL_VIEW_DATA")
    with pytest.raises(KeyError):
        made(sandbox, token, "GET_LEDGER_DETAIL_VIEW_DATA")


def test_search_terms_come_asynchronously_with_the_columns_asked_for(sandbox):
    token = sign_in(sandbox)["access_token"]
    ours = {"Authorization": f"Bearer {token}", "Amazon-Advertising-API-ClientId": CLIENT_ID}
    profile = json.loads(ask(sandbox, "GET", "/v2/profiles", **ours)[1])[0]["profileId"]
    assert ask(sandbox, "GET", "/reporting/reports/none", **ours)[0] == 401  # no profile is named
    ours["Amazon-Advertising-API-Scope"] = str(profile)
    told = {
        "adProduct": "SPONSORED_PRODUCTS", "groupBy": ["searchTerm"], "columns": ["searchTerm", "clicks"],
        "reportTypeId": "spSearchTerm", "timeUnit": "SUMMARY", "format": "GZIP_JSON",
    }  # fmt: skip
    body = {"startDate": "2026-08-01", "endDate": "2026-08-31", "configuration": told}
    held = json.loads(ask(sandbox, "POST", "/reporting/reports", body, **ours)[1])
    assert (held["status"], held["url"]) == ("PENDING", None)
    assert ask(sandbox, "POST", "/reporting/reports", body, **ours)[0] == 425
    while held["status"] != "COMPLETED":
        held = json.loads(ask(sandbox, "GET", f"/reporting/reports/{held['reportId']}", **ours)[1])
    rows = json.loads(gzip.decompress(ask(sandbox, "GET", held["url"])[1]))
    assert {tuple(row) for row in rows} == {("searchTerm", "clicks")}
    assert all(row["clicks"] >= 1 for row in rows)


def test_failures_follow_from_the_seed():
    def met(seed: int) -> list[int]:
        with running(Wish(seed, failures=50)) as one:
            for _ in range(12):
                try:
                    sign_in(one)
                except (OSError, http.client.HTTPException, ValueError, KeyError):
                    continue
            return [status for _, _, status in one.calls]

    first = met(1)
    assert first == met(1) != met(2)
    assert len(set(first)) > 2


def test_what_moves_money_is_not_there(sandbox):
    token = sign_in(sandbox)["access_token"]
    assert ask(sandbox, "POST", "/finances/transfers/2024-06-01/payouts", {}, token)[0] == 403
    assert sandbox.calls[-1] == ("POST", "/finances/transfers/2024-06-01/payouts", 403)


def test_options_out_of_range_are_one_sentence(capsys):
    assert main(["sandbox", "--failures", "100"]) == 2
    assert "SANDBOX_OPTIONS" in capsys.readouterr().err
