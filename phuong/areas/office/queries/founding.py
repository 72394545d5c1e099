"""What a new ward has and lacks: the founder without a password, suggested posts nobody holds."""

import base64
from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from phuong.areas.office.rules import Details
from phuong.areas.office.rules.template import template
from phuong.kernel.access.api import Role
from phuong.kernel.access.models import Grant
from phuong.kernel.law.models import AdminUnit
from phuong.kernel.numbering.models import Counter
from phuong.kernel.people.models import Account, Appointment, Post, Substitution, Unit
from phuong.kernel.text import fold
from phuong.kernel.wards.api import Ward, WardHost

MOST_UNITS = 30
UNUSABLE = "!"
SALT = "phuong.areas.office.set-up"


def set_up_code() -> str:
    """Return the code that the server prints while it has no ward, in groups of four.

    It follows from the installation's own key: whoever reads what the server prints has the
    machine. Eighty bits are not guessed, and the page is gone when the ward stands.
    """
    keyed = salted_hmac(SALT, "code", secret=settings.SECRET_KEY, algorithm="sha256")
    letters = base64.b32encode(keyed.digest()[:10]).decode()
    return "-".join(letters[at : at + 4] for at in range(0, 16, 4))


def is_set_up_code(typed: str) -> bool:
    """Tell whether somebody typed the code, in any case, with or without its strokes."""
    given = "".join(mark for mark in typed.upper() if mark.isalnum())
    return constant_time_compare(given.encode(), set_up_code().replace("-", "").encode())


def is_open() -> bool:
    """Tell whether the first ward is still to be set up, or its founder still has no password."""
    return is_empty() or founder_account() is not None


def is_empty() -> bool:
    """Tell whether this installation has no ward yet."""
    return not Ward.objects.exists()


def founder_account() -> Account | None:
    """Return the account of a founder who has not set a password yet, and nobody else has one."""
    if Account.objects.exclude(password__startswith=UNUSABLE).exists():
        return None
    wards = list(Ward.objects.filter(is_demo=False)[:2])
    if len(wards) != 1:
        return None
    posts = Grant.objects.of(wards[0]).filter(role=Role.ADMINISTRATOR).values("post_id")
    held = Appointment.objects.of(wards[0]).filter(post_id__in=posts).order_by("id")
    first = held.select_related("person__account").first()
    return first.person.account if first is not None else None


def details_of(ward: Ward) -> Details:
    """Return what is known of a ward."""
    host = WardHost.objects.filter(ward=ward).order_by("host").first()
    return Details(
        unit_code=ward.unit_code,
        name=ward.name,
        place=ward.place,
        parent_name=ward.parent_name,
        code_prefix=ward.code_prefix,
        phone=ward.phone,
        address=ward.address,
        email=ward.email,
        host=host.host if host else "",
    )


def has_begun(ward_id: int) -> bool:
    """Tell whether the ward has drawn any number: from then on its codes are on paper."""
    return Counter.objects.filter(ward_id=ward_id).exists()


def newest_unit(code: str) -> AdminUnit | None:
    """Return what a code means now, or meant last."""
    found: AdminUnit | None = AdminUnit.objects.filter(code=code).order_by("-valid_from").first()
    return found


def successor_name(unit: AdminUnit, today: date) -> str:
    """Return the name of the unit that another one went into, as it is today."""
    into = AdminUnit.objects.on(today).filter(code=unit.merged_into).first()
    return str(into.name) if into and unit.merged_into else ""


def units_named(words: str) -> list[tuple[AdminUnit, str]]:
    """Return the wards and communes of a name or code, each with the unit it went into, if any.

    Also those that are no more: whoever looks for an old name finds what became of it.
    """
    wanted = fold(words)
    rows = AdminUnit.objects.filter(kind__in=["ward", "commune"]).order_by("-valid_from", "code")
    found = [one for one in rows if wanted and (wanted in fold(one.name) or one.code == wanted)]
    ids = {one.merged_into for one in found if one.merged_into}
    heirs = AdminUnit.objects.filter(code__in=ids, valid_to__isnull=True)
    names = {one.code: one.name for one in heirs}
    return [(one, names.get(one.merged_into, "")) for one in found[:MOST_UNITS]]


def parent_name(unit: AdminUnit) -> str:
    """Return the name of the unit above, as it is now."""
    above = newest_unit(unit.parent) if unit.parent else None
    return str(above.name) if above else ""


def unheld(ward_id: int, codes: Sequence[str]) -> list[Post]:
    """Return the posts of these codes that nobody ever held and nothing hangs on, in this order."""
    mine = Post.objects.of(ward_id)
    held = set(Appointment.objects.of(ward_id).values_list("post_id", flat=True))
    for pair in Substitution.objects.of(ward_id).values_list("post_id", "for_post_id"):
        held.update(pair)
    free = {one.id: one for one in mine.filter(code__in=codes) if one.id not in held}
    below = list(mine.exclude(superior__isnull=True).values_list("id", "superior_id"))
    while kept := [up for one, up in below if up in free and one not in free]:
        for each in kept:
            free.pop(each, None)
    return sorted(free.values(), key=lambda one: codes.index(one.code))


def empty_units(ward_id: int, codes: Sequence[str]) -> list[Unit]:
    """Return the units of these codes that have no post."""
    used = Post.objects.of(ward_id).values("unit_id")
    return list(Unit.objects.of(ward_id).filter(code__in=codes).exclude(id__in=used))


def may_take_back(ward_id: int) -> bool:
    """Tell whether something of the suggested units and posts is there that nobody holds."""
    known = template()
    return not has_begun(ward_id) and bool(
        unheld(ward_id, [one.code for one in known.posts])
        or empty_units(ward_id, [one.code for one in known.units])
    )
