"""The ward's signatures over its seals: made after each seal, checked by whoever verifies.

Beside the private key lies a **witness**: which seal was signed last, and its hash. The database
knows nothing of it. A seal is signed only if it follows the one that the witness names, so that
nobody who rewrites the database gets the rewritten seals signed by waiting for the next job.
"""

import base64
from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from phuong.kernel.audit import keys, stamps
from phuong.kernel.audit.chains import Break
from phuong.kernel.audit.keys import PublicKey
from phuong.kernel.audit.models import Seal, SealSignature, SealStamp, SigningKey
from phuong.kernel.errors import WrongState
from phuong.kernel.errors import gettext_noop as _
from phuong.keyfiles import write_over

WITNESS = ".sealed"


def sign_seals(ward_id: int, now: datetime) -> int:
    """Sign the seals that have no signature yet; return how many. May run twice, or late."""
    key = keys.present(ward_id, now)
    waiting = list(Seal.objects.of(ward_id).filter(signatures__isnull=True).order_by("seq"))
    if not waiting:
        return 0
    # A key that was just taken into use has signed nothing yet: those before it tell.
    told = (_witness_fault(ward_id, one, waiting[0].seq) for one in keys.listed(ward_id))
    if breach := next(filter(None, told), None):
        raise WrongState(
            f"audit.{breach.code}",
            _("Niêm phong trong cơ sở dữ liệu khác với lần đã ký. Chạy: phuong verify"),
        )
    signed = [(seal, keys.sign(key, seal.body.encode())) for seal in waiting]
    row = SigningKey.objects.of(ward_id).get(code=key.code)
    rows = [
        SealSignature(
            ward_id=ward_id,
            seal_id=seal.id,
            key_id=row.id,
            signature=base64.b64encode(made).decode(),
            signed_at=now,
        )
        for seal, made in signed
        if made is not None
    ]
    if not rows:
        return 0
    with transaction.atomic():
        SealSignature.objects.bulk_create(rows, ignore_conflicts=True)
    _write_witness(key, waiting[-1])
    return len(rows)


def check(
    ward_id: int, trusted: Sequence[PublicKey] = (), *, of_subject: UUID | None = None
) -> Iterator[Break]:
    """Find seals whose signature is missing or wrong; `trusted` are keys known from elsewhere."""
    seals = Seal.objects.of(ward_id).order_by("seq")
    if of_subject is not None:
        seals = seals.filter(tree__subject_id=of_subject)
    known = {row.id: PublicKey.of(row) for row in SigningKey.objects.of(ward_id)}
    signatures = {
        seal_id: (known[key_id], text, at)
        for seal_id, key_id, text, at in SealSignature.objects.of(ward_id).values_list(
            "seal_id", "key_id", "signature", "signed_at"
        )
    }
    for seal in seals.iterator():
        given = signatures.get(seal.id)
        if given is None:
            fault = "seal-not-signed"
        else:
            key, text, at = given
            fault = fault_of(key, text, seal.body, at, trusted)
        if fault:
            yield Break(fault, ward_id, f"{seal.day} ({seal.seq})")
    for key in known.values():
        if breach := _witness_fault(ward_id, key):
            yield breach


def check_stamps(ward_id: int, *, of_subject: UUID | None = None) -> Iterator[Break]:
    """Find time stamps that are not of their seal, or not by an authority that is trusted."""
    rows = SealStamp.objects.of(ward_id).select_related("seal").order_by("seal__seq")
    if of_subject is not None:
        rows = rows.filter(seal__tree__subject_id=of_subject)
    for row in rows.iterator():
        if not stamps.holds(row.token, bytes.fromhex(row.seal.hash)):
            yield Break("stamp-wrong", ward_id, f"{row.seal.day} ({row.seal.seq})")


def fault_of(
    key: PublicKey, signature: str, body: str, at: datetime, trusted: Sequence[PublicKey] = ()
) -> str:
    """Return the code of what is wrong with one signature, or nothing."""
    if trusted and key.raw not in {each.raw for each in trusted}:
        return "key-not-trusted"
    if not key.held(at):
        return "seal-key-not-in-use"
    try:
        made = base64.b64decode(signature, validate=True)
    except ValueError:
        return "seal-signature-wrong"
    return "" if key.signed(made, body.encode()) else "seal-signature-wrong"


def _witness_fault(ward_id: int, key: PublicKey, first_unsigned: int | None = None) -> Break | None:
    """Compare the database with what was signed last, as the file beside the key tells it."""
    try:
        seq, hash_ = keys.path_of(key, WITNESS).read_text("utf-8").split()
    except FileNotFoundError:
        return None
    except ValueError:
        # Spoilt, by a disk or by a hand: it vouches for nothing.
        return Break("seal-not-as-signed", ward_id, WITNESS)
    if not seq.isdecimal():
        return Break("seal-not-as-signed", ward_id, WITNESS)
    same = Seal.objects.of(ward_id).filter(seq=int(seq), hash=hash_).exists()
    if same and (first_unsigned is None or first_unsigned > int(seq)):
        return None
    return Break("seal-not-as-signed", ward_id, seq)


def _write_witness(key: PublicKey, seal: Seal) -> None:
    write_over(keys.path_of(key, WITNESS), f"{seal.seq} {seal.hash}\n")
