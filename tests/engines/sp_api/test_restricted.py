"""A request for a restricted token is let out for reading named documents of a listed report, and for nothing else."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pilotage.engines import sp_api
from pilotage.engines.sp_api import Kind, Restricted, token
from pilotage.kernel.periods import Month
from pilotage.kernel.text import Text

# Written down from Amazon's list, independently of the table.
TYPES = """
    GET_AMAZON_FULFILLED_SHIPMENTS_DATA_INVOICING GET_AMAZON_FULFILLED_SHIPMENTS_DATA_TAX GET_EASYSHIP_DOCUMENTS
    GET_FLAT_FILE_ACTIONABLE_ORDER_DATA_SHIPPING GET_FLAT_FILE_ORDER_REPORT_DATA_INVOICING
    GET_FLAT_FILE_ORDER_REPORT_DATA_SHIPPING GET_FLAT_FILE_ORDER_REPORT_DATA_TAX GET_GST_MTR_B2B_CUSTOM
    GET_ORDER_REPORT_DATA_INVOICING GET_ORDER_REPORT_DATA_SHIPPING GET_ORDER_REPORT_DATA_TAX
    GET_VAT_TRANSACTION_DATA SC_VAT_TAX_REPORT
""".split()
VAT = "GET_VAT_TRANSACTION_DATA"
DOCUMENTS = {"doc.1": VAT, "doc.2": VAT, "doc.s": "SC_VAT_TAX_REPORT", "doc.l": "GET_LEDGER_DETAIL_VIEW_DATA"}  # fmt: skip
ROOT = "/reports/2021-06-30/documents/"
ONE = {"method": "GET", "path": ROOT + "doc.1"}


def asks(*resources: object, **more: object) -> dict[str, object]:
    return {"restrictedResources": list(resources), **more}


def test_the_vat_report_alone_is_open_of_the_thirteen():
    assert sorted(sp_api.restricted()) == sorted(TYPES)
    assert [one.type for one in sp_api.restricted().values() if one.kind is not Kind.REVIEW] == [VAT]  # fmt: skip
    assert sp_api.restricted()[VAT].kind is Kind.READ


@pytest.mark.parametrize(
    "body",
    [
        asks(ONE), asks(ONE, {"method": "GET", "path": ROOT + "doc.2"}), asks(*[ONE] * 50),
        asks({**ONE, "dataElements": []}), asks(ONE, marketplaceIds=["A1PA6795UKMFR9"]),
    ],
)  # fmt: skip
def test_what_is_asked_for(body):
    assert token(body, DOCUMENTS) == sp_api.restricted()[VAT]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ({}, "1 to 50"), (asks(), "1 to 50"), (asks(*[ONE] * 51), "1 to 50"), ({"restrictedResources": {}}, "1 to 50"),
        (asks(ONE, targetApplication="amzn1.sellerapps.app.x"), "another application"),
        (asks("GET"), "not known"), (asks({**ONE, "more": 1}), "not known"),
        (asks({**ONE, "method": "PUT"}), "reading"), (asks({**ONE, "method": "get"}), "reading"), (asks({"path": ONE["path"]}), "reading"),
        (asks({**ONE, "path": ROOT + "{reportDocumentId}"}), "by their number"), (asks({**ONE, "path": ROOT}), "by their number"),
        (asks({**ONE, "path": ROOT + "doc.1/x"}), "by their number"), (asks({**ONE, "path": ROOT + "doc.1?x=1"}), "by their number"),
        (asks({**ONE, "path": ROOT + "doc.1\n"}), "by their number"), (asks({**ONE, "path": ["a"]}), "by their number"),
        (asks({**ONE, "path": "/orders/v0/orders/1/address"}), "by their number"), (asks({**ONE, "path": "/orders/v0/orders"}), "by their number"),
        (asks({**ONE, "dataElements": ["buyerInfo"]}), "further elements"), (asks({**ONE, "dataElements": "buyerInfo"}), "further elements"),
        (asks({**ONE, "path": ROOT + "doc.9"}), "did not say"), (asks({**ONE, "path": ROOT + "doc.l"}), "did not say"),
        (asks({**ONE, "path": ROOT + "doc.s"}), "SC_VAT_TAX_REPORT"),
        (asks(ONE, {**ONE, "path": ROOT + "doc.s"}), "SC_VAT_TAX_REPORT"),
    ],
)  # fmt: skip
def test_what_is_refused_and_why(body, why):
    said = token(body, DOCUMENTS)
    assert isinstance(said, Text) and why in said.en


paths = st.sampled_from([ROOT + one for one in (*DOCUMENTS, "{reportDocumentId}", "doc.9", "..")])
resources = st.fixed_dictionaries(
    {"method": st.sampled_from(["GET", "GET", "POST", "DELETE"]), "path": paths},
    optional={"dataElements": st.sampled_from([[], ["shippingAddress"], None, 7])},
)
junk = st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=8), lambda x: st.lists(x, max_size=2) | st.dictionaries(st.text(max_size=6), x, max_size=2), max_leaves=4)  # fmt: skip


@given(st.lists(resources | junk, max_size=4) | junk, st.booleans())
def test_what_gets_a_token_is_a_known_vat_document_whatever_stands_beside_it(wanted, delegated):
    body = {"restrictedResources": wanted} | ({"targetApplication": "x"} if delegated else {})
    if isinstance(token(body, DOCUMENTS), Restricted):
        assert not delegated
        told = [(one["method"], one["path"], one.get("dataElements")) for one in wanted]
        assert told and all(m == "GET" and p in (ROOT + "doc.1", ROOT + "doc.2") and not e for m, p, e in told)  # fmt: skip


def test_a_file_is_asked_for_where_the_role_and_the_day_allow_it():
    october, vat = Month(2026, 10), sp_api.month_file(VAT)

    def why(day: int, role: str = "tax-invoicing", region: str = "eu") -> Text | None:
        return sp_api.by_hand(vat, [role], region=region, month=october, day=date(2026, 11, day))

    assert "2026-11-03" in why(2).en and why(3) is None
    assert "tax-invoicing" in why(3, "pricing").en and "European region" in why(3, region="na").en
    assert sp_api.month_file("GET_NOTHING") is None
