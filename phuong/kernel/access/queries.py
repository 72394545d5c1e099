"""Questions about who holds what."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from phuong.kernel.access.actors import HERE, Actor, Held
from phuong.kernel.access.roles import Role
from phuong.kernel.people.models import Appointment, Person, Post
from phuong.kernel.wards.api import Prepared

# Of one post and one grant: person, name, post, unit, code; role, first and last day.
_Row = tuple[UUID, str, UUID, UUID, str, str | None, date | None, date | None]


def actor_of(ward_id: int, account_id: UUID, now: datetime) -> Actor:
    """Return the actor of an account in a ward, with the posts and roles of that day."""
    return _actor(_OF_ACCOUNT, ward_id, account_id, account_id, now)


def actor_of_person(person: Person, now: datetime) -> Actor:
    """Return the actor that a person of the ward is on a day."""
    return _actor(_OF_PERSON, person.ward_id, person.id, person.account_id, now)


def _held_by(whose: str) -> Prepared[_Row]:
    """Prepare what somebody holds on a day: every page of an official begins with it."""

    def held(ward: int, who: UUID, day: date) -> QuerySet[Appointment, _Row]:
        return (
            Appointment.objects.of(ward)
            .on(day)
            .filter(Q(**{whose: who}), post__valid_from__lte=day)
            .filter(Q(post__valid_to__isnull=True) | Q(post__valid_to__gte=day))
            .order_by("id")
            .values_list(
                "person_id",
                "person__name",
                "post_id",
                "post__unit_id",
                "post__code",
                "post__grants__role",
                "post__grants__valid_from",
                "post__grants__valid_to",
            )
        )

    return Prepared(held, ward=int, who=UUID, day=date)


_OF_ACCOUNT: Final = _held_by("person__account_id")
_OF_PERSON: Final = _held_by("person_id")


def _actor(
    held_by: Prepared[_Row], ward_id: int, who: UUID, account_id: UUID | None, now: datetime
) -> Actor:
    day = now.astimezone(HERE).date()
    rows = held_by.rows(ward=ward_id, who=who, day=day)
    if not rows:
        return Actor(ward_id, account_id=account_id)
    roles: dict[tuple[UUID, UUID, str], set[Role]] = {}
    for _, _, post_id, unit_id, code, role, first, last in rows:
        of_post = roles.setdefault((unit_id, post_id, code), set())
        if role and first and first <= day and (last is None or day <= last):
            of_post.add(Role(role))
    # A post is held also by somebody to whom no role was given: work may be addressed to it.
    held = (Held(role, *post) for post, given in roles.items() for role in given or (None,))
    person_id, name, *_rest = rows[0]
    return Actor(ward_id, person_id, account_id, name, frozenset(held))


def superiors(ward_id: int, post_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Return the posts above the given ones in the organisation chart, all the way up."""
    above = dict(Post.objects.of(ward_id).values_list("id", "superior_id"))
    found: set[UUID] = set()
    waiting = list(post_ids)
    while waiting:
        superior = above.get(waiting.pop())
        if superior is not None and superior not in found:
            found.add(superior)
            waiting.append(superior)
    return frozenset(found)


def in_conflict(ward_id: int, actor: Actor, accused_posts: Iterable[UUID]) -> bool:
    """Tell whether the actor holds an accused post or one above it."""
    accused = frozenset(accused_posts)
    return bool(actor.post_ids() & (accused | superiors(ward_id, accused)))
