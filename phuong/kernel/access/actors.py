"""Who acts, and on what occasion."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Self
from uuid import UUID
from zoneinfo import ZoneInfo

from phuong.kernel.access.roles import Role

if TYPE_CHECKING:
    from phuong.kernel.workdays import WorkCalendar

HERE = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, slots=True)
class Held:
    """A role held through a post of a unit; a post may have none yet."""

    role: Role | None
    unit_id: UUID | None = None
    post_id: UUID | None = None
    post_code: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """A person in office, a citizen, or the machine, in one ward.

    `proven` holds the subjects that a citizen proved to be theirs, by code and digits or by token.
    """

    ward_id: int
    person_id: UUID | None = None
    account_id: UUID | None = None
    name: str = ""
    posts: frozenset[Held] = frozenset()
    machine: bool = False
    proven: frozenset[UUID] = frozenset()

    @property
    def is_official(self) -> bool:
        """Whether the actor holds any post."""
        return bool(self.posts)

    def holds(self, *roles: Role) -> bool:
        """Tell whether the actor holds one of the roles."""
        return any(held.role in roles for held in self.posts)

    def units(self, *roles: Role) -> frozenset[UUID]:
        """Return the units in which the actor holds one of the roles."""
        return frozenset(
            held.unit_id for held in self.posts if held.role in roles and held.unit_id is not None
        )

    def post_ids(self, *roles: Role) -> frozenset[UUID]:
        """Return the posts held, all of them or those with one of the roles."""
        return frozenset(
            held.post_id
            for held in self.posts
            if held.post_id is not None and (not roles or held.role in roles)
        )

    @property
    def post_code(self) -> str:
        """The post in which the actor signs what they do: the first by code."""
        return min((held.post_code for held in self.posts), default="")

    @classmethod
    def citizen(cls, ward_id: int) -> Self:
        """Return a person at the door who said nothing of themselves."""
        return cls(ward_id)

    @classmethod
    def clock(cls, ward_id: int) -> Self:
        """Return the machine, for what time itself causes."""
        return cls(ward_id, machine=True)


@dataclass(slots=True)
class _Act:
    """What moves about an occasion: how many events it made, and whether it is known as new."""

    events: int = 0
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Occasion:
    """Who, when, by which calendar: the first argument of every action.

    `now` is an aware moment; `request_id` is the page's own id of the act, the same when a form
    is sent twice. A story of 2013 is replayed by handing in moments of 2013, with `entered_at`
    of today.
    """

    actor: Actor
    now: datetime
    calendar: "WorkCalendar" = field(repr=False)
    request_id: UUID | None = None
    entered_at: datetime | None = None
    _act: _Act = field(default_factory=_Act, init=False, repr=False, compare=False)

    def begin(self) -> None:
        """Number the events of the act from 0 again: it is tried, or tried anew."""
        self._act.events = 0

    def next_step(self) -> int:
        """Return the number of the act's next event; equal acts number theirs alike."""
        self._act.events += 1
        return self._act.events - 1

    @property
    def is_new(self) -> bool:
        """Whether its request was looked for, and found under no act, before slow work began."""
        return self._act.is_new

    def note_new(self) -> None:
        """Keep that the request was looked for, so that the act need not ask again."""
        self._act.is_new = True

    @property
    def today(self) -> date:
        """The local day."""
        return self.now.astimezone(HERE).date()

    @property
    def ward_id(self) -> int:
        """The ward of the actor."""
        return self.actor.ward_id

    @property
    def actor_id(self) -> UUID | None:
        """The person's id, or nothing."""
        return self.actor.person_id

    @property
    def actor_post(self) -> str:
        """The post's code; the machine and the citizen are named as such."""
        if self.actor.machine:
            return "clock"
        return self.actor.post_code or "citizen"

    @property
    def recorded_at(self) -> datetime:
        """When the act was entered."""
        return self.entered_at or self.now

    def proving(self, *subject_ids: UUID) -> Self:
        """Return the same occasion with subjects that a citizen proved to be theirs."""
        proven = self.actor.proven | frozenset(subject_ids)
        return replace(self, actor=replace(self.actor, proven=proven))

    def under(self, request_id: UUID | None) -> Self:
        """Return the same occasion under the id that a form carried."""
        return replace(self, request_id=request_id)
