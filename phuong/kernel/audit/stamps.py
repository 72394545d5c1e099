"""Time stamps (RFC 3161) of seals by an authority that is not the ward: off unless one is named.

A stamp shows that a seal stood at a moment, whoever holds the ward's keys. Everything that asks
or reads one goes through `Authority`, so that another kind of witness can take its place.
"""

import asyncio
import base64
import secrets
import urllib.error
import urllib.request
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings

from phuong.kernel.errors import WrongState
from phuong.kernel.errors import gettext_noop as _

SECONDS, LARGEST = 10, 64 * 1024


class Authority(Protocol):
    """Who says that something stood at a moment."""

    @property
    def name(self) -> str:
        """Its address, or what it is called."""

    def stamp(self, digest: bytes) -> bytes:
        """Return a token over a SHA-256; `WrongState` where none is to be had."""


@dataclass(frozen=True, slots=True)
class HttpAuthority:
    """A time stamping service over HTTP."""

    name: str

    def stamp(self, digest: bytes) -> bytes:
        """Ask for a token and hold the answer to the question; a refusal has no token."""
        from asn1crypto import tsp

        nonce = int.from_bytes(secrets.token_bytes(8), "big")
        question = tsp.TimeStampReq(
            {
                "version": 1,
                "message_imprint": {
                    "hash_algorithm": {"algorithm": "sha256"},
                    "hashed_message": digest,
                },
                "nonce": nonce,
                "cert_req": True,
            }
        )
        try:
            answer = tsp.TimeStampResp.load(self._post(question.dump()))
            said = _info(answer["time_stamp_token"])
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise _refusal("audit.stamp-unreadable") from error
        if said["message_imprint"]["hashed_message"].native != digest or (
            said["nonce"].native != nonce
        ):
            raise _refusal("audit.stamp-of-another")
        token: bytes = answer["time_stamp_token"].dump()
        return token

    def _post(self, question: bytes) -> bytes:
        if not self.name.startswith(("https://", "http://")):
            raise ValueError("not an address of the web")
        request = urllib.request.Request(  # noqa: S310  # the scheme was looked at
            self.name, data=question, headers={"Content-Type": "application/timestamp-query"}
        )
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
                given: bytes = answer.read(LARGEST)
        except urllib.error.HTTPError as error:
            error.close()
            raise
        return given


def authority() -> Authority | None:
    """Return the authority that the settings name, or nothing."""
    return HttpAuthority(settings.TSA_URL) if settings.TSA_URL else None


def told_at(token: str) -> datetime:
    """Return the moment that a token tells."""
    from asn1crypto import cms

    moment: datetime = _info(cms.ContentInfo.load(base64.b64decode(token)))["gen_time"].native
    return moment


def holds(token: str, digest: bytes) -> bool:
    """Tell whether a token is whole, is over this digest, and signed by a trusted authority.

    Who is trusted lies in the folder PHUONG_TRUST; without it the token's own certificate is
    taken, which shows only that the token is whole.
    """
    from asn1crypto import cms
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
    from pyhanko.sign.validation.status import TimestampSignatureStatus

    try:
        content = cms.ContentInfo.load(base64.b64decode(token, validate=True))
        moment = _info(content)["gen_time"].native
        found = asyncio.run(
            validate_tst_signed_data(content["content"], _context(moment), lambda _name: digest)
        )
        status = TimestampSignatureStatus(**found)
    except (ValueError, TypeError, KeyError, PdfError):
        return False
    return bool(status.intact and status.valid and (status.trusted or not _roots()))


def _info(content: Any) -> Any:
    return content["content"]["encap_content_info"]["content"].parsed


def _roots() -> list[str]:
    folder = Path(settings.SIGNING_TRUST) if settings.SIGNING_TRUST else None
    files = sorted(folder.iterdir()) if folder is not None and folder.is_dir() else []
    return [str(each) for each in files if each.suffix in (".pem", ".crt", ".cer")]


def _context(moment: datetime) -> Any:
    from pyhanko.keys import load_certs_from_pemder
    from pyhanko_certvalidator import ValidationContext

    known: Any = load_certs_from_pemder
    return ValidationContext(trust_roots=list(known(_roots())), moment=moment, allow_fetching=False)


def _refusal(code: str) -> WrongState:
    return WrongState(
        code,
        _("Dịch vụ dấu thời gian không trả lời đúng. Lần sau hỏi lại; xem PHUONG_TSA_URL."),
    )
