"""Plain functions that lead a test to its people and its moment, without randomness.

Areas add builders of their own in their `tests/` folders, on top of these.
"""

from collections.abc import Container, Sequence
from dataclasses import MISSING, fields, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.test import Client

from phuong.areas.procedures import api as procedures
from phuong.kernel.access.actors import HERE, Actor, Occasion
from phuong.kernel.access.models import Grant
from phuong.kernel.access.queries import actor_of_person
from phuong.kernel.access.roles import Role
from phuong.kernel.audit.api import Card, Kind, Subject
from phuong.kernel.law import api as law
from phuong.kernel.law import memory
from phuong.kernel.law.models import LegalAct, LegalValue, Stamp
from phuong.kernel.law.pack import Pack, read
from phuong.kernel.numbering import draw as numbering
from phuong.kernel.people.models import Account, Appointment, Area, Person, Post, Unit
from phuong.kernel.text import fold
from phuong.kernel.wards.middleware import directory
from phuong.kernel.wards.models import Ward, WardHost
from phuong.kernel.workdays import WorkCalendar
from tests.support import kept


def moment(day: int, hour: int = 9, minute: int = 0, *, month: int = 11) -> datetime:
    """Return a local moment of November 2026."""
    return datetime(2026, month, day, hour, minute, tzinfo=HERE)


MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = map(moment, range(16, 23))
NEXT_MONDAY, NEXT_TUESDAY, NEXT_WEDNESDAY = moment(23), moment(24), moment(25)
NEXT_THURSDAY, NEXT_FRIDAY = moment(26), moment(27)

CALENDAR = WorkCalendar()  # Monday to Friday, 07:00–11:00 and 13:00–17:00, no holidays.
BEGINNING = date(2020, 1, 1)
PASSWORD = "mat-khau-cua-bai-thu"  # noqa: S105


def make_ward(prefix: str = "PM", *, host: str = "", **values: Any) -> Ward:
    """Make a ward, reached by a host name of its own if one is given."""
    defaults = {
        "name": f"Phường {prefix}",
        "place": f"Địa danh {prefix}",
        "parent_name": f"Thành phố {prefix}",
        "unit_code": "31135",
        "phone": "0292 000 000",
    }
    ward = Ward.objects.create(code_prefix=prefix, **(defaults | values))
    if host:
        WardHost.objects.create(ward=ward, host=host)
    # Tests roll back, so that a key comes again with another ward behind it.
    directory.forget()
    numbering.forget_templates()
    procedures.forget()
    return ward


def make_area(ward: Ward, number: int = 1) -> Area:
    """Make a neighbourhood."""
    return Area.objects.create(ward=ward, name=f"Khu vực {number}", slug=f"khu-vuc-{number}")


def make_unit(ward: Ward, code: str = "vp", *, name: str = "", **values: Any) -> Unit:
    """Make a unit of the administration."""
    values = {"valid_from": BEGINNING} | values
    return Unit.objects.create(ward=ward, code=code, name=name or f"Bộ phận {code}", **values)


def the_unit(ward: Ward, code: str = "vp") -> Unit:
    """Return the unit of this code, made if it is not there."""
    return Unit.objects.of(ward).filter(code=code).first() or make_unit(ward, code)


def make_post(
    ward: Ward,
    *roles: Role,
    unit: Unit | None = None,
    code: str = "",
    superior: Post | None = None,
    valid_from: date = BEGINNING,
    valid_to: date | None = None,
) -> Post:
    """Make a post with its roles; its code is theirs, numbered where it is taken."""
    code = _free_code(ward, code or "-".join(roles)[:50] or "can-bo")
    days = {"valid_from": valid_from, "valid_to": valid_to}
    post = Post.objects.create(
        ward=ward,
        unit=unit or the_unit(ward),
        code=code,
        title=f"Chức vụ {code}",
        superior=superior,
        **days,
    )
    for role in roles:
        Grant.objects.create(ward=ward, post=post, role=role, **days)
    return post


