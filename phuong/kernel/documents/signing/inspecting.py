"""Opens a PDF of unknown origin and says what its signatures are worth, as JSON.

Run as a program of its own with little memory and time: no Django, no database, no network. What
it reads may be made to crash, loop or fill memory, and then only it ends.
"""

import hashlib
import json
import logging
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

MEMORY, SECONDS = 700 * 1024 * 1024, 8
MOST_SIGNATURES = 5
# Whatever reading hostile bytes throws; what it runs out of is thrown outside.
BROKEN = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    OSError,
    RecursionError,
    NotImplementedError,
    AssertionError,
)


def look(path: Path, trust: Path | None, now: datetime) -> dict[str, Any]:
    """Return what a file says of itself: its state, and each signature."""
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader

    with path.open("rb") as file:
        try:
            reader = PdfFileReader(file, strict=False)
            if reader.encrypted:
                return {"state": "locked", "signatures": []}
            found = reader.embedded_regular_signatures
            told = [_told(one, trust, now) for one in found[-MOST_SIGNATURES:]]
        except (PdfError, *BROKEN):
            return {"state": "broken", "signatures": []}
    return {"state": "read", "signatures": told}


def _told(one: Any, trust: Path | None, now: datetime) -> dict[str, Any]:
    certificate = one.signer_cert
    validity = certificate["tbs_certificate"]["validity"]
    begins, ends = validity["not_before"].native, validity["not_after"].native
    status = _status(one, trust, None, now)
    stamped = _stamped_at(status)
    signed_at = stamped or one.self_reported_timestamp
    trusted = status.trusted
    if not trusted and signed_at is not None:
        # A certificate that has run out since held when it signed.
        trusted = _status(one, trust, signed_at, now).trusted
    return {
        "mark": hashlib.sha256(one.signer_info["signature"].native).hexdigest(),
        "intact": bool(status.intact),
        "valid": bool(status.valid),
        "covers_all": status.coverage is not None and status.coverage.name == "ENTIRE_FILE",
        "trusted": bool(trusted),
        "signer": str(certificate.subject.native.get("common_name", "")),
        "issuer": str(certificate.issuer.native.get("common_name", "")),
        "fingerprint": certificate.sha256.hex(),
        "signed_at": signed_at.isoformat() if signed_at else None,
        "stamped": stamped is not None,
        "ends": ends.isoformat(),
        "held_then": signed_at is not None and begins <= signed_at <= ends,
        "holds_now": begins <= now <= ends,
    }


def _status(one: Any, trust: Path | None, moment: datetime | None, now: datetime) -> Any:
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.settings import KeyUsageConstraints

    return validate_pdf_signature(
        one,
        _context(trust, moment or now, one.signer_cert),
        ts_validation_context=_context(trust, now, one.signer_cert),
        key_usage_settings=KeyUsageConstraints(
            key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False
        ),
        skip_diff=True,
    )


def _context(trust: Path | None, moment: datetime, certificate: Any) -> Any:
    from asn1crypto.crl import CertificateList
    from pyhanko.keys import load_certs_from_pemder
    from pyhanko_certvalidator import ValidationContext
    from pyhanko_certvalidator.policy_decl import (
        CertRevTrustPolicy,
        RevocationCheckingPolicy,
        RevocationCheckingRule,
    )

    files = sorted(trust.iterdir()) if trust is not None and trust.is_dir() else []
    roots = [str(each) for each in files if each.suffix in (".pem", ".crt", ".cer")]
    lists = [CertificateList.load(each.read_bytes()) for each in files if each.suffix == ".crl"]
    # Nothing is fetched. Where the issuer's list of revoked certificates was put here, it decides.
    listed = any(each.issuer == certificate.issuer for each in lists)
    rule = RevocationCheckingRule.CRL_REQUIRED if listed else RevocationCheckingRule.NO_CHECK
    known: Any = load_certs_from_pemder
    return ValidationContext(
        trust_roots=list(known(roots)),
        crls=lists,
        moment=moment,
        allow_fetching=False,
        revinfo_policy=CertRevTrustPolicy(
            RevocationCheckingPolicy(rule, RevocationCheckingRule.NO_CHECK)
        ),
    )


def _stamped_at(status: Any) -> datetime | None:
    stamp = status.timestamp_validity
    good = stamp is not None and stamp.intact and stamp.valid and stamp.trusted
    return stamp.timestamp if good else None


def _limit() -> None:
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Look at the file named, print what was found."""
    _limit()
    logging.disable(logging.CRITICAL)
    path, trust, now = sys.argv[1:4]
    found = look(Path(path), Path(trust) if trust else None, datetime.fromisoformat(now))
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
