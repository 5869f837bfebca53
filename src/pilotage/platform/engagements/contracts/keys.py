"""The platform's own keys, made once and kept below PILOTAGE_VAR: one signs evidence, one seals paper.

The seal's certificate is issued by the platform to itself; every place that shows a seal says so.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from cryptography.x509.oid import NameOID

from pilotage.platform.audit.keys import kept

EVIDENCE_KEY = "pilotage-contracts-1"
_YEARS = 10
_FORM = (Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
_OTHER_USES = (
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


def evidence_key() -> Ed25519PrivateKey:
    """What seals the evidence of two signatures."""
    return Ed25519PrivateKey.from_private_bytes(
        kept("contracts-evidence", lambda: Ed25519PrivateKey.generate().private_bytes_raw())
    )


def evidence_keys() -> dict[str, str]:
    """The public keys (hexadecimal) by name, for whoever checks evidence."""
    return {EVIDENCE_KEY: evidence_key().public_key().public_bytes_raw().hex()}


def seal_key() -> bytes:
    """The private key of the seal, PKCS 8 in DER."""
    return kept(
        "contracts-seal", lambda: ec.generate_private_key(ec.SECP256R1()).private_bytes(*_FORM)
    )


def seal_certificate(at: datetime) -> bytes:
    """Its certificate in DER, valid for ten years from the day it was first asked for."""
    return kept("contracts-seal-certificate", lambda: _self_issued(at))


def _self_issued(at: datetime) -> bytes:
    key = load_der_private_key(seal_key(), None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError("contracts-seal holds another kind of key")
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Pilotage seal (self-issued)")])
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, **dict.fromkeys(_OTHER_USES, False)
    )
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(at - timedelta(days=1))
    made = made.not_valid_after(at + timedelta(days=365 * _YEARS))
    made = made.add_extension(usage, critical=True)
    return made.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)