def make_account(login: str, **values: Any) -> Account:
    """Make an account with the one password of the tests."""
    return Account.objects.create_account(login, PASSWORD, **values)


def appoint(
    person: Person, post: Post, *, valid_from: date = BEGINNING, valid_to: date | None = None
) -> Appointment:
    """Let a person hold a post, from a day and perhaps to one."""
    return Appointment.objects.create(
        ward_id=person.ward_id, person=person, post=post, valid_from=valid_from, valid_to=valid_to
    )


def make_person(
    ward: Ward,
    *roles: Role,
    name: str = "Nguyễn Thị Mẫu",
    login: str = "",
    account: Account | None = None,
    post: Post | None = None,
    unit: Unit | None = None,
    superior: Post | None = None,
) -> Person:
    """Make an official with an account and one post that has the roles; without roles no post."""
    if post is None and roles:
        post = make_post(ward, *roles, unit=unit, superior=superior)
    if account is None:
        account = make_account(login or f"{post.code if post else 'khong-chuc'}.{ward.code_prefix}")
    person = Person.objects.create(ward=ward, name=name, sort_key=fold(name), account=account)
    if post is not None:
        appoint(person, post)
    return person


def post_of(person: Person) -> Post:
    """Return the first post that a person was given."""
    post: Post = person.appointments.select_related("post").order_by("id")[0].post
    return post


def occasion_of(
    person: Person,
    now: datetime = MONDAY,
    *,
    request_id: UUID | None = None,
    calendar: WorkCalendar = CALENDAR,
) -> Occasion:
    """Return the occasion on which a person acts, with the posts and roles of that day."""
    return Occasion(actor_of_person(person, now), now, calendar, request_id)


def official(ward: Ward, *roles: Role, now: datetime = MONDAY, **values: Any) -> Occasion:
    """Make an official and return the occasion on which they act."""
    return occasion_of(make_person(ward, *roles, **values), now)


def citizen(ward: Ward, now: datetime = MONDAY, *, request_id: UUID | None = None) -> Occasion:
    """Return the occasion of somebody at the door who said nothing of themselves."""
    return Occasion(Actor.citizen(ward.pk), now, CALENDAR, request_id)


def machine(ward: Ward, now: datetime = MONDAY) -> Occasion:
    """Return the occasion of what time itself causes."""
    return Occasion(Actor.clock(ward.pk), now, CALENDAR)


def browser_of(person: Person | None = None, *, host: str = "testserver") -> Client:
    """Return a client at a host name, logged in if a person is given."""
    client = Client(headers={"host": host})
    if person is not None and person.account is not None:
        client.force_login(person.account)
    return client


def make_card(code: str) -> Card:
    """Make the card of a subject, every part of it its code."""
    needed = [part.name for part in fields(Card) if part.default is MISSING]
    return Card(**dict.fromkeys(needed, code))


def make_kind(code: str, hidden: Container[UUID] = ()) -> Kind:
    """Make a kind whose cards everybody in the ward reads, but for the hidden subjects'."""

    def cards(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, Card]:
        rows = Subject.objects.of(actor.ward_id).filter(id__in=ids)
        return {row.id: make_card(row.code) for row in rows if row.id not in hidden}

    return Kind(code, f"Loại {code}", lambda subject_code: f"/{code}/{subject_code}/", cards)


def _free_code(ward: Ward, wanted: str) -> str:
    codes = set(Post.objects.of(ward).values_list("code", flat=True))
    if wanted not in codes:
        return wanted
    return next(code for n in range(2, 1000) if (code := f"{wanted}-{n}") not in codes)


def load_law_values() -> None:
    """Load the legal values of the pack, without calendar and units."""
    pack = replace(_pack(), decisions=(), units=())
    kept.write_or_put_back("law", (LegalAct, LegalValue, Stamp), lambda: law.load(pack))
    memory.forget()


@lru_cache(maxsize=1)
def _pack() -> Pack:
    return read()
