"""A Parameter Store for the functions that are measured: it takes little time, and can speak TLS as AWS's does."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from benchmarks.posts import ACCOUNT, TOKEN
from infra.local.server import Answer, Server

NAME = "/hotline/prod/twilio"


@contextmanager
def parameter_store(folder: Path, *, tls: bool) -> Iterator[dict[str, str]]:
    """While this lasts it answers. What a function must be told, to find it and to trust it."""
    server = Server(host="127.0.0.1", port=0, tls=_certified(folder) if tls else None)
    server.put("/", _answer)
    told = {"HOTLINE_SECRETS": NAME, "AWS_ENDPOINT_URL_SSM": server.url, "AWS_ACCESS_KEY_ID": "made-up"}
    trusted = {"SSL_CERT_FILE": str(folder / "trusted.pem")} if tls else {}
    with server.open():
        yield {**told, **trusted, "AWS_SECRET_ACCESS_KEY": "made-up"}


def _answer(_method: str, _url: str, _headers: Mapping[str, str], _body: bytes) -> Answer:
    value = json.dumps({"account_sid": ACCOUNT, "auth_token": TOKEN})
    return 200, {"Content-Type": "application/x-amz-json-1.1"}, json.dumps({"Parameter": {"Value": value}}).encode()


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
