"""Where officials can go: menus made of the pages that exist and that this actor may enter."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from django.conf import settings
from django.urls import Resolver404, get_resolver, get_script_prefix
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from phuong.kernel.access.api import Actor, Role, may_enter
from phuong.kernel.ui.parts import MenuItem

TODAY: Final = "/can-bo/"
WORK: Final = "/can-bo/viec/"
OVERVIEW: Final = "/lanh-dao/"
ABSENT: Final = "/can-bo/doi-nguoi/"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a menu: its words, its address, and the key after G that goes there."""

    label: str
    path: str
    key: str = ""


# Every page that the menu of a role may show, the landing page first (ux.md §2). A page that
# nobody has built yet, or that this actor may not enter, is absent.
_TODAY = Entry(_("Hôm nay"), TODAY, "KeyN")
_WORK = Entry(_("Việc của tôi"), WORK, "KeyV")
_OVERVIEW = Entry(_("Toàn cảnh"), OVERVIEW, "KeyO")
_TAKING = Entry(_("Nhận bàn giao"), "/can-bo/so/nhan/")
_ASKED = Entry(_("Ý kiến chờ trả lời"), "/can-bo/y-kien/")
_ELSEWHERE = Entry(_("Hồ sơ ở nơi khác"), "/can-bo/noi-khac/")
_TASKS = Entry(_("Nhiệm vụ"), "/can-bo/nhiem-vu/")
_MEETINGS = Entry(_("Họp"), "/can-bo/hop/")
_PROGRAMME = Entry(_("Chương trình công tác"), "/can-bo/chuong-trinh/")
_WORDS = Entry(_("Lời góp ý"), "/can-bo/gop-y/")
_TIMES = Entry(_("Thời gian theo thủ tục"), "/can-bo/thoi-gian/")
_INDEX = Entry(_("Chỉ số phục vụ"), "/lanh-dao/chi-so/")
_LETTERS = Entry(_("Đơn thư"), "/can-bo/don-thu/")
_REVIEW = Entry(_("Kiểm điểm"), "/can-bo/kiem-diem/")
_RESULTS = Entry(_("Sổ kết quả"), "/can-bo/so/ket-qua/")
_CERTIFIED = Entry(_("Sổ chứng thực"), "/can-bo/so/chung-thuc/")
_ABSENT = Entry(_("Đổi người"), ABSENT)
_CALENDAR = Entry(_("Lịch làm việc"), "/quan-tri/lich/")
_ORGANISATION = Entry(_("Bộ máy"), "/quan-tri/bo-may/")
_PEOPLE = Entry(_("Cán bộ"), "/quan-tri/can-bo/")
_CASH = Entry(_("Sổ quỹ"), "/can-bo/so-quy/")
_ACCOUNT = Entry(_("Tài khoản nhận tiền"), "/quan-tri/tai-khoan/")
_TITLES = Entry(_("Thi đua"), "/can-bo/thi-dua/")

