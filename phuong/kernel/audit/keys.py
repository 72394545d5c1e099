"""The keys with which a ward signs: made, kept, rotated, listed.

The private half of a key is a file of the installation, never a row: whoever has the database
alone can change history, but cannot sign what they made of it.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from django.conf import settings
from django.db import IntegrityError, transaction

from phuong.kernel.audit.models import SigningKey
from phuong.kernel.wards.models import Ward
from phuong.kernel.wards.remembered import Remembered
from phuong.keyfiles import write_new

FOLDER = "keys"


@dataclass(frozen=True)
class PublicKey:
    """One public key of a ward, and when it was in use."""

    raw: bytes
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    ended_by: str = ""

    @classmethod
    def of(cls, row: SigningKey) -> Self:
        """Return what a row holds."""
        return cls(bytes.fromhex(row.public), row.valid_from, row.valid_to, row.ended_by)

    @classmethod
    def from_pem(cls, text: str) -> Self:
        """Read a key as it is published; ValueError where it is none of ours."""
        key = load_pem_public_key(text.encode())
        if not isinstance(key, Ed25519PublicKey):
            raise ValueError("not an Ed25519 key")  # noqa: TRY004  # callers read bad input
        return cls(key.public_bytes(Encoding.Raw, PublicFormat.Raw))

    @property
    def code(self) -> str:
        """The first eight hexadecimal digits of the key's SHA-256."""
        return hashlib.sha256(self.raw).hexdigest()[:8]

    @cached_property
    def _key(self) -> Ed25519PublicKey:
        return Ed25519PublicKey.from_public_bytes(self.raw)

    @property
    def pem(self) -> str:
        """The key as `openssl` reads it."""
        return self._key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

    @property
    def ended_words(self) -> str:
        """Why the key is used no more, in words."""
        return str(SigningKey.End(self.ended_by).label) if self.ended_by else ""

    def signed(self, signature: bytes, text: bytes) -> bool:
        """Tell whether the private half of this key signed a text."""
        try:
            self._key.verify(signature, text)
        except InvalidSignature:
            return False
        return True

    def held(self, at: datetime) -> bool:
        """Tell whether the key was in use at a moment."""
        since = self.valid_from is None or self.valid_from <= at
        return since and (self.valid_to is None or at <= self.valid_to)


def _load(ward_id: int) -> tuple[PublicKey, ...]:
    return tuple(map(PublicKey.of, SigningKey.objects.of(ward_id).order_by("-valid_from", "-id")))


# A key changes by a command and is listed for ever: what another process sees late, it sees soon.
_listed = Remembered(_load, seconds=5)


def listed(ward_id: int) -> Sequence[PublicKey]:
    """Return the keys of a ward, the newest first."""
    return _listed(ward_id)


def find(ward_id: int, code: str) -> PublicKey | None:
    """Return a key of a ward by its code."""
    return next((key for key in listed(ward_id) if key.code == code), None)


def present(ward_id: int, now: datetime) -> PublicKey:
    """Return the key in use; a ward's first is made when it is first asked for."""
    in_use = next((key for key in listed(ward_id) if key.valid_to is None), None)
    return in_use or ensure(ward_id, now)


def sign(key: PublicKey, text: bytes) -> bytes | None:
    """Sign a text, or return nothing where the private half is lost: `doctor` tells of it."""
    private = _private(key)
    return private.sign(text) if private else None


def path_of(key: PublicKey, suffix: str = ".pem") -> Path:
    """Return the file of the private half, or another that lies beside it."""
    return Path(settings.DATA_DIR) / FOLDER / f"{key.code}{suffix}"


def is_kept(key: PublicKey) -> bool:
    """Tell whether the private half is there, readable and the right one."""
    return _private(key) is not None


def _private(key: PublicKey) -> Ed25519PrivateKey | None:
    try:
        found = load_pem_private_key(path_of(key).read_bytes(), password=None)
    except (OSError, ValueError):
        return None
    if isinstance(found, Ed25519PrivateKey) and _raw(found) == key.raw:
        return found
    return None


def _raw(private: Ed25519PrivateKey) -> bytes:
    return private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def ensure(ward_id: int, now: datetime) -> PublicKey:
    """Return the key in use, made if the ward has none; of several who try one makes it."""
    row = _in_use(ward_id)
    if row is None:
        fresh = _write()
        try:
            with transaction.atomic():
                row = _begin(ward_id, fresh, now)
        except IntegrityError:
            path_of(fresh).unlink(missing_ok=True)
            row = _in_use(ward_id)
            if row is None:
                raise
    _listed.forget()
    return PublicKey.of(row)


def ensure_all(now: datetime) -> None:
    """Make the keys of the wards that have none."""
    for ward in Ward.objects.order_by("pk"):
        ensure(ward.pk, now)


def rotate(ward_id: int, now: datetime, ended_by: str) -> PublicKey:
    """Take a new key into use; the old one stays listed, its private half is removed."""
    ensure(ward_id, now)
    fresh = _write()
    with transaction.atomic():
        # Whoever rotates at the same time waits here, and ends the key that was just begun.
        Ward.objects.select_for_update(no_key=True).get(pk=ward_id)
        old = SigningKey.objects.of(ward_id).get(valid_to__isnull=True)
        old.valid_to, old.ended_by = now, ended_by
        old.save(update_fields=["valid_to", "ended_by"])
        row = _begin(ward_id, fresh, now)
    _listed.forget()
    path_of(PublicKey.of(old)).unlink(missing_ok=True)
    return PublicKey.of(row)


def _in_use(ward_id: int) -> SigningKey | None:
    return SigningKey.objects.of(ward_id).filter(valid_to__isnull=True).first()


def _begin(ward_id: int, key: PublicKey, now: datetime) -> SigningKey:
    row = SigningKey(ward_id=ward_id, code=key.code, public=key.raw.hex(), valid_from=now)
    row.save(force_insert=True)
    return row


def _write() -> PublicKey:
    """Make a private key as a file, whole and synced before anything points to it."""
    private = Ed25519PrivateKey.generate()
    key = PublicKey(_raw(private))
    path = path_of(key)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    write_new(path, pem.decode())
    return key
