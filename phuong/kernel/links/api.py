"""What upper packages import from links."""

from phuong.kernel.links.models import Link, Referral
from phuong.kernel.links.ties import Tie, decline, neighbours, offer, ownerless, take, tie, waiting

__all__ = [
    "Link",
    "Referral",
    "Tie",
    "decline",
    "neighbours",
    "offer",
    "ownerless",
    "take",
    "tie",
    "waiting",
]
