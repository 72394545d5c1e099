"""What upper packages import of signing. What signs is loaded when first asked for."""

from datetime import datetime

from phuong.kernel.documents.signing.configured import Entry, entry_for, faults, open_signer
from phuong.kernel.documents.signing.looking import Found, Looked, State, look_at
from phuong.kernel.documents.signing.signers import Signer, fingerprint, name_of
from phuong.kernel.documents.signing.uploads import look_at_upload

__all__ = [
    "Entry",
    "Found",
    "Looked",
    "Signer",
    "State",
    "entry_for",
    "faults",
    "fingerprint",
    "look_at",
    "look_at_upload",
    "name_of",
    "open_signer",
    "sign",
]


def sign(
    pdf: bytes,
    signer: Signer,
    *,
    signed_as: tuple[str, ...],
    person: str,
    office: str,
    number: str,
    at: datetime,
    address: str,
) -> tuple[bytes, str]:
    """Return a PDF signed as the words say, and the mark of its signature."""
    from django.conf import settings

    from phuong.kernel.documents.signing import pades, stamp

    said = stamp.Statement(signed_as, person, office, number, at, address)
    sealed = pades.seal(pdf, signer, said, tsa=settings.TSA_URL)
    return sealed.pdf, sealed.mark
