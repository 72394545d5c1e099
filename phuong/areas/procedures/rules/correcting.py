"""When a procedure may change, and whether it does."""

from dataclasses import replace
from datetime import date
from typing import Final

from phuong.areas.procedures.rules.rows import VersionRow
from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.text import show_date

# What of a version an event names as changed, by the columns that say it.
PARTS: Final = {
    "limit": ("limit_unit", "limit_n"),
    "fee": ("fee_amount", "fees"),
    "channel": ("channel",),
    "papers": ("papers",),
}


def check_first(first: date, today: date) -> None:
    """Refuse a version that begins in the past: promises were given by the one before it."""
    if first < today:
        raise RuleBroken(
            "procedures.version.past",
            _(
                "Phiên bản mới bắt đầu từ hôm nay %(today)s hoặc sau đó: hồ sơ đã nhận giữ phiên"
                " bản khi nhận. Chọn ngày khác."
            ),
            field="first",
            today=show_date(today),
        )


def changed(before: VersionRow, after: VersionRow) -> str:
    """Name the parts that differ, or nothing."""
    return " ".join(
        part
        for part, names in PARTS.items()
        if any(getattr(before, name) != getattr(after, name) for name in names)
    )


def check_different(before: VersionRow, after: VersionRow) -> None:
    """Refuse a version that says what the one before it says."""
    if replace(after, valid_from=before.valid_from, valid_to=before.valid_to) == before:
        raise RuleBroken(
            "procedures.version.same",
            _("Chưa đổi gì so với phiên bản đang dùng. Sửa ít nhất một mục rồi lưu."),
        )
