"""Holding back whoever guesses codes and passwords, without shutting out whom they belong to.

Failed tries are counted under several keys at once: what was guessed at, from where, and both
together. Somebody at one address soon waits; somebody with many addresses meets the wider limit of
the thing itself; the citizen, who types from home, keeps the tries of an own address. What was
typed is kept as a digest under the installation's key, and only for as long as it counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.db.models import Q
from django.utils.crypto import salted_hmac

from phuong.kernel.access.models import Failure
from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _

SALT = "phuong.kernel.access.throttle"


@dataclass(frozen=True, slots=True)
class Limit:
    """So many failed tries within so many minutes; a legal value of the ward."""

    tries: int
    minutes: int


Keys = Mapping[str, Limit]


def keys(
    thing: str, address: str, *, here: Limit, thing_at_all: Limit | None, address_at_all: Limit
) -> Keys:
    """Return the keys of one try: the thing from this address, the thing, and the address.

    The thing itself is left out where guessing it from many addresses is hopeless: its limit would
    only shut out whom it belongs to.
    """
    thing, address = thing.casefold().strip(), address.strip()
    found = {f"both:{thing}@{address}": here, f"address:{address}": address_at_all}
    return found if thing_at_all is None else {**found, f"thing:{thing}": thing_at_all}


def check(ward_id: int, door: str, tried: Keys, now: datetime, *, phone: str = "") -> None:
    """Refuse a try when one of its keys has failed too often: one statement.

    Called before the guess is looked at, so that a right guess is held back like a wrong one and
    learns nothing.
    """
    digests = {_digest(ward_id, door, text): limit for text, limit in tried.items()}
    recent = Q()
    for digest, limit in digests.items():
        recent |= Q(key=digest, at__gt=now - timedelta(minutes=limit.minutes))
    most = sum(limit.tries for limit in tried.values())
    failures: dict[str, list[datetime]] = {digest: [] for digest in digests}
    rows = Failure.objects.of(ward_id).filter(recent, door=door).order_by("-at")
    for digest, at in rows.values_list("key", "at")[: 4 * most]:
        failures[digest].append(at)
    ends = [
        failures[digest][limit.tries - 1] + timedelta(minutes=limit.minutes)
        for digest, limit in digests.items()
        if len(failures[digest]) >= limit.tries
    ]
    if ends:
        raise _too_many(max(1, ceil((max(ends) - now) / timedelta(minutes=1))), phone)


def note_failure(ward_id: int, door: str, tried: Keys, now: datetime) -> None:
    """Write down a failed try under each of its keys: one statement."""
    Failure.objects.bulk_create(
        [
            Failure(ward_id=ward_id, door=door, key=_digest(ward_id, door, text), at=now)
            for text in tried
        ]
    )


def forget(ward_id: int, before: datetime) -> int:
    """Remove the tries that count no more; called by the jobs of the night."""
    return Failure.objects.of(ward_id).filter(at__lt=before).delete()[0]


def _too_many(minutes: int, phone: str) -> RuleBroken:
    if phone:
        return RuleBroken(
            "access.too-many-tries",
            _("Đã thử nhiều lần. Thử lại sau %(minutes)s phút, hoặc gọi %(phone)s."),
            minutes=minutes,
            phone=phone,
        )
    return RuleBroken(
        "access.too-many-tries",
        _("Đã thử nhiều lần. Thử lại sau %(minutes)s phút, hoặc đến Bộ phận Một cửa."),
        minutes=minutes,
    )


def _digest(ward_id: int, door: str, text: str) -> str:
    keyed = salted_hmac(
        SALT, f"{ward_id}/{door}/{text}", secret=settings.SECRET_KEY, algorithm="sha256"
    )
    return keyed.hexdigest()
