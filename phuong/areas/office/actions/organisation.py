"""Units, posts, and the roles of posts."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.utils.text import slugify

from phuong.areas.office import policy, queries, rules
from phuong.areas.office.actions.changing import change, keep_an_administrator
from phuong.areas.office.rules import Span
from phuong.kernel.access.api import Occasion, Role
from phuong.kernel.access.models import Grant
from phuong.kernel.audit.api import Facts
from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.people.models import Post, Unit
from phuong.kernel.text import fold
from phuong.kernel.wards.api import uuid7


def add_unit(occasion: Occasion, *, name: str, phone: str, first: date) -> UUID:
    """Open a unit from a day on."""
    unit_id = uuid7()

    def write() -> Facts:
        code = _free(occasion, Unit, slugify(fold(name)), 40)
        row = {"id": unit_id, "code": code, "name": name, "phone": phone, "valid_from": first}
        Unit.objects.create(ward_id=occasion.ward_id, **row)
        return {"unit": unit_id, "first": first}

    change(occasion, "office.add_unit", write)
    return unit_id


def rename_unit(occasion: Occasion, unit_id: UUID, *, name: str, phone: str) -> None:
    """Correct what a unit is called and how it is reached; its code stays."""

    def write() -> Facts:
        unit = policy.thing(occasion.actor, "unit", unit_id)
        if (unit.name, unit.phone) == (name, phone):
            raise RuleBroken("office.unit.same", _("Chưa đổi gì. Sửa rồi lưu."), field="name")
        unit.name, unit.phone = name, phone
        unit.save(update_fields=["name", "phone"])
        return {"unit": unit_id}

    change(occasion, "office.rename_unit", write)


def close_unit(occasion: Occasion, unit_id: UUID, *, last: date) -> None:
    """End a unit whose posts have ended: what it had to do must have gone elsewhere."""

    def write() -> Facts:
        unit = policy.thing(occasion.actor, "unit", unit_id)
        rules.check_end(last, queries.span(unit))
        open_posts = Post.objects.of(occasion.ward_id).filter(unit=unit).on(last + _DAY)
        if number := open_posts.count():
            raise RuleBroken(
                "office.unit.posts",
                _(
                    "Bộ phận còn %(number)s chức vụ sau ngày này. Mở từng chức vụ và kết thúc"
                    " trước, rồi kết thúc bộ phận."
                ),
                field="last",
                number=number,
            )
        unit.valid_to = last
        unit.save(update_fields=["valid_to"])
        return {"unit": unit_id, "last": last}

    change(occasion, "office.close_unit", write)


def add_post(
    occasion: Occasion,
    unit_id: UUID,
    *,
    title: str,
    superior_id: UUID | None,
    roles: Iterable[Role],
    first: date,
) -> UUID:
    """Open a post of a unit, with the roles that it is for."""
    post_id = uuid7()

    def write() -> Facts:
        unit = policy.thing(occasion.actor, "unit", unit_id)
        superior = policy.thing(occasion.actor, "post", superior_id) if superior_id else None
        code = _free(occasion, Post, f"{unit.code[:20]}-{slugify(fold(title))}", 60)
        post = Post.objects.create(
            ward_id=occasion.ward_id,
            id=post_id,
            unit=unit,
            code=code,
            title=title,
            superior=superior,
            valid_from=first,
        )
        Grant.objects.bulk_create(
            Grant(ward_id=occasion.ward_id, post=post, role=role, valid_from=first)
            for role in roles
        )
        return {"post": post_id, "unit": unit_id, "first": first}

    change(occasion, "office.add_post", write)
    return post_id


def close_post(occasion: Occasion, post_id: UUID, *, last: date) -> None:
    """End a post that nobody holds any more and to which no work is addressed."""

    def write() -> Facts:
        post = policy.thing(occasion.actor, "post", post_id)
        rules.check_end(last, queries.span(post))
        if holders := queries.holders(post, last + _DAY):
            raise RuleBroken(
                "office.post.held",
                _("%(name)s còn giữ chức vụ này sau ngày này. Cho thôi giữ trước."),
                field="last",
                name=holders[0].person.name,
            )
        if number := queries.waiting_at(post):
            raise RuleBroken(
                "office.post.work",
                _("Còn %(number)s việc chờ ở chức vụ này. Chuyển cho người khác trước."),
                field="last",
                number=number,
            )
        post.valid_to = last
        post.save(update_fields=["valid_to"])
        return {"post": post_id, "last": last}

    change(occasion, "office.close_post", write)


def grant(occasion: Occasion, post_id: UUID, *, role: Role, first: date) -> None:
    """Give a post a role from a day on."""

    def write() -> Facts:
        post = policy.thing(occasion.actor, "post", post_id)
        held = Grant.objects.of(occasion.ward_id).filter(post=post, role=role)
        rules.check_apart(Span(first), [(queries.span(one), str(role.label)) for one in held])
        Grant.objects.create(ward_id=occasion.ward_id, post=post, role=role, valid_from=first)
        return {"post": post_id, "role": role, "first": first}

    change(occasion, "office.grant", write)


def withdraw_grant(occasion: Occasion, grant_id: UUID, *, last: date) -> None:
    """Take a role from a post after a day."""

    def write() -> Facts:
        held = policy.thing(occasion.actor, "grant", grant_id)
        rules.check_end(last, queries.span(held))
        held.valid_to = last
        held.save(update_fields=["valid_to"])
        keep_an_administrator(occasion, last + _DAY)
        return {"post": held.post_id, "role": Role(held.role), "last": last}

    change(occasion, "office.withdraw_grant", write)


_DAY = timedelta(days=1)


def _free(occasion: Occasion, model: type[Unit] | type[Post], wanted: str, longest: int) -> str:
    """Return a code that no other unit or post of the ward has."""
    wanted = wanted[: longest - 4].strip("-") or "moi"
    taken = set(
        model.objects.of(occasion.ward_id)
        .filter(code__startswith=wanted)
        .values_list("code", flat=True)
    )
    if wanted not in taken:
        return wanted
    return next(code for n in range(2, 999) if (code := f"{wanted}-{n}") not in taken)
