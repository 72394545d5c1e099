"""The ward of a load: units, posts, people with accounts nobody can log in with, routes."""

from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any
from uuid import UUID

from phuong.areas.dossiers import api as dossiers
from phuong.areas.procedures import api as procedures
from phuong.delivery.generate import people
from phuong.kernel.access.models import Grant
from phuong.kernel.access.roles import Role
from phuong.kernel.people.models import Account, Appointment, Person, Post, Unit
from phuong.kernel.text import person_sort_key
from phuong.kernel.wards.models import Ward, WardHost
from phuong.kernel.wards.remembered import forget_all

BEGINNING = date(2012, 1, 1)
UNITS = (
    ("mot-cua", "Bộ phận Một cửa"),
    ("tu-phap", "Tư pháp, hộ tịch"),
    ("dia-chinh", "Địa chính, xây dựng"),
    ("van-hoa", "Văn hoá, xã hội"),
)
SPECIALISTS = 3


@dataclass(frozen=True, slots=True)
class Officer:
    """Who acts, and in which post; `said` is the person as an event says it."""

    person_id: UUID
    post_code: str
    said: str = field(init=False)

    def __post_init__(self) -> None:
        """Write the person down once, not for each act."""
        object.__setattr__(self, "said", f'"{self.person_id}"')


@dataclass(frozen=True, slots=True)
class Staff:
    """The people of a ward by what they do; specialists and heads by unit."""

    ward: Ward
    reception: tuple[Officer, ...]
    leader: Officer
    heads: dict[UUID, Officer]
    specialists: dict[UUID, tuple[Officer, ...]]
    routes: dict[str, UUID]


def make(random: Random, number: int, day: date) -> Staff:
    """Make a ward with its people; marked as sample data on every page."""
    prefix = f"G{number:03}"
    ward = Ward.objects.create(
        name=f"Phường mẫu {number}",
        place=f"Địa danh mẫu {number}",
        parent_name="Thành phố mẫu",
        unit_code="31135",
        code_prefix=prefix,
        phone="0292 000 000",
        is_demo=True,
    )
    WardHost.objects.create(ward=ward, host=f"{prefix.lower()}.localhost")
    units = [
        Unit.objects.create(ward=ward, code=code, name=name, valid_from=BEGINNING)
        for code, name in UNITS
    ]
    desk, *working = units
    hire = _Hiring(random, ward)
    leader = hire(Role.LEADER, desk, "chu-tich", "Chủ tịch")
    hire(Role.SECRETARY, desk, "bi-thu", "Bí thư")
    staff = Staff(
        ward=ward,
        reception=tuple(
            hire(Role.RECEPTION, desk, f"tiep-nhan-{n}", "Tiếp nhận và trả kết quả") for n in (1, 2)
        ),
        leader=leader,
        heads={
            unit.id: hire(Role.UNIT_HEAD, unit, f"phu-trach-{unit.code}", "Phụ trách bộ phận")
            for unit in working
        },
        specialists={
            unit.id: tuple(
                hire(Role.SPECIALIST, unit, f"chuyen-mon-{unit.code}-{n}", "Chuyên môn")
                for n in range(1, SPECIALISTS + 1)
            )
            for unit in working
        },
        routes={
            one.code: working[place % len(working)].id
            for place, one in enumerate(procedures.fields(ward.pk, day))
        },
    )
    for code, unit_id in staff.routes.items():
        dossiers.models.Route.objects.create(ward=ward, field=code, unit_id=unit_id)
    forget_all()
    return staff


class _Hiring:
    """Makes a post with its role, and a person who holds it."""

    def __init__(self, random: Random, ward: Ward) -> None:
        self._random = random
        self._ward = ward

    def __call__(self, role: Role, unit: Unit, code: str, title: str) -> Officer:
        mine: dict[str, Any] = {"ward": self._ward, "valid_from": BEGINNING}
        post = Post.objects.create(**mine, unit=unit, code=code, title=title)
        Grant.objects.create(**mine, post=post, role=role)
        login = f"{code}@{self._ward.code_prefix.lower()}"
        account = Account.objects.create_account(login, None)
        name = people.name(self._random)
        person = Person.objects.create(
            ward=self._ward, name=name, sort_key=person_sort_key(name), account=account
        )
        Appointment.objects.create(**mine, person=person, post=post)
        return Officer(person.id, code)
