"""Filing files against the rules of their authorities, format by format."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from pilotage.engines.tax import Seller
from pilotage.engines.tax.filing import FORMATS, Document, Filer, documents, manifest
from pilotage.engines.tax.filing.it_lipe import NAMESPACE as LIPE
from pilotage.engines.tax.filing.pl_jpk import NAMESPACE as JPK
from pilotage.engines.tax.returns import Sum, build
from pilotage.kernel.errors import Invalid

SELLER = Seller(
    name="Shenzhen Hengyi Trading Co., Ltd.",
    established_in="CN",
    vat_numbers={
        "DE": "DE136695976", "FR": "FR40303265045", "ES": "ESB56257280", "PL": "PL3960054634",
        "IT": "IT38014940316", "GB": "GB994593902",
    },
    oss_state="DE",
)  # fmt: skip
FILER = Filer(
    SELLER,
    period_key="18A1",
    tax_office="1471",
    email="tax@example.com",
    prepared_at=datetime(2026, 3, 20, 9, 0, tzinfo=UTC),
)


def line(place: str, period: str, name: str, base: str, vat: str = "0", **more: Any) -> Sum:
    """One sum as a run gives it: amounts in text, rates in percent."""
    currency = {"GB": "GBP", "PL": "PLN"}.get(place, "EUR")
    told: dict[str, Any] = {"rate": None, "state": "", "dispatch": "", "corrected": "", "party": ""}
    told |= more
    if told["rate"] is not None:
        told["rate"] = int(Decimal(str(told["rate"])) * 100)
    cents = {part: int(Decimal(value) * 100) for part, value in (("base", base), ("vat", vat))}
    return Sum(place, period, currency, name, rows=1, **cents, **told)


def made(*sums: Sum, seller: Seller = SELLER, filer: Filer = FILER) -> list[Document]:
    return documents(build(sums, seller, []), filer)


def only(found: list[Document], form: str) -> Document:
    (one,) = [document for document in found if document.format == form]
    return one


# UK MTD: hmrc/vat-api, all fields mandatory, 1 + 2 = 3, |3 - 4| = 5, boxes 6 to 9 whole.
MTD_FIELDS = (
    "periodKey vatDueSales vatDueAcquisitions totalVatDue vatReclaimedCurrPeriod netVatDue "
    "totalValueSalesExVAT totalValuePurchasesExVAT totalValueGoodsSuppliedExVAT "
    "totalAcquisitionsExVAT finalised"
).split()


@pytest.mark.parametrize(
    ("sums", "wanted"),
    [
        (
            [line("GB", "2026-Q1", "taxed", "208.58", "41.71", rate=20)],
            {"vatDueSales": "41.71", "totalVatDue": "41.71", "netVatDue": "41.71", "totalValueSalesExVAT": "208"},
        ),
        (
            [line("GB", "2026-Q1", "taxed", "-99.99", "-20.00", rate=20)],
            {"vatDueSales": "-20.00", "totalVatDue": "-20.00", "netVatDue": "20.00", "totalValueSalesExVAT": "-99"},
        ),
        (
            [
                line("GB", "2026-Q1", "taxed", "100", "20", rate=20),
                line("GB", "2026-Q1", "acquisition", "50.60", "10.12", rate=20),
                line("GB", "2026-Q1", "input_vat", "25.90", "5.18"),
            ],
            {
                "vatDueAcquisitions": "10.12", "totalVatDue": "30.12", "vatReclaimedCurrPeriod": "15.30",
                "netVatDue": "14.82", "totalValuePurchasesExVAT": "76", "totalAcquisitionsExVAT": "50",
            },
        ),
    ],
    ids=["sales", "refunds only", "Northern Ireland"],
)  # fmt: skip
def test_mtd(sums: list[Sum], wanted: dict[str, str]) -> None:
    body = json.loads(only(made(*sums), "mtd").content, parse_float=str, parse_int=str)
    assert list(body) == MTD_FIELDS
    assert re.fullmatch(r"[#0-9A-Z]{4}", body["periodKey"])
    amounts = {name: Decimal(body[name]) for name in MTD_FIELDS[1:-1]}
    assert amounts["totalVatDue"] == amounts["vatDueSales"] + amounts["vatDueAcquisitions"]
    assert amounts["netVatDue"] == abs(amounts["totalVatDue"] - amounts["vatReclaimedCurrPeriod"])
    assert all("." not in body[name] for name in MTD_FIELDS[6:-1])
    assert {name: body[name] for name in wanted} == wanted


def test_mtd_never_invents_the_period_key() -> None:
    sums = [line("GB", "2026-Q1", "taxed", "100", "20", rate=20)]
    document = only(made(*sums, filer=Filer(SELLER)), "mtd")
    assert (document.missing, json.loads(document.content)["periodKey"]) == (("periodKey",), "?")


@pytest.mark.parametrize(
    ("sales", "acquired", "reclaimed", "total", "net"),
    [("105.50", "-100.45", "105.15", "5.05", "100.10"), ("100", "100", "100", "200.00", "100.00")],
)
def test_mtd_follows_the_examples_of_hmrc(
    sales: str, acquired: str, reclaimed: str, total: str, net: str
) -> None:
    made_of = made(
        line("GB", "2026-Q1", "taxed", "0", sales, rate=20),
        line("GB", "2026-Q1", "acquisition", "0", acquired, rate=20),
        line("GB", "2026-Q1", "input_vat", "0", str(Decimal(reclaimed) - Decimal(acquired))),
    )
    body = json.loads(only(made_of, "mtd").content, parse_float=str)
    assert (body["totalVatDue"], body["netVatDue"]) == (total, net)


def test_ustva_lists_kennzahlen_and_83_from_cut_bases() -> None:
    found = made(
        line("DE", "2026-01", "taxed", "158.98", "30.23", rate=19),
        line("DE", "2026-01", "acquisition", "26.52", "5.04", rate=19),
    )
    text = only(found, "ustva").content.decode()
    assert text.splitlines() == [
        "Kz;Betrag", "81;158", "89;26", "61;5,04", "83;29,92",
    ]  # 0.19 x (158 + 26) - 5.04  # fmt: skip


def test_ustva_with_deemed_supplies_says_what_is_unverified_on_its_face() -> None:
    document = only(made(line("DE", "2026-01", "deemed_supply", "188.27")), "ustva")
    assert "unverified" in document.name
    assert "43;188" in document.content.decode().splitlines()
    assert document.content.decode().splitlines()[1].startswith("# Kz 43")


def test_zm_has_version_lines_whole_euros_and_greece_as_el() -> None:
    found = made(
        line("DE", "2026-01", "ic_supply", "44.46", party="EL062592798"),
        line("DE", "2026-01", "ic_supply", "31.84", party="FR50463273888"),
        line("DE", "2026-01", "ic_supply", "0.40", party="NL872082064B01"),
    )
    lines = only(found, "zm").content.decode().splitlines()
    assert lines[:2] == ["#v3.0", "#ve3.2.1"]
    assert lines[3:] == ["EL062592798,44,L", "FR50463273888,31,L"]


def test_zm_is_split_after_1500_buyers() -> None:
    buyers = [line("DE", "2026-01", "ic_supply", "5", party=f"FR{n:011d}") for n in range(1_501)]
    parts = [d for d in made(*buyers) if d.format == "zm"]
    assert [len(part.content.decode().splitlines()) - 3 for part in parts] == [1_500, 1]
    assert len({part.name for part in parts}) == 2


def oss_sums() -> list[Sum]:
    def sale(state: str, dispatch: str, rate: object, base: str, vat: str) -> Sum:
        at = {"state": state, "dispatch": dispatch, "rate": rate}
        return line("OSS", "2026-Q1", "oss", base, vat, **at)

    return [
        sale("FR", "DE", 20, "222.94", "44.58"),
        sale("FR", "DE", "5.5", "25.91", "1.43"),
        sale("FR", "PL", 20, "10.00", "2.00"),
        sale("GR", "DE", 24, "50.00", "12.00"),
        line("OSS", "2026-Q1", "correction", "0", "-10.84", state="ES", corrected="2025-Q4"),
    ]


def test_oss_csv_of_the_bzst() -> None:
    document = only(made(*oss_sums()), "oss-bzst")
    assert document.content.decode("utf-8").split("\r\n") == [
        "#v2.0",
        "1,FR",
        "3,FR,REDUCED,5.50,25.91,1.43",
        "3,FR,STANDARD,20.00,222.94,44.58",
        "5,FR,1,PL,PL3960054634,,STANDARD,20.00,10.00,2.00",
        "1,EL",
        "3,EL,STANDARD,24.00,50.00,12.00",
        "",
    ]
    assert not document.content.startswith(b"\xef\xbb\xbf")
    assert "unverified" in document.name
    assert any("Satzart 6" in doubt.en for doubt in document.doubts)


def test_oss_message_adds_up_per_state() -> None:
    body = json.loads(only(made(*oss_sums()), "oss-json").content)
    assert body["vatReturnReferenceNumber"] == "DE/DE136695976/Q1.2026"
    assert body["period"] == {"year": 2026, "quarter": 1}
    assert [s["msconCountryCode"] for s in body["msconSupplies"]] == ["ES", "FR", "EL"]
    for state in body["msconSupplies"]:
        goods = Decimal(state["grandTotalMsidGoodsEUR"]) + Decimal(state["grandTotalMsestGoodsEUR"])
        corrections = Decimal(state["correctionsTotalEUR"])
        assert Decimal(state["balanceOfVatDueEUR"]) == goods + corrections
    positive = sum(max(Decimal(s["balanceOfVatDueEUR"]), 0) for s in body["msconSupplies"])
    assert Decimal(body["totalAmountVatDueEUR"]) == positive


def test_ca3_carries_edi_codes() -> None:
    found = made(
        line("FR", "2026-01", "taxed", "100", "20", rate=20),
        line("FR", "2026-01", "ic_supply", "31.09", party="NL872082064B01"),
    )
    body = json.loads(only(found, "ca3").content)
    coded = {entry["edi"]: entry["amount"] for entry in body["lines"] if entry["edi"]}
    assert coded == {"0979": "100.00", "0034": "31.09", "0207": "20.00", "8901": "20.00", "9992": "20.00"}  # fmt: skip


def test_303_fields_have_17_digits() -> None:
    found = made(line("ES", "2026-Q1", "taxed", "-100", "-21", rate=21))
    rows = only(found, "303").content.decode().splitlines()[2:]
    fields = dict(row.split(";") for row in rows)
    assert fields["07"] == "N0000000000010000"
    assert {len(field) for field in fields.values()} == {17}


def test_349_records_have_500_characters() -> None:
    found = made(line("ES", "2026-Q1", "ic_supply", "120.50", party="FR50463273888"))
    head, operator, rest = only(found, "349").content.decode("iso-8859-15").split("\r\n")
    assert (len(head), len(operator), rest) == (500, 500, "")
    assert operator[:17] == "23492026B56257280"
    assert operator[75:92].rstrip() == "FR50463273888"
    assert (operator[132], operator[133:146]) == ("E", "0000000012050")
    assert (head[135:137], head[137:146], head[146:161]) == ("1T", "000000001", "000000000012050")


def test_369_pages_have_the_widths_of_the_layout() -> None:
    spanish = Seller("Seller", "CN", {"ES": "ESB56257280", "FR": "FR40303265045"}, oss_state="ES")
    found = made(
        line("OSS", "2026-Q1", "oss", "10", "2.00", state="FR", dispatch="ES", rate=20),
        line("OSS", "2026-Q1", "oss", "10", "1.90", state="DE", dispatch="FR", rate=19),
        line("OSS", "2026-Q1", "correction", "0", "-50", state="DE", corrected="2022-Q1"),
        seller=spanish,
        filer=Filer(spanish),
    )
    head, home, away, fixed, _ = only(found, "369").content.decode("iso-8859-15").split("\r\n")
    # 5 + 1 + 1 + 22 + 17 + 1 + 2 + 15 + 125 + 4 + 1 + 2 + 8 + 8 + 1 after the page's name
    assert len(head) == 6 + 213
    assert len(home) == 6 + 28 * (2 + 5 + 1 + 17 + 17)
    assert len(away) == 6 + 28 * (2 + 15 + 2 + 5 + 1 + 17 + 17)
    assert home[6:].startswith("FR02000S" + "00000000000001000" + "00000000000000200")
    # AEAT's example: 300 declared, 250 right, a correction of -50
    assert fixed[6:].startswith("DE2022T01N0000000000005000")


LIPE_ORDER = (
    "NumeroModulo Mese TotaleOperazioniAttive TotaleOperazioniPassive IvaEsigibile IvaDetratta "
    "IvaDovuta IvaCredito ImportoDaVersare ImportoACredito"
).split()


def test_lipe_has_one_module_per_month_in_the_order_of_the_schema() -> None:
    found = made(
        line("IT", "2026-01", "taxed", "100.50", "22.11", rate=22),
        line("IT", "2026-03", "taxed", "-50", "-11", rate=22),
        line("IT", "2026-04", "reverse_charge", "80"),
    )
    first, second = (d for d in found if d.format == "lipe")
    modules = list(ET.fromstring(first.content).iter(f"{{{LIPE}}}Modulo"))  # noqa: S314 our own
    said = [{child.tag.split("}")[1]: child.text for child in module} for module in modules]
    assert [(m["NumeroModulo"], m["Mese"]) for m in said] == [("1", "1"), ("2", "3")]
    assert said[0]["TotaleOperazioniAttive"] == "100,50"
    assert (said[0]["IvaDovuta"], said[0]["ImportoDaVersare"]) == ("22,11", "22,11")
    assert (said[1]["IvaCredito"], said[1]["ImportoACredito"]) == ("11,00", "11,00")
    for module in said:
        assert list(module) == [name for name in LIPE_ORDER if name in module]
        assert all(re.fullmatch(r"-?\d{1,13},\d{2}", v) for v in list(module.values())[2:] if v)
    assert "2026-Q2" in second.name


def jpk() -> ET.Element:
    found = made(
        line("PL", "2026-02", "taxed", "353.62", "81.34", rate=23),
        line("PL", "2026-02", "taxed", "100.50", "8.04", rate=8),
        line("PL", "2026-02", "ic_supply", "358.22", party="IT03678270756"),
        line("PL", "2026-02", "ic_supply", "20.00", party="EL062592798"),
        line("PL", "2026-02", "acquisition", "1204.72", "277.09", rate=23),
        line("PL", "2026-02", "export", "10.50"),
    )
    document = only(found, "jpk")
    assert document.missing == ()
    return ET.fromstring(document.content)  # noqa: S314 our own


def texts(root: ET.Element, path: str) -> Iterator[str]:
    yield from (e.text or "" for e in root.iterfind(path.replace("/", f"/{{{JPK}}}")))


def test_jpk_declares_whole_zloty_and_its_own_sums() -> None:
    root = jpk()
    fields = {e.tag.split("}")[1]: e.text for e in next(root.iter(f"{{{JPK}}}PozycjeSzczegolowe"))}
    assert fields == {
        "P_17": "101", "P_18": "8", "P_19": "354", "P_20": "81", "P_21": "378", "P_22": "11",
        "P_23": "1205", "P_24": "277", "P_37": "2049", "P_38": "366",
        "P_42": "1205", "P_43": "277", "P_48": "277", "P_51": "89",
    }  # fmt: skip
    order = [int(name[2:]) for name in fields]
    assert order == sorted(order)


def test_jpk_rows_carry_one_invoice_mark_and_the_control_totals_add_up() -> None:
    root = jpk()
    rows = list(root.iter(f"{{{JPK}}}SprzedazWiersz"))
    marks = {"NrKSeF", "OFF", "BFK", "DI"}
    for row in rows:
        assert len([e for e in row if e.tag.split("}")[1] in marks]) == 1
    tax = sum(
        Decimal(e.text or "0")
        for row in rows
        for e in row
        if e.tag.split("}")[1] in ("K_16", "K_18", "K_20", "K_24")
    )
    assert list(texts(root, "./Ewidencja/SprzedazCtrl/PodatekNalezny")) == [str(tax)]
    assert list(texts(root, "./Ewidencja/SprzedazCtrl/LiczbaWierszySprzedazy")) == [str(len(rows))]
    assert list(texts(root, "./Ewidencja/ZakupCtrl/PodatekNaliczony")) == ["277.09"]
    countries = list(texts(root, "./Ewidencja/SprzedazWiersz/KodKrajuNadaniaTIN"))
    assert sorted(countries) == ["EL", "IT"]


def test_jpk_says_what_only_the_seller_knows() -> None:
    sums = [line("PL", "2026-02", "taxed", "100", "23", rate=23)]
    assert only(made(*sums, filer=Filer(SELLER)), "jpk").missing == (
        "KodUrzedu", "Email", "DataWytworzeniaJPK",
    )  # fmt: skip


def test_doubtful_files_say_so_in_name_and_manifest() -> None:
    found = made(*oss_sums(), line("ES", "2026-Q1", "ic_supply", "5", party="FR50463273888"))
    listed = {entry["file"]: entry for entry in json.loads(manifest(found))}
    assert set(listed) == {document.name for document in found}
    for name, entry in listed.items():
        assert entry["format"] in FORMATS
        assert entry["verified"] == (not entry["doubts"])
        assert ("unverified" in name) == (not entry["verified"]), name


def test_amounts_past_the_range_of_hmrc_are_refused() -> None:
    huge = line("GB", "2026-Q1", "taxed", "1000000000000", "200000000000", rate=20)
    with pytest.raises(Invalid) as refused:
        made(huge)
    assert refused.value.code == "VAT_NET_VALUE"
