"""The USPTO's bulk XML as a register; every application here is invented."""

from __future__ import annotations

import zipfile

import pytest

from pilotage.engines.marks import Entry, Register, entries
from pilotage.kernel.errors import Invalid


def case(serial, mark, moved="20260105", classes=("025",), number="0000000", **header):
    dates = "".join(
        f"<{k.replace('_', '-')}>{v}</{k.replace('_', '-')}>" for k, v in header.items()
    )
    goods = "".join(
        f"<classification><international-code>{c}</international-code></classification>"
        for c in classes
    )
    return (
        f"<case-file><serial-number>{serial}</serial-number><registration-number>{number}</registration-number>"
        f"<transaction-date>{moved}</transaction-date><case-file-header><filing-date>20240131</filing-date>{dates}"
        f"<mark-identification>{mark}</mark-identification></case-file-header><classifications>{goods}</classifications>"
        "<case-file-owners><case-file-owner><party-name>Anlan Ltd</party-name></case-file-owner></case-file-owners></case-file>"
    )  # fmt: skip


def daily(*cases):
    return (
        '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE trademark-applications-daily [<!ELEMENT version (#PCDATA)>]>'
        "<trademark-applications-daily><application-information><file-segments><action-keys>"
        f"{''.join(cases)}</action-keys></file-segments></application-information></trademark-applications-daily>"
    ).encode()  # fmt: skip


def test_a_filing_is_an_entry_with_its_classes_status_and_day(tmp_path):
    path = tmp_path / "apc260105.xml"
    path.write_bytes(
        daily(case("97000001", "ZANDERO &amp; CO", classes=("025", "018", "A", "200")))
    )
    (one,) = entries(path)
    assert (one.id, one.mark, one.classes, one.status, one.alive) == ("97000001", "ZANDERO & CO", "18,25", "pending", True)  # fmt: skip
    assert (one.filed, dict(one.more)["owner"], dict(one.more)["office"]) == ("2024-01-31", "Anlan Ltd", "USPTO")  # fmt: skip


@pytest.mark.parametrize(
    ("written", "number"), [("0000000", ""), ("0612340", "612340"), ("7000000", "7000000")]
)
def test_a_registration_number_loses_no_zero_but_those_that_fill_it(tmp_path, written, number):
    path = tmp_path / "a.xml"
    path.write_bytes(daily(case("1", "ZANDERO", number=written)))
    assert dict(entries(path)[0].more)["registration_number"] == number


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ({}, "pending"),
        ({"registration_date": "20250203"}, "registered"),
        ({"registration_date": "20250203", "cancellation_date": "20260101"}, "cancelled"),
        ({"abandonment_date": "20250203"}, "abandoned"),
        ({"registration_date": "19900203", "status_code": "900"}, "expired"),
    ],
)
def test_status_from_the_dates(tmp_path, header, status):
    path = tmp_path / "a.xml"
    path.write_bytes(daily(case("1", "ZANDERO", **header)))
    assert entries(path)[0].status == status
    assert entries(path)[0].alive == (status in {"pending", "registered"})


def test_the_latest_record_of_a_serial_number_counts_and_a_zip_will_do(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.writestr("a.xml", daily(case("1", "NEW", "20260105"), case("1", "OLD", "20250105")))
        packed.writestr("readme.txt", "no XML")
    assert [entry.mark for entry in entries(tmp_path / "a.zip")] == ["NEW"]


_GROWING = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx">'
    + b"".join(b'<!ENTITY x%d "%s">' % (n, (b"&x%d;" % (n - 1) if n else b"&x;") * 40) for n in range(8))
    + b"]><a>&x7;</a>"
)  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [b"<?xml version='1.0'?><a/>", b"<?xml version='1.0'?><case-file>", b"PK\x03\x04broken", daily(), _GROWING],
    ids=["other", "cut", "zip", "empty", "entities"],
)  # fmt: skip
def test_what_is_no_such_file_is_refused_in_a_sentence(tmp_path, content):
    (tmp_path / "a.xml").write_bytes(content)
    with pytest.raises(Invalid, match="FILE_UNUSABLE"):
        entries(tmp_path / "a.xml")


def test_of_equals_the_living_come_first_then_the_older():
    register = [
        Entry("1", "ZANDERO", "25", "Dead/Cancelled", (("filed", "1999-01-01"),)),
        Entry("2", "ZANDERO", "25", "registered", (("Filed", "2020-01-01"),)),
        Entry("3", "ZANDERO", "25", "已注册", (("申请日", "2010-01-01"),)),
        Entry("4", "ZANDERO", "25", "已失效", (("filed", "1990-01-01"),)),
        Entry("5", "ZANDERO", "25", "pending"),
    ]
    hits = Register(register).screen("ZANDERO", "25")
    assert [hit.entry.id for hit in hits] == ["3", "2", "5", "4", "1"]
    assert [hit.entry.id for hit in Register(register[::-1]).screen("ZANDERO", "25")] == [
        "3",
        "2",
        "5",
        "4",
        "1",
    ]
