"""Making links, following them both ways, and offering matters between areas."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.db.models import Q

from phuong.kernel.access import directory
from phuong.kernel.access.actors import Occasion
from phuong.kernel.access.roles import Role
from phuong.kernel.audit import facts, kinds, trail
from phuong.kernel.audit.kinds import Card, Shelf
from phuong.kernel.audit.models import Subject
from phuong.kernel.errors import RuleBroken, WrongState
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.links.models import Link, Referral
from phuong.kernel.workflow import items

# An offer is a part of its source's work: in a slot of its own, in this state.
OFFER, OFFERED = "offer:", "offered"


class Named(Protocol):
    """Anything with a subject's id."""

    id: UUID


@dataclass(frozen=True, slots=True)
class Tie:
    """A neighbour of a subject, with its card where the actor may read it, and since when."""

    kind: str
    outward: bool
    subject_id: UUID
    card: Card | None
    at: datetime


def tie(occasion: Occasion, source: Named, target: Named, kind: str) -> None:
    """Tie two subjects; doing it twice makes one link."""
    Link.objects.bulk_create(
        [
            Link(
                ward_id=occasion.ward_id,
                source_id=source.id,
                target_id=target.id,
                kind=kind,
                at=occasion.now,
            )
        ],
        ignore_conflicts=True,
    )


def neighbours(occasion: Occasion, subject_id: UUID) -> list[Tie]:
    """Return what a subject is tied to, both ways; what may not be read has no card."""
    either = Q(source_id=subject_id) | Q(target_id=subject_id)
    rows = Link.objects.of(occasion.ward_id).filter(either).select_related("source", "target")
    found = [(link, link.source_id == subject_id) for link in rows.order_by("id")]
    found.sort(key=lambda one: not one[1])
    shelf = Shelf(occasion.actor)
    others = [(link.target if outward else link.source) for link, outward in found]
    shelf.want((other.kind, other.id) for other in others)
    return [
        Tie(link.kind, outward, other.id, shelf.get(other.id), link.at)
        for (link, outward), other in zip(found, others, strict=True)
    ]


def offer(occasion: Occasion, source: Subject, wanted: str, about: str = "") -> Referral:
    """Offer a matter to whichever area owns the wanted kind; `source` is locked by the caller.

    It stands in a leader's worklist until somebody takes it up or declines it, so that nothing
    offered can be lost; `about` says what is wanted.
    """
    salt = facts.new_salt()
    referral = Referral.objects.create(
        ward_id=occasion.ward_id,
        source=source,
        wanted=wanted,
        about=about,
        about_salt=salt,
        offered_at=occasion.now,
    )
    said = {"about": facts.Digest.of(salt, about)} if about else {}
    trail.record(
        occasion, source, "links.offer", referral=referral.id, wanted=facts.Code(wanted), **said
    )
    leaders = directory.posts_with(occasion.ward_id, occasion.today, Role.LEADER)
    if leaders:
        items.put(
            source, state=OFFERED, since=occasion.now, post_id=leaders[0], slot=slot_of(wanted)
        )
    return referral


def slot_of(wanted: str) -> str:
    """Return the part of a subject's work in which an offer of it stands."""
    return f"{OFFER}{wanted}"


def oldest_offer(ward_id: int, source_id: UUID, wanted: str) -> Referral | None:
    """Return the offer of a subject that waits longest for its answer."""
    offered = Referral.objects.of(ward_id).filter(
        source_id=source_id, wanted=wanted, state=Referral.State.OFFERED
    )
    return offered.select_related("source").order_by("offered_at", "id").first()


def _answered(referral: Referral, source: Subject) -> None:
    """Take the offer out of the worklist, unless another one of its kind still waits."""
    if oldest_offer(referral.ward_id, source.id, referral.wanted) is None:
        items.drop(source, slot=slot_of(referral.wanted))


def take(occasion: Occasion, referral: Referral, target: Subject) -> Referral:
    """Take a matter up: it is tied to the subject that was opened for it."""
    source = trail.lock(occasion.ward_id, referral.source_id)
    referral = _still_offered(referral)
    referral.state, referral.target = Referral.State.TAKEN, target
    referral.answered_at = occasion.now
    referral.save(update_fields=["state", "target", "answered_at"])
    _answered(referral, source)
    tie(occasion, source, target, referral.wanted)
    trail.record(occasion, source, "links.take", referral=referral.id, target=target.id)
    return referral


def decline(occasion: Occasion, referral: Referral, reason: str) -> Referral:
    """Decline a matter, with a reason that the offering side reads."""
    if not reason.strip():
        raise RuleBroken(
            "links.decline.reason", _("Ghi lý do không nhận để nơi chuyển biết."), field="reason"
        )
    source = trail.lock(occasion.ward_id, referral.source_id)
    referral = _still_offered(referral)
    referral.state, referral.reason = Referral.State.DECLINED, reason
    referral.salt, referral.answered_at = facts.new_salt(), occasion.now
    referral.save(update_fields=["state", "reason", "salt", "answered_at"])
    _answered(referral, source)
    digest = facts.Digest.of(referral.salt, reason)
    trail.record(occasion, source, "links.decline", referral=referral.id, reason=digest)
    return referral


def waiting(ward_id: int, wanted: str) -> list[Referral]:
    """Return the matters offered for a kind and not answered yet, the oldest first."""
    return list(
        Referral.objects.of(ward_id)
        .filter(wanted=wanted, state=Referral.State.OFFERED)
        .select_related("source")
        .order_by("offered_at", "id")
    )


def ownerless(ward_id: int) -> list[Referral]:
    """Return the offered matters whose kind no installed area owns: the chair's to decide."""
    owned = [kind.code for kind in kinds.all_kinds()]
    return list(
        Referral.objects.of(ward_id)
        .filter(state=Referral.State.OFFERED)
        .exclude(wanted__in=owned)
        .select_related("source")
        .order_by("offered_at", "id")
    )


def _still_offered(referral: Referral) -> Referral:
    referral = (
        Referral.objects.of(referral.ward_id).select_for_update().filter(id=referral.id).get()
    )
    if referral.state != Referral.State.OFFERED:
        raise WrongState("links.answered", _("Việc này đã được trả lời rồi. Xem bản mới."))
    return referral
