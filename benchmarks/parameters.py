"""A Parameter Store for the functions that are measured, which can speak TLS as AWS's does.

It reads no more of a request than its length and knows its one answer by heart, since what it takes to answer would be
counted as ours. AWS's own takes what it takes, and the network between; that is in no table of this machine's.
"""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from benchmarks.posts import ACCOUNT, TOKEN

NAME = "/hotline/prod/twilio"


@contextmanager
def parameter_store(folder: Path, *, tls: bool) -> Iterator[dict[str, str]]:
    """While this lasts it answers. What a function must be told, to find it and to trust it."""
    with _Store(_certified(folder) if tls else None) as store:
        Thread(target=store.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        url = f"{'https' if tls else 'http'}://127.0.0.1:{store.server_address[1]}"
        told = {"HOTLINE_SECRETS": NAME, "AWS_ENDPOINT_URL_SSM": url, "AWS_ACCESS_KEY_ID": "made-up"}
        trusted = {"SSL_CERT_FILE": str(folder / "trusted.pem")} if tls else {}
        try:
            yield {**told, **trusted, "AWS_SECRET_ACCESS_KEY": "made-up"}
        finally:
            store.shutdown()


class _Store(ThreadingTCPServer):
    daemon_threads = True

    def __init__(self, tls: ssl.SSLContext | None) -> None:
        super().__init__(("127.0.0.1", 0), _Answering)
        self._tls = tls

    def finish_request(self, request: Any, client_address: Any) -> None:
        """In a thread of its own: whoever greets slowly holds up nobody else."""
        if self._tls is None:
            super().finish_request(request, client_address)
            return
        with suppress(OSError), self._tls.wrap_socket(request, server_side=True) as greeted:  # or they do not trust us
            super().finish_request(greeted, client_address)


class _Answering(StreamRequestHandler):
    wbufsize = -1  # one packet

    def handle(self) -> None:
        """One request, and its answer."""
        length = 0
        while (line := self.rfile.readline()).strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        self.rfile.read(length)
        self.wfile.write(_ANSWER)


_VALUE = json.dumps({"Parameter": {"Value": json.dumps({"account_sid": ACCOUNT, "auth_token": TOKEN})}}).encode()
_ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s" % (len(_VALUE), _VALUE)


def _certified(folder: Path) -> ssl.SSLContext:
    """With a certificate of our own, which is put beside all that this machine trusts, as it is at AWS."""
    key, certificate = _certificate()
    (folder / "server.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate
    )
    every = ssl.get_default_verify_paths().cafile
    trusted = Path(every).read_bytes() if every else b""
    (folder / "trusted.pem").write_bytes(trusted + certificate)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    return context


def _certificate() -> tuple[ec.EllipticCurvePrivateKey, bytes]:
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "this machine")])
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    return key, signed.public_bytes(serialization.Encoding.PEM)
