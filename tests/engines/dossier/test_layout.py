"""Fields from lines alone, without the models: words of many banks, labels beside each other, labels not seen."""

from __future__ import annotations

import pytest

from pilotage.engines.dossier.folding import printed
from pilotage.engines.dossier.reading import extract
from pilotage.engines.dossier.reading.dates import days
from pilotage.engines.dossier.reading.lines import Line


def page(*placed: tuple[int, int, str]) -> list[Line]:
    """Lines of 30 in height at x and y."""
    return [
        Line(text, 0.99, (x, y, x + 20 * len(text), y + 30), x, y, 20.0 * len(text), 30.0)
        for x, y, text in placed
    ]


@pytest.mark.parametrize(
    "labels",
    [
        ("户名 Account Name", "英文户名 Name in English", "账号 Account No.", "账单期间", "出具日期"),
        ("账户名称：", "英文名称：", "账户号码：", "起止日期：", "打印日期："),
        ("客户名称", "客户英文名称", "卡号/账号", "对账期间", "制单日期"),
        ("开户名称", "公司英文名称", "帐号", "查询区间", "出单日期"),
        ("Account Name", "Name in English", "Account Number", "Statement Period", "Date of Issue"),
    ],
    ids=lambda labels: labels[0],
)  # fmt: skip
def test_a_bank_has_its_own_words(labels: tuple[str, ...]) -> None:
    values = (
        "泉州海拓贸易有限公司",
        "HAITUO TRADING",
        "6228 0001",
        "2026-07-01至2026-07-31",
        "20260801",
    )
    rows = [(x, 60 * n, t) for n, pair in enumerate(zip(labels, values, strict=True))
            for x, t in zip((100, 500), pair, strict=True)]  # fmt: skip
    found = {name: at.value for name, at in extract.bank_statement(page(*rows)).items()}
    assert found == {
        "holder": "泉州海拓贸易有限公司", "holder_en": "HAITUO TRADING", "account_number": "62280001",
        "period_from": "2026-07-01", "period_to": "2026-07-31", "issued": "2026-08-01",
    }  # fmt: skip


def test_two_labels_in_one_row() -> None:
    row = page(
        (100, 0, "户名"), (250, 0, "青岛云帆有限公司"), (700, 0, "账号"), (800, 0, "62280001")
    )
    found = extract.bank_statement(row)
    assert (found["holder"].value, found["account_number"].value) == (
        "青岛云帆有限公司",
        "62280001",
    )


def test_a_licence_whose_widely_set_labels_were_read_as_columns_of_characters() -> None:
    found = extract.business_licence(
        page(
            (260, 0, "东莞森林贸易有限公司"),
            (172, 40, "型"), (260, 60, "有限责任公司(自然人独资)"),
            (175, 120, "所"), (260, 120, "东莞市虎门镇正阳中路393号"), (260, 160, "3栋1010室"),
            (100, 230, "法定代表人"), (260, 230, "林志远"),
        )
    )  # fmt: skip
    assert {name: at.value for name, at in found.items()} == {
        "name": "东莞森林贸易有限公司",
        "type": "有限责任公司(自然人独资)",
        "address": "东莞市虎门镇正阳中路393号3栋1010室",
        "legal_representative": "林志远",
    }


def test_dates_without_marks_between() -> None:
    assert days("20260701-20260731") == ["2026-07-01", "2026-07-31"]
    assert days("6228202607010001") == []


def test_a_term_that_goes_on_below_ends_at_its_second_date() -> None:
    first, second = (100, 0, "营业期限"), (300, 0, "2012年04月23日至2046年04")
    found = extract.business_licence(page(first, second, (300, 40, "月23日")))
    assert found["valid_to"].value == "2046-04-23"
    assert "valid_to" not in extract.business_licence(page(first, second))


def test_what_no_paper_prints_is_a_misreading() -> None:
    assert printed("D∪AN Y∪SI 義烏 ΑΒ123") == "DUAN YUSI 义乌 AB123"
    assert days("于1201年4月4日 Issued 2012.04.04") == ["2012-04-04"]
