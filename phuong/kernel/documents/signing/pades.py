"""Puts a signature into a PDF: PAdES B-B, or B-T where a time stamping service is set up."""

import hashlib
import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import requests
from asn1crypto import x509 as asn1
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.general import SigningError
from pyhanko.sign.timestamps import TimestampRequestError
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pypdf import PdfReader

from phuong.kernel.documents.signing.signers import Signer, check_valid, der
from phuong.kernel.documents.signing.stamp import Statement, box, style
from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _

FIELD = "KySo"
DIGEST = "sha256"
LONGEST_SIGNATURE = 1024
TSA_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Sealed:
    """A signed file and the mark by which its signature is found again, whatever became of it."""

    pdf: bytes
    mark: str


class _Held(signers.Signer):
    """What pyhanko asks of a signer, answered by ours."""

    def __init__(self, signer: Signer) -> None:
        make: Any = SimpleCertificateStore
        store = make()
        store.register_multiple(asn1.Certificate.load(der(each)) for each in signer.chain)
        super().__init__(
            signing_cert=asn1.Certificate.load(der(signer.certificate)), cert_registry=store
        )
        self._signer = signer

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        if dry_run:
            return bytes(LONGEST_SIGNATURE)
        if digest_algorithm != DIGEST:
            raise SigningError(f"{digest_algorithm} is not what keys here sign")
        return self._signer.sign(data)


class _At(signers.PdfSigner):
    """Signs at the moment of the act, not at that of the machine's clock."""

    moment: datetime

    def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> Any:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.moment
        return session


def seal(pdf: bytes, signer: Signer, statement: Statement, *, tsa: str = "") -> Sealed:
    """Sign a PDF with a visible stamp; nobody may add anything to it afterwards."""
    check_valid(signer.certificate, statement.at)
    try:
        return _seal(pdf, signer, statement, tsa)
    except (TimestampRequestError, requests.RequestException) as error:
        raise RuleBroken(
            "documents.signing.no-time-stamp",
            _(
                "Dịch vụ dấu thời gian không trả lời, nên chưa ký được. Thử lại sau ít phút, hoặc"
                " chọn ký trên giấy."
            ),
        ) from error
    except (SigningError, PdfError, ValueError) as error:
        raise RuleBroken(
            "documents.signing.not-signable",
            _(
                "Không đặt được chữ ký số vào tệp này: tệp hỏng, hoặc đã được khoá, ký từ trước."
                " Nhờ người soạn in lại thành PDF mới, hoặc chọn ký trên giấy."
            ),
        ) from error


def _seal(pdf: bytes, signer: Signer, statement: Statement, tsa: str) -> Sealed:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    earlier = len(writer.prev.embedded_signatures)
    name = f"{FIELD}{earlier + 1}"
    metadata = signers.PdfSignatureMetadata(
        field_name=name,
        md_algorithm=DIGEST,
        subfilter=fields.SigSeedSubFilter.PADES,
        # A first signature forbids every later change; a later one cannot.
        certify=not earlier,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        name=statement.person,
        reason=f"Số {statement.number}",
        location=statement.office,
    )
    place = fields.SigFieldSpec(name, on_page=-1, box=box(PdfReader(io.BytesIO(pdf))))
    ask: Any = RequestsHTTPTimeStamper
    stamper = ask(tsa, timeout=TSA_SECONDS) if tsa else None
    using = _At(
        metadata,
        signer=_Held(signer),
        timestamper=stamper,
        stamp_style=style(statement.lines(signer.certificate), statement.address),
        new_field_spec=place,
    )
    using.moment = statement.at
    said = "\n".join(statement.lines(signer.certificate))
    out = using.sign_pdf(writer, appearance_text_params={"said": said})
    signed = out.getvalue()
    found = PdfFileReader(io.BytesIO(signed), strict=False).embedded_signatures[-1]
    return Sealed(signed, mark_of(found.signer_info["signature"].native))


def mark_of(signature: bytes) -> str:
    """Return the mark of a signature's own bytes, which stay when the page around is changed."""
    return hashlib.sha256(signature).hexdigest()