MENUS: Final[Mapping[Role, Sequence[Entry]]] = {
    Role.LEADER: (
        _OVERVIEW,
        Entry(_("Chờ ký"), "/can-bo/viec/cho-ky/"),
        _LETTERS,
        _TASKS,
        _RESULTS,
        _CERTIFIED,
        _ASKED,
        _WORDS,
        _INDEX,
        _TIMES,
        _PROGRAMME,
        _CASH,
        _CALENDAR,
        _PEOPLE,
    ),
    Role.SECRETARY: (
        _OVERVIEW,
        _TASKS,
        _RESULTS,
        _INDEX,
        _PROGRAMME,
        _REVIEW,
        Entry(_("Khắc phục hạn chế"), "/can-bo/khac-phuc/"),
        Entry(_("Cán bộ"), "/can-bo/nhan-su/"),
    ),
    Role.RECEPTION: (
        Entry(_("Quầy"), "/can-bo/quay/", "KeyQ"),
        Entry(_("Hàng chờ"), "/can-bo/hang-cho/", "KeyH"),
        Entry(_("Tiếp nhận"), "/can-bo/quay/tiep-nhan/", "KeyT"),
        Entry(_("Chứng thực nhanh"), "/can-bo/quay/chung-thuc/", "KeyC"),
        Entry(_("Hồ sơ"), "/can-bo/ho-so/"),
        Entry(_("Sổ, biên bản"), "/can-bo/so/"),
        _RESULTS,
        _CERTIFIED,
        Entry(_("Trả kết quả"), "/can-bo/viec/cho-tra/"),
        _ELSEWHERE,
        _CASH,
        _TASKS,
        Entry(_("Gọi điện"), "/can-bo/quay/goi-dien/"),
    ),
    Role.UNIT_HEAD: (
        _TODAY,
        _WORK,
        _ABSENT,
        _TAKING,
        _ASKED,
        _ELSEWHERE,
        _PEOPLE,
        _TASKS,
        _RESULTS,
        _WORDS,
        _TIMES,
        _PROGRAMME,
        _MEETINGS,
    ),
    Role.SPECIALIST: (
        _TODAY,
        _WORK,
        _TAKING,
        _ASKED,
        _ELSEWHERE,
        _TASKS,
        _RESULTS,
        _PROGRAMME,
        _MEETINGS,
    ),
    Role.INSPECTOR: (
        Entry(_("Phản ánh cán bộ"), "/can-bo/phan-anh/"),
        _LETTERS,
        _TASKS,
        Entry(_("Nhật ký truy cập"), "/can-bo/nhat-ky/"),
    ),
    Role.AREA_HEAD: (Entry(_("Khu vực của tôi"), "/can-bo/khu-vuc/"), _TITLES, _TASKS),
    Role.ADMINISTRATOR: (
        Entry(_("Quản trị"), "/quan-tri/"),
        _ORGANISATION,
        _PEOPLE,
        _CALENDAR,
        Entry(_("Quầy, lấy số"), "/quan-tri/quay/"),
        _ACCOUNT,
    ),
}
ALWAYS: Final = (
    _TODAY,
    _WORK,
    Entry(_("Tìm hồ sơ"), "/can-bo/tim/"),
    Entry(_("Cài đặt"), "/can-bo/cai-dat/"),
)


@lru_cache(maxsize=512)
def _view_at(urlconf: str, path: str) -> Any:
    try:
        return get_resolver(urlconf).resolve(path).func
    except Resolver404:
        return None


def exists(path: str) -> bool:
    """Tell whether this installation has a page at an address."""
    return _view_at(settings.ROOT_URLCONF, path) is not None


def open_to(actor: Actor, path: str) -> bool:
    """Tell whether there is a page at an address and its door lets the actor in."""
    view = _view_at(settings.ROOT_URLCONF, path)
    return view is not None and may_enter(actor, getattr(view, "door", ()))


def address(path: str) -> str:
    """Return an address as it stands in a link, in the language of the page."""
    return f"{get_script_prefix()}{path.removeprefix('/')}"


def entries(actor: Actor) -> Iterator[Entry]:
    """Return what the actor's menu shows, in the order of their roles, each address once."""
    seen: set[str] = set()
    mine = [entry for role, menu in MENUS.items() if actor.holds(role) for entry in menu]
    for entry in (*mine, *ALWAYS):
        if entry.path not in seen and open_to(actor, entry.path):
            seen.add(entry.path)
            yield entry


def landing(actor: Actor) -> str:
    """Return the page with which the actor's day begins."""
    first = next(entries(actor), None)
    return first.path if first else "/"


def menu(actor: Actor, here: str, queues: Sequence[MenuItem] = ()) -> list[MenuItem]:
    """Return the menu at the left; on worklist pages the queues stand below "Việc của tôi"."""
    counted = {item.url: item for item in queues}
    shown: list[MenuItem] = []
    mine = list(entries(actor))
    taken = {address(entry.path) for entry in mine}
    for entry in mine:
        url = address(entry.path)
        queue = counted.get(url)
        shown.append(
            MenuItem(
                gettext(entry.label),
                url,
                count=queue.count if queue else "",
                tone=queue.tone if queue else "muted",
                current=entry.path == here,
                go=entry.key,
            )
        )
        if entry.path == WORK:
            shown += [queue for queue in queues if queue.url not in taken]
    return shown
