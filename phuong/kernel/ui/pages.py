"""Answer with a page: ordinary ones, refusals, and what went wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import get_script_prefix
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from phuong.kernel.access.api import Occasion
from phuong.kernel.access.doors import Request
from phuong.kernel.audit import api as audit
from phuong.kernel.errors import NotVisible, Refusal
from phuong.kernel.ui.fields import RequestIdField
from phuong.kernel.ui.sentences import sentence

STAFF_PATHS: Final = ("/can-bo/", "/lanh-dao/", "/quan-tri/")
INVALID: Final = 422


@dataclass(frozen=True, slots=True)
class Told:
    """What the page of a status says."""

    title: str
    words: str


TOLD: Final[Mapping[int, Told]] = {
    400: Told(
        _("Chúng tôi không hiểu yêu cầu này"),
        _("Địa chỉ hoặc nội dung gửi đến bị thiếu. Quay lại trang trước và làm lại."),
    ),
    403: Told(
        _("Ông/bà chưa làm được việc này"),
        _("Trang này chỉ mở cho người có trách nhiệm, hoặc trang đã mở quá lâu. Tải lại trang."),
    ),
    404: Told(
        _("Không thấy trang này"),
        _("Xem lại địa chỉ. Trang có thể đã đổi chỗ hoặc không còn nữa."),
    ),
    409: Told(
        _("Việc này vừa thay đổi"),
        _("Người khác vừa làm trước. Xem bản mới rồi làm tiếp."),
    ),
    422: Told(
        _("Còn chỗ cần sửa"),
        _("Quay lại và sửa những chỗ được nêu. Những gì đã lưu vẫn còn."),
    ),
    429: Told(
        _("Đã thử nhiều lần"),
        _("Thử lại sau 15 phút, hoặc gọi cho chúng tôi."),
    ),
    503: Told(
        _("Đang bảo trì"),
        _("Việc gấp xin đến Bộ phận Một cửa hoặc gọi cho chúng tôi."),
    ),
}
_STAFF_HIDDEN: Final = _("Không có trang này, hoặc ông/bà không được xem.")


def render_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Answer with a page. With status 422 its title begins with "Lỗi: "."""
    filled = {"has_errors": status == INVALID, **(context or {})}
    return render(request, template, filled, status=status)


def is_staff_page(request: HttpRequest) -> bool:
    """Return whether the address belongs to the ward's staff."""
    return request.path_info.startswith(STAFF_PATHS)


def error_page(
    request: HttpRequest,
    status: int,
    *,
    title: str = "",
    words: str = "",
    code: str = "",
) -> HttpResponse:
    """Answer with the page of a status: what happened, what to do next, whom to call."""
    told, staff = TOLD[status], is_staff_page(request)
    if staff and status in {403, 404} and not words:
        # Absent and hidden look the same, here too.
        title = gettext(_STAFF_HIDDEN)
    else:
        title, words = title or gettext(told.title), words or gettext(told.words)
    context = {
        "status": status,
        "error_title": title,
        "error_words": words,
        "error_code": code,
        "is_staff": staff,
        "next_steps": _next_steps(request, status, staff=staff),
    }
    return render(request, "ui/error.html", context, status=status)


def refusal_page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Answer with a refusal's own sentence; one that hides a thing looks like any absent page."""
    if isinstance(refusal, NotVisible):
        # Its sentence may say more than whoever asks should know: the page says what all say.
        return error_page(request, refusal.status)
    return error_page(request, refusal.status, words=sentence(refusal), code=refusal.code)


def _next_steps(request: HttpRequest, status: int, *, staff: bool) -> list[tuple[str, str]]:
    prefix = get_script_prefix()
    steps = []
    back = came_from(request)
    if back and status in {400, 403, 409, 422}:
        words = gettext("Xem bản mới") if status == 409 else gettext("Quay lại")
        steps.append((words, back))
    if staff:
        return [*steps, (gettext("Về việc của tôi"), f"{prefix}can-bo/viec/")]
    return [
        *steps,
        (gettext("Về trang chủ"), prefix),
        (gettext("Tra cứu hồ sơ"), f"{prefix}tra-cuu/"),
    ]


def came_from(request: HttpRequest) -> str:
    """Return the page of this same site that led here, or nothing."""
    before = request.META.get("HTTP_REFERER", "")
    if not before or not is_ours(request, before):
        return ""
    parts = urlsplit(before)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def sending(request: Request) -> Occasion:
    """Return the occasion of a form that was sent, under the id that its page gave it."""
    return request.occasion.under(RequestIdField().clean(request.POST.get("request_id")))


def was_sent(request: Request) -> audit.Event | None:
    """Return what an official already did by the form that comes here again; else nothing.

    Asked where what the first sending changed would refuse the second: its sender sees the thing
    no more, or may not choose again what is chosen.
    """
    if request.method != "POST" or request.occasion.actor_id is None:
        return None
    earlier = audit.already(sending(request))
    return earlier if earlier and earlier.actor_id == request.occasion.actor_id else None


def is_ours(request: HttpRequest, url: str) -> bool:
    """Return whether an address leads back into this site."""
    return url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )


def is_our_path(request: HttpRequest, path: str) -> bool:
    """Return whether a path, as a form carries it, leads back into this site."""
    return path.startswith("/") and is_ours(request, path)
