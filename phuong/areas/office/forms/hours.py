"""What is typed of the hours of an office or a desk: one line a weekday."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from phuong.areas.office.rules import Week, parse_sessions, show_sessions
from phuong.kernel.errors import RuleBroken
from phuong.kernel.ui.forms import DateField3, RefusableForm
from phuong.kernel.ui.sentences import sentence

WEEKDAYS = (
    _("Thứ Hai"), _("Thứ Ba"), _("Thứ Tư"), _("Thứ Năm"), _("Thứ Sáu"), _("Thứ Bảy"), _("Chủ nhật"),
)  # fmt: skip


class HoursForm(RefusableForm):
    """Whose hours, from when, and the sessions of each weekday."""

    mark_optional = False

    def __init__(
        self, data: Any, *, units: Sequence[tuple[str, str]], week: Week, **initial: Any
    ) -> None:
        """Begin with the hours that hold now."""
        super().__init__(data, initial=initial)
        self.week: Week = ()
        self.add(
            "unit",
            forms.ChoiceField(
                label=_("Giờ của"),
                choices=[("", _("Cả phường: tính vào thời hạn")), *units],
                required=False,
                help_text=_("Giờ của một quầy chỉ nói khi nào quầy ấy nhận hồ sơ."),
            ),
        )
        self.add("first", DateField3(label=_("Từ ngày")))
        for place, name in enumerate(WEEKDAYS):
            self.add(
                f"day_{place}",
                forms.CharField(
                    label=name,
                    max_length=100,
                    required=False,
                    initial=show_sessions(week[place]),
                    help_text=_("Ví dụ 07:00–11:00, 13:00–17:00; bỏ trống là đóng.")
                    if place == 0
                    else "",
                ),
            )

    def clean(self) -> dict[str, Any]:
        """Read each line."""
        given = super().clean() or {}
        week = []
        for place in range(len(WEEKDAYS)):
            try:
                week.append(parse_sessions(given.get(f"day_{place}") or ""))
            except RuleBroken as refusal:
                self.add_error(f"day_{place}", sentence(refusal))
                week.append(())
        self.week = tuple(week)
        return given

    @property
    def unit_id(self) -> UUID | None:
        """The desk's unit, or nothing for the whole ward."""
        value = self.cleaned_data.get("unit")
        return UUID(value) if value else None
