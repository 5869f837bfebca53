"""Signed contracts: both sign one hash, and no change of the evidence, by bit or by design, is believed."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.engines.contracts.samples import contract

from pilotage.engines.contracts import as_json, contract_hash
from pilotage.engines.contracts.evidence import LEVEL, sealed, signed, verify
from pilotage.kernel.canonical import canonical_json, sha256
from pilotage.kernel.errors import Invalid

KEY, STRANGER = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (1, 2))
KEYS = {"seal:2026": KEY.public_key().public_bytes_raw().hex()}
AT = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)
WHOLE = contract()


def both(one=WHOLE):
    return [
        signed(one, "seller", "王岚", AT),
        signed(one, "partner", "李默", AT + timedelta(hours=3)),
    ]


EVIDENCE = sealed(WHOLE, both(), "seal:2026", KEY)
BODY = json.loads(EVIDENCE)


def refused(evidence, expected=None):
    with pytest.raises(Invalid) as caught:
        verify(evidence, KEYS, expected)
    assert caught.value.code == "EVIDENCE_BROKEN"
    return caught.value.says.en


def test_both_signed_the_same_hash():
    found = verify(EVIDENCE, KEYS, expected=("HT-2026-0001", 1))
    assert found.hash == contract_hash(WHOLE)
    assert [s.person for s in found.signatures] == ["王岚", "李默"]
    assert found.signatures[0].at == "2026-11-25T04:00:00.000000Z"


def test_the_level_is_named_honestly():
    assert "不是“可靠的电子签名”" in LEVEL.zh and LEVEL.en.startswith("Level 1")


def test_what_is_not_ready_is_neither_signed_nor_sealed():
    unready = WHOLE.without("liability")
    with pytest.raises(Invalid, match="NOT_SIGNABLE"):
        signed(unready, "seller", "王岚", AT)
    with pytest.raises(Invalid, match="NOT_SIGNABLE"):
        sealed(unready, both(), "seal:2026", KEY)


@pytest.mark.parametrize(
    ("signatures", "says"),
    [
        ([], "each party"),
        (both()[:1], "each party"),
        ([both()[0], both()[0]], "each party"),
        ([*both(), both()[1]], "each party"),
        ([both()[0], replace(both()[1], hash="0" * 64)], "another hash"),
        (both(WHOLE.with_values("penalty", penalty="20%")), "another hash"),
    ],
)
def test_no_seal_on_anything_but_one_signature_of_each_party(signatures, says):
    with pytest.raises(Invalid, match=says):
        sealed(WHOLE, signatures, "seal:2026", KEY)


@pytest.mark.parametrize("number", [200, pytest.param(10_000, marks=pytest.mark.slow)])
def test_single_bits_are_all_noticed(number):
    dice = random.Random(1)
    for _ in range(number):
        changed = bytearray(EVIDENCE)
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
        refused(bytes(changed))


def _written(body):
    return canonical_json(body)


def _leaves(value, path=()) -> Iterator[tuple]:
    """The way to each plain value inside."""
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from _leaves(value[key], (*path, key))
    else:
        yield path


def _with(path, change):
    """The body with the value at `path` changed, or taken out for `None`."""
    body = json.loads(EVIDENCE)
    place = body
    for key in path[:-1]:
        place = place[key]
    if change is None:
        del place[path[-1]]
    else:
        place[path[-1]] = change(place[path[-1]])
    return body


def structured() -> Iterator[bytes]:
    """Attacks by design, each repaired as far as somebody without the key could."""
    yield from (EVIDENCE + more for more in (b"\n", b" ", b"{}", b"\0", EVIDENCE))
    yield from (b"", b"null", b"[]", b"{}", EVIDENCE[:-1], EVIDENCE[1:], b"\xef\xbb\xbf" + EVIDENCE)
    yield json.dumps(BODY).encode()
    yield json.dumps(BODY, indent=1, ensure_ascii=False).encode()
    yield EVIDENCE.replace(b'{"contract"', b'{"contract":{},"contract"', 1)
    for path in _leaves(BODY):
        yield _written(_with(path, lambda old: f"{old}x" if isinstance(old, str) else old + 1))
        yield _written(_with(path, None))
        yield _written(_with(path, lambda _: []))
    for path in _leaves(BODY["contract"]):
        body = _with(("contract", *path), lambda old: f"{old}x" if isinstance(old, str) else 9)
        body["hash"] = sha256(canonical_json(body["contract"]))
        body["signatures"] = [{**s, "hash": body["hash"]} for s in body["signatures"]]
        yield _written(body)
    yield _written({**BODY, "signatures": BODY["signatures"][::-1]})
    yield _written(
        {
            **BODY,
            "signatures": [{**BODY["signatures"][0], "party": p} for p in ("seller", "partner")],
        }
    )
    yield sealed(WHOLE, both(), "seal:2026", STRANGER)
    yield sealed(WHOLE, both(), "seal:2027", KEY)
    newer = WHOLE.with_values("penalty", penalty="20%")
    other = json.loads(sealed(newer, both(newer), "seal:2026", KEY))
    for field in ("contract", "hash", "seal", "signatures"):
        yield _written({**BODY, field: other[field]})


@pytest.mark.slow
def test_hundreds_of_attacks_by_design_are_all_noticed():
    attacks = list(structured())
    assert len(set(attacks) - {EVIDENCE}) == len(attacks) >= 200
    for attack in attacks:
        refused(attack)


def test_a_genuine_older_version_is_not_passed_off_as_the_newer():
    assert "another version" in refused(EVIDENCE, expected=("HT-2026-0001", 2))
    assert "another contract" in refused(EVIDENCE, expected=("HT-2026-0002", 1))


def test_the_evidence_says_all_that_was_signed():
    assert BODY["contract"] == json.loads(canonical_json(as_json(WHOLE)))
    assert BODY["signatures"] == [asdict(signature) for signature in both()]
