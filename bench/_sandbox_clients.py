"""Run by another Python that has the real clients: `python _sandbox_clients.py CLIENT ADDRESS`; prints one line of JSON.

None of these clients is in the lock, so nothing of Pilotage is imported here. An attempt is repeated on whatever error
its client raises: what is measured is whether the month completes.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
import urllib.parse
import urllib.request

ID = "amzn1.application-oa2-client.pilotage-sandbox"
KEY = "amzn1.oa2-cs.v1.invented-for-the-sandbox"
REFRESH = "Atzr|invented-for-the-sandbox"
SITE, PROFILE = "A1PA6795UKMFR9", "1000000000000001"
SETTLED, VAT = "GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2", "GET_VAT_TRANSACTION_DATA"
ASKED = (VAT, "GET_LEDGER_DETAIL_VIEW_DATA", "GET_SALES_AND_TRAFFIC_REPORT")
FIRST, LAST = "2026-08-01", "2026-08-31"
OPEN = ("IN_QUEUE", "IN_PROGRESS", "PENDING", "PROCESSING")
_failed: list[str] = []


def again(do):
    """What `do` gives, after at most 60 failures in a month."""
    while True:
        try:
            return do()
        except Exception as error:
            _failed.append(type(error).__name__)
            if len(_failed) > 60:
                raise
            time.sleep(0.02)


def month(create, status, document, listed) -> dict[str, int]:
    """Bytes of each file, by report: asked for and waited for, or found. Four callables of a client."""
    got = {}
    for kind in ASKED:
        while kind not in got:
            key = again(lambda kind=kind: create(kind))
            while (told := again(lambda key=key: status(key)))[0] in OPEN:
                time.sleep(0.01)
            if told[0] == "DONE":
                got[kind] = again(lambda told=told, kind=kind: document(told[1], kind))
    for key, name in again(listed):
        got[key] = again(lambda name=name: document(name, SETTLED))
    return got


def saleweaver(address: str) -> dict[str, int]:
    from sp_api.api import Finances, Reports, Tokens
    from sp_api.auth import AccessTokenClient
    from sp_api.base import Marketplaces

    class Here(AccessTokenClient):
        scheme, host = "http://", address.removeprefix("http://")

    signs = {"refresh_token": REFRESH, "lwa_app_id": ID, "lwa_client_secret": KEY}

    def client(kind, **more):
        made = kind(Marketplaces.DE, credentials=signs, auth_token_client_class=Here, **more)
        made.endpoint = address
        return made

    reports, tokens = client(Reports), client(Tokens)

    def document(name, kind):
        if kind != VAT:
            return len(reports.get_report_document(name, download=True).payload["document"])
        wanted = [{"method": "GET", "path": f"/reports/2021-06-30/documents/{name}"}]
        given = tokens.create_restricted_data_token(restrictedResources=wanted).payload
        fenced = client(Reports, restricted_data_token=given["restrictedDataToken"])
        return len(fenced.get_report_document(name, download=True).payload["document"])

    def status(key):
        told = reports.get_report(key).payload
        return told["processingStatus"], told.get("reportDocumentId")

    got = month(
        lambda kind: reports.create_report(reportType=kind, dataStartTime=FIRST, dataEndTime=LAST).payload["reportId"],
        status,
        document,
        lambda: [(r["reportId"], r["reportDocumentId"]) for r in reports.get_reports(reportTypes=[SETTLED]).payload["reports"]],
    )  # fmt: skip
    groups = again(lambda: client(Finances).list_financial_event_groups().payload)
    return got | {"groups": len(groups["FinancialEventGroupList"])}


def official(address: str) -> dict[str, int]:
    from spapi import SPAPIClient, SPAPIConfig
    from spapi.api.reports_v2021_06_30.reports_api import ReportsApi
    from spapi.api.tokens_v2021_03_01.tokens_api import TokensApi

    class Fenced:
        def __init__(self, token):
            self.token = token

        def get_lwa_access_token(self, *_, **__):
            return self.token

    def client():
        config = SPAPIConfig(client_id=ID, client_secret=KEY, refresh_token=REFRESH)
        return SPAPIClient(config, oauth_endpoint=f"{address}/auth/o2/token", endpoint=address)

    plain = client()
    reports, tokens = ReportsApi(plain.api_client), TokensApi(plain.api_client)

    def document(name, kind):
        asks = reports
        if kind == VAT:
            wanted = [{"method": "GET", "path": f"/reports/2021-06-30/documents/{name}"}]
            given = tokens.create_restricted_data_token({"restrictedResources": wanted})
            fenced = client()
            fenced.api_client.configuration.access_token_cache = Fenced(given.restricted_data_token)
            asks = ReportsApi(fenced.api_client)
        return len(_unzipped(asks.get_report_document(name).url))

    def create(kind):
        body = {"reportType": kind, "marketplaceIds": [SITE], "dataStartTime": FIRST, "dataEndTime": LAST}  # fmt: skip
        return reports.create_report(body).report_id

    def status(key):
        told = reports.get_report(key)
        return told.processing_status, told.report_document_id

    def listed():
        found = reports.get_reports(report_types=[SETTLED]).reports
        return [(r.report_id, r.report_document_id) for r in found]

    return month(create, status, document, listed)


def advertising(address: str) -> dict[str, int]:
    from ad_api.api.reports import Reports
    from ad_api.base import Marketplaces

    form = {"grant_type": "refresh_token", "refresh_token": REFRESH, "client_id": ID, "client_secret": KEY}  # fmt: skip

    def sign_in():
        data = urllib.parse.urlencode(form).encode()
        with urllib.request.urlopen(f"{address}/auth/o2/token", data) as said:  # noqa: S310 (the sandbox)
            return json.load(said)["access_token"]

    signs = {"refresh_token": REFRESH, "client_id": ID, "client_secret": KEY, "profile_id": PROFILE}
    reports = Reports(credentials=signs, marketplace=Marketplaces.EU, access_token=again(sign_in))
    reports.endpoint = address
    told = {
        "adProduct": "SPONSORED_PRODUCTS", "groupBy": ["searchTerm"], "columns": ["searchTerm", "clicks", "cost"],
        "reportTypeId": "spSearchTerm", "timeUnit": "SUMMARY", "format": "GZIP_JSON",
    }  # fmt: skip
    body = {"name": "month", "startDate": FIRST, "endDate": LAST, "configuration": told}

    def create():
        try:
            return reports.post_report(body=json.dumps(body)).payload["reportId"]
        except Exception as error:
            # A lost answer: the report is there already, and the refusal names it.
            if "duplicate of : " in str(error):
                return str(error).partition("duplicate of : ")[2][:20]
            raise

    while True:
        key = again(create)
        while (held := again(lambda key=key: reports.get_report(reportId=key)).payload)["status"] in OPEN:  # fmt: skip
            time.sleep(0.01)
        if held["status"] == "COMPLETED":
            rows = again(lambda key=key: _rows(reports, key))
            return {"spSearchTerm": rows}


def _rows(reports, key: str) -> int:
    url = reports.get_report(reportId=key).payload["url"]
    return len(reports.download_report(url=url, format="data").payload)


def _unzipped(url: str) -> bytes:
    with urllib.request.urlopen(url) as said:  # noqa: S310 (the sandbox)
        return gzip.decompress(said.read())


if __name__ == "__main__":
    chosen = {"saleweaver": saleweaver, "official": official, "advertising": advertising}[sys.argv[1]]  # fmt: skip
    files = chosen(sys.argv[2])
    print(json.dumps({"files": files, "retried": len(_failed)}))
