"""What upper packages import from links."""

from phuong.kernel.links.models import Link, Referral
from phuong.kernel.links.ties import (
    OFFER,
    OFFERED,
    Tie,
    decline,
    neighbours,
    offer,
    oldest_offer,
    ownerless,
    take,
    tie,
    waiting,
)

__all__ = [
    "OFFER",
    "OFFERED",
    "Link",
    "Referral",
    "Tie",
    "decline",
    "neighbours",
    "offer",
    "oldest_offer",
    "ownerless",
    "take",
    "tie",
    "waiting",
]
