"""A receiver on this machine, behind https with a certificate of its own, and a sender that is allowed to reach it."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from pilotage.integrations.webhooks.sender import Sender

HOST = "hooks.example.com"


@dataclass
class Receiving:
    address: str
    certificate: Path

    def sender(self, **more: object) -> Sender:
        """Resolves the name to this machine, may reach it and trusts its certificate: three things production cannot be told."""
        given = {
            "resolve": lambda host, port: ["127.0.0.1"],
            "may_reach": lambda address: address == "127.0.0.1",
            "trust": lambda: ssl.create_default_context(cafile=str(self.certificate)),
        }
        return Sender(**{**given, **more})  # type: ignore[arg-type]


@contextmanager
def receiving(handler: type[BaseHTTPRequestHandler], folder: Path) -> Iterator[Receiving]:
    quiet = type("Quiet", (handler,), {"log_message": lambda *_: None})
    certificate = _certificate(folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), quiet)
    trusted = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trusted.load_cert_chain(certificate)
    server.socket = trusted.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None  # a client that hangs up is what some tests are about
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield Receiving(f"https://{HOST}:{server.server_port}/in?x=1", certificate)
    finally:
        server.shutdown()
        server.server_close()


def _certificate(folder: Path) -> Path:
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "receiver.pem"
    path.write_bytes(private + made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))  # fmt: skip
    return path
