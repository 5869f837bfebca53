"""What two signatures leave behind: one file that anybody can check with the platform's public key.

Both parties sign the same hash after a second factor; the platform seals the whole. The platform holds the
sealing key, so this is evidence and never a "reliable electronic signature" (可靠的电子签名) in the sense
of the E-Signature Law, art. 13; `LEVEL` says so wherever the signature is shown.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from pilotage.engines.contracts.contract import Contract, as_json
from pilotage.engines.contracts.findings import signable
from pilotage.kernel.canonical import canonical_json, instant, sha256
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text

FORMAT = "pilotage-signed-1"
LEVEL = Text(
    "一级：平台的电子签名，登录后凭一次性验证码（TOTP）点击签署，由平台盖章存证；"
    "不是“可靠的电子签名”，也不是合格电子签名（QES）。",
    "Level 1: an electronic signature of the platform, by click with a one-time code (TOTP), sealed by the "
    "platform; neither a “reliable electronic signature” nor a qualified one (QES).",
)
Role = Literal["seller", "partner"]
_DOMAIN = b"pilotage signed contract 1\n"
_FIELDS = {"contract", "format", "hash", "seal", "signatures"}
_SIGNATURE = {"at", "hash", "method", "party", "person"}


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed which hash, when (UTC text), and with what second factor."""

    party: Role
    person: str
    at: str
    method: str
    hash: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """A signed contract whose evidence holds in every respect."""

    number: str
    version: int
    hash: str
    signatures: tuple[Signature, ...]


def signed(
    contract: Contract, party: Role, person: str, at: datetime, method: str = "totp"
) -> Signature:
    """One party's signature; raises `Invalid("NOT_SIGNABLE")` for a contract that is not ready."""
    return Signature(party, person, instant(at), method, signable(contract))


def sealed(
    contract: Contract, signatures: Sequence[Signature], name: str, key: Ed25519PrivateKey
) -> bytes:
    """The evidence file, sealed with the platform's key of that name. Checked before it is given out."""
    body = {
        "format": FORMAT,
        "contract": as_json(contract),
        "hash": signable(contract),
        "signatures": [asdict(signature) for signature in signatures],
    }
    seal = {"key": name, "signature": key.sign(_DOMAIN + canonical_json(body)).hex()}
    evidence = canonical_json({**body, "seal": seal})
    verify(evidence, {name: key.public_key().public_bytes_raw().hex()})
    return evidence


def verify(
    evidence: bytes, keys: Mapping[str, str], expected: tuple[str, int] | None = None
) -> Sealed:
    """What the evidence proves; raises `Invalid("EVIDENCE_BROKEN")` with the first thing that is wrong.

    `keys` are the platform's public keys (hexadecimal) by name; `expected` is the contract's number and
    version, when a newer version than an older, equally genuine one must not be passed off.
    """
    body = _read(evidence)
    _check_seal(body, keys)
    contract = body["contract"]
    digest = sha256(canonical_json(contract))
    if body["hash"] != digest:
        raise _broken("合同与其哈希不符", "the contract does not have the hash it bears")
    if expected is not None and expected != (contract["number"], contract["version"]):
        raise _broken("不是所查的合同或版本", "it is another contract, or another version of it")
    signatures = tuple(_signature(raw, digest) for raw in body["signatures"])
    if sorted(signature.party for signature in signatures) != ["partner", "seller"]:
        raise _broken("缺少一方签名", "it does not bear one signature of each party")
    return Sealed(contract["number"], contract["version"], digest, signatures)


def _read(evidence: bytes) -> dict[str, Any]:
    """The parsed file, when its bytes are exactly the canonical form of what they say."""
    try:
        body = json.loads(evidence)
        is_canonical = canonical_json(body) == evidence
    except (ValueError, TypeError, RecursionError):
        body, is_canonical = None, False
    if not is_canonical or not isinstance(body, dict) or body.keys() != _FIELDS:
        raise _broken("文件不是规范格式", "the file is not in canonical form")
    if body["format"] != FORMAT:
        raise _broken("格式版本不符", "the format is another one")
    return body


def _check_seal(body: Mapping[str, Any], keys: Mapping[str, str]) -> None:
    covered = {name: value for name, value in body.items() if name != "seal"}
    try:
        name, signature = body["seal"]["key"], body["seal"]["signature"]
        # One spelling of a signature only, or a changed file could still bear a seal that holds.
        if body["seal"] != {"key": name, "signature": bytes.fromhex(signature).hex()}:
            raise ValueError
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(keys[name]))
        public.verify(bytes.fromhex(signature), _DOMAIN + canonical_json(covered))
    except (InvalidSignature, KeyError, TypeError, ValueError):
        raise _broken("平台印章无效", "the platform's seal does not hold") from None


def _signature(raw: Any, digest: str) -> Signature:
    if not isinstance(raw, dict) or raw.keys() != _SIGNATURE:
        raise _broken("签名无法读取", "a signature cannot be read")
    if raw["hash"] != digest:
        raise _broken("签的是另一个哈希", "a party signed another hash")
    return Signature(**raw)


def _broken(zh: str, en: str) -> Invalid:
    return Invalid(
        "EVIDENCE_BROKEN",
        Text("签署证据不成立：{what}。", "The evidence of signing does not hold: {what}."),
        Text(
            "请向对方索取原件，不要据此履行。",
            "Ask the other side for the original; do not act on this one.",
        ),
        what=Text(zh, en),
    )
