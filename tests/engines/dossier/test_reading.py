"""Invented pages as phones and chat applications make them: upright, on their side, cut, beyond reading, misnamed."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from pilotage.cli.main import main
from pilotage.engines.dossier.reading import read_document

pytestmark = pytest.mark.slow

DAY = date(2026, 11, 26)
PAGES = Path(__file__).parent / "pages"


def test_a_licence_on_its_side_reads_like_an_upright_one(tmp_path: Path) -> None:
    with Image.open(PAGES / "business_licence.jpg") as image:
        image.rotate(90, expand=True).save(tmp_path / "business_licence.png")
    read = read_document(tmp_path / "business_licence.png", DAY)
    assert (read.state, read.codes) == ("read", ("91330203MA11X13289",))
    assert {name: at.value for name, at in read.fields.items() if name != "scope"} == {
        "uscc": "91330203MA11X13289",
        "name": "宁波启航实业有限公司",
        "type": "有限责任公司(自然人独资)",
        "legal_representative": "区晓娜",
        "registered_capital": "伍佰万元整",
        "established": "2013-07-31",
        "valid_to": "2043-07-30",
        "address": "宁波市海曙区夏禾路195号2座1913室",
    }


def test_a_card_cut_in_half_and_a_card_named_licence(tmp_path: Path) -> None:
    with Image.open(PAGES / "legal_representative_id_front.jpg") as image:
        image.crop((0, 0, image.width // 3, image.height)).save(
            tmp_path / "legal_representative_id_front.png"
        )
        image.save(tmp_path / "business_licence.png")
    assert read_document(tmp_path / "legal_representative_id_front.png", DAY).state == "cropped"
    assert read_document(tmp_path / "business_licence.png", DAY).state == "wrong_kind"


def test_the_command_reads_a_folder(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    (tmp_path / "dossier.yaml").write_bytes((PAGES / "dossier.yaml").read_bytes())
    (tmp_path / "business_licence.jpg").write_bytes((PAGES / "blurred.jpg").read_bytes())
    assert main(["dossier", "check", str(tmp_path), "--marketplace", "DE", "--json"]) == 0
    answer = json.loads(capsysbinary.readouterr().out)
    assert answer["verdict"] == "cannot_read"
    codes = [found["code"] for found in answer["findings"]]
    assert codes == ["DOCUMENT_MISSING"] * 4 + ["DOCUMENT_UNREADABLE"]
    assert main(["dossier", "check", str(tmp_path / "no"), "--marketplace", "DE"]) == 2
    assert main(["dossier", "check", str(tmp_path), "--marketplace", "XX"]) == 2
