"""The certificate of an erasure (删除证明): what was erased, what stays, until when, by which law; signed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from pilotage.kernel.canonical import canonical_json

FORMAT = "pilotage-erasure-1"
_DOMAIN = f"{FORMAT}\n".encode()


def certify(statement: Mapping[str, Any], name: str, key: Ed25519PrivateKey) -> dict[str, Any]:
    """The statement (JSON values) with its signature under the name of the key."""
    said = {"format": FORMAT, **statement}
    return {
        "statement": said,
        "key": name,
        "public": key.public_key().public_bytes_raw().hex(),
        "signature": key.sign(_DOMAIN + canonical_json(said)).hex(),
    }


def is_certified(certificate: Mapping[str, Any], public: str = "") -> bool:
    """Whether the signature holds and, when `public` (hexadecimal) is given, is of that very key."""
    try:
        if certificate["statement"]["format"] != FORMAT:
            return False
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(certificate["public"]))
        said = _DOMAIN + canonical_json(certificate["statement"])
        key.verify(bytes.fromhex(certificate["signature"]), said)
    except (KeyError, TypeError, ValueError, InvalidSignature):
        return False
    return not public or certificate["public"] == public
