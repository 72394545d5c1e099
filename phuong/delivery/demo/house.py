"""Builds the ward and the people in it: units, posts, superiors, roles, hours, routes, log-ins."""

from django.contrib.auth.hashers import make_password

from phuong.areas.dossiers import api as dossiers
from phuong.delivery.accounts import DEMO_PASSWORD
from phuong.delivery.demo.pack import House, PostRow
from phuong.kernel.access.models import Grant
from phuong.kernel.people.models import (
    Account,
    Appointment,
    Area,
    OfficeSession,
    Person,
    Post,
    Unit,
)
from phuong.kernel.text import person_sort_key
from phuong.kernel.wards.api import Ward, WardHost
from phuong.kernel.wards.middleware import directory as hosts
from phuong.kernel.wards.remembered import forget_all


def build(house: House) -> Ward:
    """Make the ward with everybody who works in it."""
    ward = Ward.objects.create(is_demo=True, **house.ward)
    WardHost.objects.bulk_create(WardHost(ward=ward, host=host) for host in house.hosts)
    hosts.forget()
    for slug, name in house.areas:
        Area.objects.create(ward=ward, slug=slug, name=name)
    units = _units(ward, house)
    posts: dict[str, Post] = {}
    # Argon2 is slow on purpose; the one password that everybody may know is hashed once.
    password = make_password(DEMO_PASSWORD)
    for row in house.posts:
        post = Post.objects.create(
            ward=ward,
            unit=units[row.unit],
            code=row.code,
            title=row.title,
            superior=posts[row.superior] if row.superior else None,
            valid_from=house.since,
        )
        posts[row.code] = post
        Grant.objects.create(ward=ward, post=post, role=row.role, valid_from=house.since)
        _appoint(post, row, password)
    forget_all()
    return ward


def _units(ward: Ward, house: House) -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for row in house.units:
        unit = Unit.objects.create(
            ward=ward, code=row.code, name=row.name, phone=row.phone, valid_from=house.since
        )
        units[row.code] = unit
        dossiers.models.Route.objects.bulk_create(
            dossiers.models.Route(ward=ward, field=field, unit=unit) for field in row.routes
        )
        if row.is_desk:
            _sessions(ward, house, unit)
    for slug, name in house.areas:
        units[slug] = Unit.objects.create(ward=ward, code=slug, name=name, valid_from=house.since)
    _sessions(ward, house, None)
    return units


def _sessions(ward: Ward, house: House, unit: Unit | None) -> None:
    """Write the office's hours, or those in which its desk takes papers in."""
    spans = house.hours.desk if unit else house.hours.office
    OfficeSession.objects.bulk_create(
        OfficeSession(
            ward=ward,
            unit=unit,
            weekday=weekday,
            opens=opens,
            closes=closes,
            counts=unit is None,
            valid_from=house.since,
        )
        for weekday in house.hours.weekdays
        for opens, closes in spans
    )


def _appoint(post: Post, row: PostRow, password: str) -> None:
    for name, login in row.people:
        account = None
        if login:
            account = Account.objects.create(login=login, password=password, is_demo=True)
        person = Person.objects.create(
            ward_id=post.ward_id, name=name, sort_key=person_sort_key(name), account=account
        )
        Appointment.objects.create(
            ward_id=post.ward_id, person=person, post=post, valid_from=post.valid_from
        )
