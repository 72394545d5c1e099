"""What must be said of a ward before anything can be received in it."""

import re
from dataclasses import dataclass
from datetime import date

from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.text import show_date

PREFIX = re.compile(r"[A-Z][A-Z0-9.]{0,14}[A-Z0-9]")
HOST = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?")
UNIT_CODE = re.compile(r"[0-9]{5}")


@dataclass(frozen=True, slots=True)
class Details:
    """What a ward is called, how it is reached, and how its codes begin."""

    unit_code: str
    name: str
    place: str
    parent_name: str
    code_prefix: str
    phone: str
    address: str
    email: str = ""
    host: str = ""


@dataclass(frozen=True, slots=True)
class Founder:
    """Who sets the ward up: its first administrator."""

    name: str
    login: str
    phone: str = ""


def check_details(details: Details) -> None:
    """Refuse a prefix, a code or a host name that could not be used later."""
    if not PREFIX.fullmatch(details.code_prefix):
        raise RuleBroken(
            "office.ward.prefix",
            _("Tiền tố gồm 2 đến 16 chữ hoa không dấu, chữ số, dấu chấm, ví dụ NK hoặc H13.45."),
            field="code_prefix",
        )
    if not UNIT_CODE.fullmatch(details.unit_code):
        raise RuleBroken(
            "office.ward.code",
            _("Mã đơn vị hành chính của phường gồm 5 chữ số, ví dụ 31135."),
            field="unit_code",
        )
    if details.host and not HOST.fullmatch(details.host):
        raise RuleBroken(
            "office.ward.host",
            _("Ghi tên máy như trên thanh địa chỉ, không có http:// và cổng; hoặc bỏ trống."),
            field="host",
        )


def check_standing(name: str, last: date | None, today: date, successor: str) -> None:
    """Refuse a unit that was merged: its people's dossiers belong to the one it went into."""
    if last is None or last >= today:
        return
    if successor:
        raise RuleBroken(
            "office.ward.merged",
            _("%(name)s đã nhập vào %(successor)s sau ngày %(last)s. Chọn %(successor)s."),
            field="unit_code",
            name=name,
            last=show_date(last),
            successor=successor,
        )
    raise RuleBroken(
        "office.ward.ended",
        _("%(name)s chỉ còn đến hết ngày %(last)s. Chọn đơn vị đang có."),
        field="unit_code",
        name=name,
        last=show_date(last),
    )
