"""A certificate authority of the tests: roots, signers, a time stamping service."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

BEGIN = datetime(2020, 1, 1, tzinfo=UTC)
END = datetime(2036, 1, 1, tzinfo=UTC)
PASSWORD = "mật khẩu thử"  # noqa: S105


@dataclass(frozen=True)
class Issued:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey


def name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


class Authority:
    """A root that issues certificates."""

    def __init__(self, common: str = "CA thử nghiệm") -> None:
        self.key = rsa.generate_private_key(65537, 2048)
        self.common = common
        self.root = self._sign(common, self.key, BEGIN, END, is_root=True)

    def _sign(
        self,
        common: str,
        key: rsa.RSAPrivateKey,
        begin: datetime,
        end: datetime,
        *,
        is_root: bool = False,
        stamps_time: bool = False,
    ) -> x509.Certificate:
        uses = dict.fromkeys(
            ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
             "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
            False,
        )  # fmt: skip
        uses |= (
            {"key_cert_sign": True, "crl_sign": True}
            if is_root
            else {"digital_signature": True, "content_commitment": True}
        )
        built = (
            x509.CertificateBuilder()
            .subject_name(name(common))
            .issuer_name(name(self.common))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(begin)
            .not_valid_after(end)
            .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
            .add_extension(x509.KeyUsage(**uses), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), False
            )
        )
        if stamps_time:
            built = built.add_extension(
                x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True
            )
        return built.sign(self.key, hashes.SHA256())

    def issue(self, common: str, *, begin: datetime = BEGIN, end: datetime = END, **kind: Any):
        key = rsa.generate_private_key(65537, 2048)
        return Issued(self._sign(common, key, begin, end, **kind), key)

    def write_root(self, folder: Path) -> Path:
        folder.mkdir(exist_ok=True)
        place = folder / "root.pem"
        place.write_bytes(self.root.public_bytes(serialization.Encoding.PEM))
        return place

    def revoke(self, issued: Issued, at: datetime) -> bytes:
        """Return a list of revoked certificates with this one on it."""
        revoked = (
            x509.RevokedCertificateBuilder()
            .serial_number(issued.certificate.serial_number)
            .revocation_date(at)
            .build()
        )
        listed = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(name(self.common))
            .last_update(at)
            .next_update(END + timedelta(days=1))
            .add_revoked_certificate(revoked)
            .sign(self.key, hashes.SHA256())
        )
        return listed.public_bytes(serialization.Encoding.DER)

    def stamper(self, at: datetime) -> DummyTimeStamper:
        issued = self.issue("Dấu thời gian thử", stamps_time=True)
        store = SimpleCertificateStore()
        store.register(_asn1(self.root))
        return DummyTimeStamper(
            _asn1(issued.certificate), _key(issued.key), certs_to_embed=store, fixed_dt=at
        )


def _asn1(certificate: x509.Certificate) -> asn1.Certificate:
    return asn1.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def _key(key: rsa.RSAPrivateKey) -> asn1_keys.PrivateKeyInfo:
    return asn1_keys.PrivateKeyInfo.load(
        key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


def write_pkcs12(issued: Issued, place: Path, password: str = PASSWORD) -> Path:
    place.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"key",
            issued.key,
            issued.certificate,
            None,
            serialization.BestAvailableEncryption(password.encode()),
        )
    )
    return place


@contextmanager
def time_stamping(stamper: DummyTimeStamper) -> Iterator[str]:
    """Serve RFC 3161 over HTTP."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            said = stamper.request_tsa_response(asked).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
