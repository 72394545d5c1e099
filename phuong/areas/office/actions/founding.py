"""From nothing to a ward: the ward itself, its first administrator, the units it may begin with."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from phuong.areas.office import queries, rules
from phuong.areas.office.actions.changing import change
from phuong.areas.office.rules import Details, Founder
from phuong.areas.office.rules.template import template
from phuong.areas.office.states import ORGANISATION, ORGANISATION_CODE
from phuong.kernel.access import directory, invitations
from phuong.kernel.access.api import HERE, Occasion
from phuong.kernel.access.models import Grant
from phuong.kernel.access.queries import actor_of_person
from phuong.kernel.audit import api as audit
from phuong.kernel.audit.api import Code, Facts
from phuong.kernel.errors import NotVisible, RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.law import api as law
from phuong.kernel.people.models import Account, Appointment, Person, Post, Unit
from phuong.kernel.text import person_sort_key
from phuong.kernel.wards import middleware as wards
from phuong.kernel.wards.api import Ward, WardHost, uuid7


def found_ward(details: Details, founder: Founder, now: datetime) -> Ward:
    """Make the first ward of an empty installation and its administrator, who has no password yet.

    Nobody is logged in at that point: whoever calls has asked for the code of the server.
    """
    with transaction.atomic(), _alone():
        if Ward.objects.exists():
            raise RuleBroken("office.ward.founded", _("Phường đã được lập. Đăng nhập để làm tiếp."))
        _check(details, now)
        rules.check_login(founder.login)
        ward = Ward.objects.create(**_columns(details))
        if details.host:
            WardHost.objects.create(host=details.host, ward=ward)
        person = _first_administrator(ward, founder, now)
        occasion = Occasion(actor_of_person(person, now), now, law.calendar(ward.pk))
        audit.open_subject(
            occasion,
            ORGANISATION,
            ORGANISATION_CODE,
            "office.found_ward",
            subject_id=uuid7(),
            unit_code=Code(details.unit_code),
            prefix=Code(details.code_prefix),
            person=person.id,
        )
    _forget()
    audit.keys.ensure(ward.pk, now)
    return ward


def invite_founder(now: datetime) -> str:
    """Return the ways by which the first administrator sets their password; once more if need be.

    Only until somebody has a password here: from then on administrators help each other.
    """
    account = queries.founder_account()
    if account is None:
        raise NotVisible
    return invitations.address(account, now)


def change_ward(occasion: Occasion, details: Details) -> None:
    """Correct what the ward is called and how it is reached.

    How its codes begin, and which unit it is, are open until the first number was drawn.
    """

    def write() -> Facts:
        ward = Ward.objects.get(pk=occasion.ward_id)
        before = queries.details_of(ward)
        fixed = (before.unit_code, before.code_prefix) != (details.unit_code, details.code_prefix)
        if fixed and queries.has_begun(occasion.ward_id):
            raise RuleBroken(
                "office.ward.begun",
                _("Đã nhận hồ sơ nên mã đơn vị và tiền tố giữ nguyên. Chỉ sửa các mục khác."),
                field="code_prefix",
            )
        _check(details, occasion.now)
        for name, value in _columns(details).items():
            setattr(ward, name, value)
        ward.save()
        if details.host and details.host != before.host:
            _take_host(ward, details.host)
        return {"unit_code": Code(details.unit_code), "prefix": Code(details.code_prefix)}

    change(occasion, "office.change_ward", write)
    _forget()


def use_template(occasion: Occasion) -> None:
    """Open the units and posts that a ward may begin with; what is there already stays."""

    def write() -> Facts:
        first = {"ward_id": occasion.ward_id, "valid_from": occasion.today}
        units = {one.code: one for one in Unit.objects.of(occasion.ward_id)}
        posts = {one.code: one for one in Post.objects.of(occasion.ward_id)}
        known = len(units), len(posts)
        for row in template().units:
            if row.code not in units:
                units[row.code] = Unit.objects.create(code=row.code, name=row.name, **first)
        for one in template().posts:
            if one.code not in posts:
                posts[one.code] = Post.objects.create(
                    unit=units[one.unit],
                    code=one.code,
                    title=one.title,
                    superior=posts.get(one.superior),
                    **first,
                )
                Grant.objects.create(post=posts[one.code], role=one.role, **first)
        if (len(units), len(posts)) == known:
            raise RuleBroken(
                "office.template.there", _("Các bộ phận gợi ý đã có đủ. Sửa từng dòng nếu cần.")
            )
        return {"units": len(units) - known[0], "posts": len(posts) - known[1]}

    change(occasion, "office.use_template", write)


def undo_template(occasion: Occasion) -> None:
    """Take the suggested units and posts away again, as long as nobody held them."""

    def write() -> Facts:
        if queries.has_begun(occasion.ward_id):
            raise RuleBroken(
                "office.template.begun",
                _("Đã nhận hồ sơ nên không bỏ được. Kết thúc từng chức vụ, bộ phận từ một ngày."),
            )
        posts = queries.unheld(occasion.ward_id, [one.code for one in template().posts])
        grants = Grant.objects.of(occasion.ward_id).filter(post__in=posts)
        grants.delete()
        gone = 0
        # Who stands below goes first: a post that others stand under cannot go.
        for post in reversed(posts):
            post.delete()
            gone += 1
        codes = [one.code for one in template().units]
        units = queries.empty_units(occasion.ward_id, codes)
        for unit in units:
            _remove(unit)
        if not gone and not units:
            raise RuleBroken(
                "office.template.held",
                _("Không còn bộ phận gợi ý nào chưa có người. Kết thúc từng dòng ở trang Bộ máy."),
            )
        return {"units": len(units), "posts": gone}

    change(occasion, "office.undo_template", write)


def _remove(unit: Unit) -> None:
    try:
        unit.delete()
    except ProtectedError:
        raise RuleBroken(
            "office.template.used",
            _("%(name)s đã được dùng ở phân công lĩnh vực hoặc giờ làm việc. Bỏ ở đó trước."),
            name=unit.name,
        ) from None


@contextmanager
def _alone() -> Iterator[None]:
    """Let only one set-up pass: the row that says that the law changed is locked by it."""
    law.changed("calendar")
    yield


def _check(details: Details, now: datetime) -> None:
    rules.check_details(details)
    unit = queries.newest_unit(details.unit_code)
    if unit is not None:
        today = now.astimezone(HERE).date()
        rules.check_standing(unit.name, unit.valid_to, today, queries.successor_name(unit, today))


def _columns(details: Details) -> dict[str, Any]:
    names = ("unit_code", "name", "place", "parent_name", "code_prefix", "phone", "address")
    return {**{name: getattr(details, name) for name in names}, "email": details.email}


def _take_host(ward: Ward, host: str) -> None:
    held = WardHost.objects.filter(host=host).exclude(ward=ward)
    if held.exists():
        raise RuleBroken(
            "office.ward.host-taken",
            _("Tên máy này đã dùng cho phường khác của máy chủ. Chọn tên khác."),
            field="host",
        )
    WardHost.objects.filter(ward=ward).delete()
    WardHost.objects.create(host=host, ward=ward)


def _first_administrator(ward: Ward, founder: Founder, now: datetime) -> Person:
    row, place = template().first
    today = now.astimezone(HERE).date()
    first = {"ward": ward, "valid_from": today}
    unit = Unit.objects.create(code=row.code, name=row.name, **first)
    post = Post.objects.create(unit=unit, code=place.code, title=place.title, **first)
    Grant.objects.create(post=post, role=place.role, **first)
    person = Person.objects.create(
        ward=ward,
        name=founder.name,
        sort_key=person_sort_key(founder.name),
        phone=founder.phone,
        account=_account(founder.login),
    )
    Appointment.objects.create(person=person, post=post, **first)
    return person


def _account(login: str) -> Account:
    if Account.objects.filter(login=login).exists():
        raise RuleBroken(
            "office.account.taken",
            _("Tên đăng nhập %(login)s đã có người dùng. Chọn tên khác."),
            field="login",
            login=login,
        )
    return Account.objects.create_account(login, None)


def _forget() -> None:
    wards.directory.forget()
    directory.forget()
