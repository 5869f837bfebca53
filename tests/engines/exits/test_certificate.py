"""A certificate of erasure holds as it was signed, and in no other way."""

from __future__ import annotations

import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pilotage.cli.main import main
from pilotage.engines.exits import certify, is_certified

KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
PUBLIC = KEY.public_key().public_bytes_raw().hex()
TOLD = {"certificate": "era_1", "erased_at": "2026-12-26", "erased": {"notices.notice": 3}}


@pytest.fixture
def certificate():
    return certify(TOLD, "platform-1", KEY)


def test_it_holds_and_says_by_whom(certificate, tmp_path, capsys):
    file = tmp_path / "era_1.json"
    file.write_text(json.dumps(certificate))
    assert is_certified(certificate, PUBLIC)
    assert main(["exit", "certificate", str(file), "--key", PUBLIC]) == 0
    assert (
        capsys.readouterr().out
        == f"ok: era_1, erased at 2026-12-26, signed by platform-1 {PUBLIC}\n"
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda c: c["statement"]["erased"].update({"notices.notice": 2}),
        lambda c: c["statement"].update(format="another"),
        lambda c: c.update(signature="00" * 64),
        lambda c: c.update(public="00" * 32),
        lambda c: c.pop("statement"),
        lambda c: c.update(signature=None),
    ],
)
def test_whatever_is_changed_it_holds_no_more(certificate, tmp_path, capsys, change):
    change(certificate)
    assert not is_certified(certificate)
    file = tmp_path / "era_1.json"
    file.write_text(json.dumps(certificate))
    assert main(["exit", "certificate", str(file)]) == 1
    assert capsys.readouterr().out.startswith("bad:")


def test_another_key_and_another_file_are_refused(certificate, tmp_path, capsys):
    assert not is_certified(certificate, "00" * 32)
    (tmp_path / "x").write_bytes(b"\xff")
    assert main(["exit", "certificate", str(tmp_path / "x")]) == 2
    assert "not a certificate" in capsys.readouterr().err
