"""The paper says every value that a machine reads, and its seal is believed only for the very bytes that were sealed."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from tests.engines.contracts.samples import contract

from pilotage.engines.contracts import (
    contract_from,
    contract_hash,
    examine,
    machine_text,
    machine_values,
    paper,
    seal,
    signed,
)
from pilotage.engines.contracts.contract import as_json
from pilotage.kernel.errors import Invalid

pytestmark = pytest.mark.slow

AT = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)
WHOLE = contract()


def keys(number: int) -> tuple[bytes, bytes]:
    """A key and a certificate that it issued to itself."""
    key = ec.derive_private_key(number, ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Pilotage")])
    usage = dict.fromkeys("key_encipherment data_encipherment key_agreement key_cert_sign crl_sign encipher_only decipher_only".split(), False)  # fmt: skip
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 7)
        .not_valid_before(AT - timedelta(days=1))
        .not_valid_after(AT + timedelta(days=1))
        .add_extension(
            x509.KeyUsage(digital_signature=True, content_commitment=True, **usage), True
        )
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return secret, made.public_bytes(Encoding.DER)


KEY, CERTIFICATE = keys(41)
PLAIN = paper(WHOLE, [signed(WHOLE, "seller", "王岚", AT), signed(WHOLE, "partner", "李默", AT)])
SEALED = seal(PLAIN, KEY, CERTIFICATE, AT)


def shown(pdf: bytes) -> str:
    """All text of the pages in order, without blanks: a line's end splits values."""
    pages = PdfFileReader(BytesIO(pdf)).root["/Pages"]["/Kids"]
    streams = (page.get_object()["/Contents"].data for page in pages)
    return "".join(re.sub(r"\s", "", part) for data in streams for part in _strings(data))


def _strings(data: bytes) -> Iterator[str]:
    for found in re.finditer(rb"\((?P<text>(?:\\.|[^\\()])*)\)\s*Tj", data, re.DOTALL):
        plain = re.sub(rb"\\([0-7]{3}|.)", _unescaped, found["text"], flags=re.DOTALL)
        yield plain.decode("utf-16-be")


def _unescaped(found: re.Match[bytes]) -> bytes:
    text = found[1]
    return bytes([int(text, 8)]) if len(text) == 3 else {b"n": b"\n", b"r": b"\r", b"t": b"\t"}.get(text, text)  # fmt: skip


def test_every_value_that_a_machine_reads_stands_on_the_paper():
    text = shown(SEALED)
    for meaning, value in machine_values(WHOLE).items():
        assert re.sub(r"\s", "", f"{meaning} = {machine_text(value)}") in text, meaning
    assert contract_hash(WHOLE) in text
    assert "王岚" in text and "不是“可靠的电子签名”" in text and "thirdparty" in text


def test_the_same_contract_gives_the_same_paper():
    again = contract_from(as_json(WHOLE))
    assert again == WHOLE and contract_hash(again) == contract_hash(WHOLE)
    assert paper(again, []) == paper(WHOLE, [])


@pytest.mark.parametrize("raw", [{}, [], None, {**as_json(WHOLE), "version": None}, {**as_json(WHOLE), "more": 1}])  # fmt: skip
def test_other_json_is_no_contract(raw):
    with pytest.raises(Invalid, match="CONTRACT_UNREADABLE"):
        contract_from(raw)


def test_a_sealed_paper_holds():
    found = examine(SEALED, [CERTIFICATE], AT)
    assert found.holds
    assert (found.bottom_line, found.coverage, found.modification) == (True, "ENTIRE_FILE", "NONE")


@pytest.mark.parametrize("days", [-2, 2])
def test_nothing_is_sealed_outside_the_certificates_validity(days):
    with pytest.raises(Invalid, match="SEAL_EXPIRED"):
        seal(PLAIN, KEY, CERTIFICATE, AT + timedelta(days=days))


@pytest.mark.parametrize("number", [100, pytest.param(1_000, marks=pytest.mark.slow)])
def test_single_bits_are_all_noticed(number):
    dice = random.Random(2)
    for _ in range(number):
        changed = bytearray(SEALED)
        place = dice.randrange(len(changed))
        changed[place] ^= 1 << dice.randrange(8)
        assert not examine(bytes(changed), [CERTIFICATE], AT).holds, place


def test_bits_of_the_container_are_noticed_one_by_one():
    """Where a signature lies, no signature covers the bytes: there the spelling is compared."""
    start = SEALED.index(b"/Contents <3082") + len(b"/Contents <")
    for place in range(start, start + 2300, 23):
        changed = bytearray(SEALED)
        changed[place] ^= 0x20
        assert not examine(bytes(changed), [CERTIFICATE], AT).holds, place


def _rewritten() -> bytes:
    """Another page content in a later revision."""
    writer = IncrementalPdfFileWriter(BytesIO(SEALED))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page["/Contents"].get_object()._data = b"BT ET"
    writer.mark_update(page.raw_get("/Contents"))
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


@pytest.mark.parametrize(
    "attack",
    [b"", PLAIN, SEALED[:-1], SEALED + b"\n", SEALED + SEALED, seal(PLAIN, *keys(42), AT), _rewritten()],
    ids=["empty", "unsealed", "cut", "longer", "twice", "strangers_seal", "later_revision"],
)  # fmt: skip
def test_files_made_to_deceive_do_not_hold(attack):
    assert not examine(attack, [CERTIFICATE], AT).holds
