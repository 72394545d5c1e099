"""What a ward still lacks before its first dossier, each with the page on which to mend it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from phuong.areas.dossiers import api as dossiers
from phuong.areas.hall import api as hall
from phuong.areas.money import api as money
from phuong.areas.office import api as office
from phuong.areas.procedures import api as procedures
from phuong.kernel.access import directory
from phuong.kernel.access.api import Occasion, Role
from phuong.kernel.access.models import Grant
from phuong.kernel.audit.api import keys
from phuong.kernel.notices import api as notices
from phuong.kernel.people.models import OfficeSession, Person
from phuong.kernel.ui.parts import Task
from phuong.kernel.wards.api import Ward

UNUSABLE = "!"
WORKERS = (Role.SPECIALIST, Role.UNIT_HEAD)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the set-up is: what must be there, what should be, whether anything was received."""

    needed: tuple[Task, ...]
    wanted: tuple[Task, ...]
    begun: bool

    @property
    def missing(self) -> int:
        """How many of the needed things are not there yet."""
        return sum(task.state != "done" for task in self.needed)

    @property
    def ready(self) -> bool:
        """Whether a dossier can be received and settled."""
        return not self.missing


def standing(occasion: Occasion) -> Standing:
    """Look at everything that receiving and settling a dossier needs."""
    ward = Ward.objects.get(pk=occasion.ward_id)
    return Standing(
        tuple(_needed(ward, occasion.today)),
        tuple(_wanted(occasion)),
        office.has_begun(ward.pk),
    )


def _needed(ward: Ward, today: date) -> Iterator[Task]:
    whole = bool(ward.phone and ward.address and ward.parent_name and ward.place)
    yield Task(
        _("Thông tin phường"),
        reverse("office:ward"),
        "done" if whole else "todo",
        _("Tên, mã, tiền tố mã hồ sơ, địa chỉ, điện thoại"),
    )
    roles = set(Grant.objects.of(ward).on(today).values_list("role", flat=True))
    posts = {Role.RECEPTION, Role.LEADER} <= roles and bool(roles & set(WORKERS))
    chart = "office:organisation" if posts else "office:template"
    yield Task(
        _("Bộ phận và chức vụ"),
        reverse(chart),
        "done" if posts else "todo",
        "" if posts else _("Dùng bộ máy gợi ý, rồi sửa từng dòng"),
    )
    yield from _people(ward, today, posts=posts)
    yield _routes(ward, today, posts=posts)
    yield _procedures(ward, today)
    kept = any(key.valid_to is None and keys.is_kept(key) for key in keys.listed(ward.pk))
    yield Task(
        _("Khoá ký giấy hẹn và niêm phong"),
        reverse("delivery:keys"),
        "done" if kept else "todo",
        "" if kept else _("Chạy phuong doctor trên máy chủ để biết cách làm"),
    )


def _people(ward: Ward, today: date, *, posts: bool) -> Iterator[Task]:
    """Tell who receives, settles and signs: one look-up of the people for all three."""
    titles = {
        _("Người tiếp nhận và trả kết quả"): (Role.RECEPTION,),
        _("Người giải quyết"): WORKERS,
        _("Người ký"): (Role.LEADER,),
    }
    held = {
        title: {one.person_id for role in roles for one in directory.holders(ward.pk, today, role)}
        for title, roles in titles.items()
    }
    everybody = Person.objects.of(ward).filter(id__in=set().union(*held.values()))
    people = list(everybody.select_related("account"))
    for title, ids in held.items():
        yield _held(title, [one for one in people if one.id in ids], posts=posts)


def _held(title: str, people: list[Person], *, posts: bool) -> Task:
    if not posts:
        return Task(title, "", "blocked", _("Cần có chức vụ trước"))
    chart = reverse("office:organisation")
    if not people:
        return Task(title, chart, "todo", _("Mở chức vụ, bấm Bổ nhiệm, phân công"))
    known = [one for one in people if one.account is not None and one.account.is_active]
    if not known:
        return Task(title, reverse("office:people"), "todo", _("Chưa ai có tài khoản để đăng nhập"))
    if all(one.account.password.startswith(UNUSABLE) for one in known if one.account):
        said = _("Có tài khoản, chưa đặt mật khẩu: cấp đường dẫn")
        return Task(title, reverse("office:people"), "doing", said)
    return Task(title, chart, "done", ", ".join(sorted(one.name for one in known)[:3]))


def _routes(ward: Ward, today: date, *, posts: bool) -> Task:
    title = _("Phân công lĩnh vực")
    if not posts:
        return Task(title, "", "blocked", _("Cần có bộ phận trước"))
    open_fields = [one.name for one in dossiers.field_routes(ward.pk, today) if one.is_open]
    said = _("Còn %(number)d lĩnh vực chưa có bộ phận") % {"number": len(open_fields)}
    if open_fields:
        return Task(title, reverse("dossiers:routes"), "todo", said)
    return Task(title, reverse("dossiers:routes"), "done")


def _procedures(ward: Ward, today: date) -> Task:
    closed = procedures.closed(ward.pk)
    every = procedures.catalogue(ward.pk, today)
    known = [one for one in every if one.procedure_id not in closed]
    usable = sum(one.usable for one in known)
    said = _("%(usable)d thủ tục nhận được, %(rest)d chưa nhận được vì thời hạn chưa chắc") % {
        "usable": usable,
        "rest": len(known) - usable,
    }
    page = reverse("procedures:review")
    return Task(_("Thủ tục"), page, "done" if usable else "todo", said)


def _wanted(occasion: Occasion) -> Iterator[Task]:
    """Tell what dossiers can do without, and citizens less so."""
    own = OfficeSession.objects.of(occasion.ward_id).filter(unit=None).exists()
    yield Task(
        _("Giờ làm việc"),
        reverse("office:hours"),
        "done" if own else "todo",
        "" if own else _("Đang dùng giờ chung của gói luật"),
    )
    year = occasion.today.year
    decided = any(one.date.year == year for one in occasion.calendar.decisions)
    yield Task(
        _("Lịch nghỉ năm %(year)d") % {"year": year},
        reverse("office:calendar"),
        "done" if decided else "todo",
        "" if decided else _("Chưa có quyết định nào của năm nay"),
    )
    faults = {code for code in notices.gateway_faults() if code.startswith("mail")}
    mail = bool(settings.MAIL_URL) and not faults
    yield Task(
        _("Thư báo cho người dân"),
        reverse("delivery:house"),
        "done" if mail else "todo",
        "" if mail else _("Đặt PHUONG_MAIL_URL, PHUONG_MAIL_FROM; chưa có thì quầy gọi điện"),
    )
    yield from _hall_and_bank(occasion.ward_id)


def _hall_and_bank(ward_id: int) -> Iterator[Task]:
    """Tell what only some wards have: numbers to wait with, money that comes by transfer."""
    page, title = reverse("hall:setup"), _("Nhóm lấy số và quầy")
    if hall.counters(ward_id).exists():
        yield Task(title, page, "done")
    elif hall.groups(ward_id).exists():
        yield Task(title, page, "doing", _("Có nhóm, chưa có quầy nào để gọi số"))
    else:
        lacks = _("Chỉ khi phường phát số thứ tự: mở nhóm thủ tục, rồi mở quầy")
        yield Task(title, page, "todo", lacks)
    account = money.has_account(ward_id)
    yield Task(
        _("Tài khoản nhận tiền"),
        reverse("money:account"),
        "done" if account else "todo",
        "" if account else _("Chỉ khi nhận chuyển khoản; chưa có thì chỉ thu tiền mặt"),
    )
