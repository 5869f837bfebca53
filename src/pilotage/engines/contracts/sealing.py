"""The platform's seal on a PDF (PAdES, pyHanko), and what a seal proves.

One flag of a validator is never believed: a seal holds when the bottom line is good, the whole file is covered,
nothing came after it, and the container is spelled exactly as the seal writes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from asn1crypto import cms, keys, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text

_FIELD = "PilotageSeal"
_DIGEST = {"algorithm": "sha256"}


@dataclass(frozen=True, slots=True)
class SealVerdict:
    """What was found, in the validator's own words; `holds` only when everything does."""

    bottom_line: bool
    coverage: str
    modification: str
    as_written: bool

    @property
    def holds(self) -> bool:
        whole = self.coverage == SignatureCoverageLevel.ENTIRE_FILE.name
        return self.bottom_line and whole and self.modification == "NONE" and self.as_written


NO_SEAL = SealVerdict(False, "NONE", "UNKNOWN", as_written=False)


class _Signer(signers.PdfSigner):
    """pyHanko's signer, told the time instead of reading a clock."""

    def __init__(self, at: datetime, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._at = at

    def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self._at
        return session


def seal(pdf: bytes, key: bytes, certificate: bytes, at: datetime) -> bytes:
    """The PDF with the seal of this key (PKCS 8, DER) and certificate (DER), closed to every later change.

    Raises `Invalid("SEAL_EXPIRED")` outside the certificate's validity.
    """
    own = x509.Certificate.load(certificate)
    if not own.not_valid_before <= at <= own.not_valid_after:
        raise Invalid(
            "SEAL_EXPIRED",
            Text("平台印章证书已过期。", "The platform's seal certificate has expired."),
            Text("请联系平台更换印章。", "Ask the programme to renew the seal."),
        )
    meta = signers.PdfSignatureMetadata(
        field_name=_FIELD,
        md_algorithm=_DIGEST["algorithm"],
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    signer = signers.SimpleSigner(own, keys.PrivateKeyInfo.load(key), store)
    return bytes(
        _Signer(at, meta, signer).sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf))).getvalue()
    )


def examine(pdf: bytes, certificates: Sequence[bytes], at: datetime) -> SealVerdict:
    """What the seal of a file proves, for seals made with one of these certificates (DER)."""
    try:
        return _examined(pdf, [x509.Certificate.load(one) for one in certificates], at)
    except Exception:  # a hostile file can break its reader anywhere; what breaks it bears no seal
        return NO_SEAL


def _examined(pdf: bytes, known: list[x509.Certificate], at: datetime) -> SealVerdict:
    found = PdfFileReader(BytesIO(pdf)).embedded_signatures
    if len(found) != 1:
        return NO_SEAL
    trust = ValidationContext(trust_roots=known, allow_fetching=False, moment=at)
    status = validate_pdf_signature(found[0], trust)
    if status.coverage is None or status.modification_level is None:
        return NO_SEAL
    return SealVerdict(
        bottom_line=status.bottom_line,
        coverage=status.coverage.name,
        modification=status.modification_level.name,
        as_written=_is_as_written(pdf, found[0], known),
    )


def _is_as_written(pdf: bytes, found: EmbeddedPdfSignature, known: list[x509.Certificate]) -> bool:
    """Whether the container has the one spelling that `seal` gives it; a signature does not cover its own."""
    start, size, rest, _ = found.byte_range
    inside = pdf[start + size : rest]
    signer = found.signer_info
    for certificate in known:
        written = _container(certificate, signer["signed_attrs"], signer["signature"])
        if inside == b"<" + written.hex().upper().encode().ljust(len(inside) - 2, b"0") + b">":
            return True
    return False


def _container(certificate: x509.Certificate, attributes: Any, signature: Any) -> bytes:
    issuer = {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
    signer = {
        "version": "v1",
        "sid": {"issuer_and_serial_number": cms.IssuerAndSerialNumber(issuer)},
        "digest_algorithm": _DIGEST,
        "signed_attrs": attributes,
        "signature_algorithm": {"algorithm": "sha256_ecdsa"},
        "signature": signature,
    }
    content = {
        "version": "v1",
        "digest_algorithms": [_DIGEST],
        "encap_content_info": {"content_type": "data"},
        "certificates": [certificate],
        "signer_infos": [signer],
    }
    return bytes(
        cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(content)}).dump()
    )
