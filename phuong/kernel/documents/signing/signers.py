"""Where a key that signs lives. It gives a certificate and signs bytes; it knows no PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _


class Signer(Protocol):
    """A key with its certificate: in a file, in a token (PKCS#11), or at a remote service.

    `sign` returns an RSA (PKCS#1 v1.5) or ECDSA signature with SHA-256 over the data, whichever
    the certificate's key is. It may take seconds and may fail: it is called before a transaction.
    """

    @property
    def certificate(self) -> x509.Certificate:
        """The signer's certificate."""

    @property
    def chain(self) -> Sequence[x509.Certificate]:
        """The certificates between it and a root, to be put into the file."""

    def sign(self, data: bytes) -> bytes:
        """Return the signature over the data."""


@dataclass(frozen=True, slots=True)
class Pkcs12Signer:
    """A key in a PKCS#12 file."""

    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

    def sign(self, data: bytes) -> bytes:
        """Sign with the key in memory."""
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return self.key.sign(data, ec.ECDSA(hashes.SHA256()))


def open_pkcs12(path: Path, password: str) -> Pkcs12Signer:
    """Open a PKCS#12 file, or refuse with what the administrator has to do."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise RuleBroken(
            "documents.signing.no-file",
            _(
                "Không mở được tệp chứng thư số của chức vụ này. Ký trên giấy, và nhờ quản trị"
                " chạy `phuong doctor`."
            ),
        ) from error
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(content, password.encode())
    except ValueError as error:
        raise RuleBroken(
            "documents.signing.password",
            _(
                "Tệp chứng thư số bị hỏng, hoặc mật khẩu của nó không đúng. Ký trên giấy, và nhờ"
                " quản trị chạy `phuong doctor`."
            ),
        ) from error
    if certificate is None or not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise RuleBroken(
            "documents.signing.no-key",
            _("Tệp chứng thư số không có khoá để ký. Ký trên giấy, và nhờ quản trị xem lại."),
        )
    return Pkcs12Signer(certificate, tuple(others), key)


def check_valid(certificate: x509.Certificate, now: datetime) -> None:
    """Refuse a certificate that does not hold on this day."""
    if now < certificate.not_valid_before_utc:
        raise RuleBroken(
            "documents.signing.not-yet",
            _("Chứng thư số chỉ dùng được từ ngày %(day)s. Đến lúc đó, ký trên giấy."),
            day=f"{certificate.not_valid_before_utc:%d/%m/%Y}",
        )
    if now > certificate.not_valid_after_utc:
        raise RuleBroken(
            "documents.signing.expired",
            _(
                "Chứng thư số đã hết hạn từ ngày %(day)s. Xin gia hạn rồi ký lại, hoặc chọn"
                " ký trên giấy."
            ),
            day=f"{certificate.not_valid_after_utc:%d/%m/%Y}",
        )


def fingerprint(certificate: x509.Certificate) -> str:
    """Return the SHA-256 of a certificate, as `openssl x509 -fingerprint` shows it."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def name_of(certificate: x509.Certificate) -> str:
    """Return the name that a certificate was given to."""
    found = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else certificate.subject.rfc4514_string()


def der(certificate: x509.Certificate) -> bytes:
    """Return a certificate as bytes."""
    return certificate.public_bytes(serialization.Encoding.DER)
