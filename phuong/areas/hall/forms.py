"""What is typed and chosen in the hall."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _

from phuong.areas.hall.models import QueueGroup
from phuong.areas.hall.rules import LONGEST_SLOT, MOST_AT_ONCE
from phuong.kernel.errors import RuleBroken
from phuong.kernel.notices.api import Outcome
from phuong.kernel.ui.forms import FilterForm, PhoneField, RefusableForm
from phuong.kernel.workdays import Session

WEEKDAYS = (
    _("Thứ hai"), _("Thứ ba"), _("Thứ tư"), _("Thứ năm"), _("Thứ sáu"), _("Thứ bảy"),
    _("Chủ nhật"),
)  # fmt: skip


def _number(label: Any, most: int, *, least: int = 0, **values: Any) -> forms.IntegerField:
    box = forms.NumberInput(attrs={"class": "p-w-5", "inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=least, max_value=most, widget=box, **values)


class PriorityForm(RefusableForm):
    """Whether somebody is put first: one tap, nothing to prove."""

    priority = forms.BooleanField(label=_("Tôi thuộc diện được mời trước"), required=False)

    def say_who(self, who: Sequence[str]) -> None:
        """Tell whom the law puts first."""
        self.fields["priority"].help_text = lazystr("; ".join(who))


class TakeForm(PriorityForm):
    """For what somebody takes a number."""

    group = forms.ChoiceField(label=_("Ông/bà đến làm việc gì?"), widget=forms.RadioSelect)
    field_order = ("group", "priority")

    def __init__(
        self, *args: Any, groups: Iterable[tuple[QueueGroup, str]], who: Sequence[str], **kw: Any
    ) -> None:
        """Offer the groups in use, each with its words."""
        super().__init__(*args, **kw)
        offered = [(str(group.id), words) for group, words in groups]
        self.fields["group"].choices = offered  # type: ignore[attr-defined]
        self.say_who(who)

    def chosen(self) -> UUID:
        """Return which group was chosen."""
        return UUID(self.cleaned_data["group"])


class CallForm(forms.Form):
    """How a call ended: one of the three buttons beside it."""

    outcome = forms.ChoiceField(choices=Outcome)


class OnceForm(RefusableForm):
    """A button that acts once: what it is about stands in its own name and value."""


class BookForm(PriorityForm):
    """Which time of a day is booked, and where to tell if it cannot be kept."""

    start = forms.TypedChoiceField(label=_("Giờ hẹn"), coerce=int, widget=forms.RadioSelect)
    phone = PhoneField(
        label=_("Số điện thoại"),
        help_text=_("Để phường báo nếu giờ hẹn phải đổi. Số được xoá sau ngày hẹn."),
        required=False,
    )
    field_order = ("start", "priority", "phone")

    def __init__(
        self, *args: Any, starts: Sequence[tuple[int, str]], who: Sequence[str], **kw: Any
    ) -> None:
        """Offer the times of the day that are free."""
        super().__init__(*args, **kw)
        self.fields["start"].choices = starts  # type: ignore[attr-defined]
        self.say_who(who)


class MoveTimeForm(RefusableForm):
    """Which other time is booked."""

    start = forms.TypedChoiceField(label=_("Giờ hẹn mới"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, starts: Sequence[tuple[int, str]], **kw: Any) -> None:
        """Offer the times of the day that are free."""
        super().__init__(*args, **kw)
        self.fields["start"].choices = starts  # type: ignore[attr-defined]


class DayForm(FilterForm):
    """The day on which a time is looked for."""

    ngay = forms.TypedChoiceField(
        label=_("Ngày"), coerce=date.fromisoformat, required=False, empty_value=None
    )

    def __init__(self, *args: Any, days: Sequence[tuple[date, str]], **kw: Any) -> None:
        """Offer the days that have times."""
        super().__init__(*args, **kw)
        self.fields["ngay"].choices = [  # type: ignore[attr-defined]
            (day.isoformat(), words) for day, words in days
        ]

    def day(self, first: date) -> date:
        """Return the day that was chosen, else the first."""
        chosen = self.cleaned_data.get("ngay") if self.is_valid() else None
        return chosen or first


class PinForm(RefusableForm):
    """The six digits of a booking, typed at the kiosk."""

    pin = forms.RegexField(
        r"^\s*\d{6}\s*$",
        label=_("Mã hẹn"),
        help_text=_("Sáu chữ số trong trang hẹn giờ của ông/bà."),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "p-w-10"}
        ),
        error_messages={"invalid": _("Nhập mã hẹn gồm sáu chữ số, ví dụ 482913.")},
    )


class ActForm(RefusableForm):
    """A button at the counter: what to do, and on which number or counter."""

    act = forms.SlugField()
    ticket = forms.UUIDField(required=False)
    counter = forms.UUIDField(required=False)
    group = forms.UUIDField(required=False)
    priority = forms.BooleanField(required=False)


class GroupForm(RefusableForm):
    """A group of procedures: its letter, what belongs to it, and which times can be booked."""

    letter = forms.CharField(
        label=_("Chữ cái"),
        help_text=_("Đứng trước số, ví dụ A."),
        max_length=1,
        widget=forms.TextInput(attrs={"class": "p-w-5"}),
    )
    name = forms.CharField(
        label=_("Tên nhóm"), help_text=_("Như người dân gọi, ví dụ: Hộ tịch, khai sinh."),
        max_length=80,
    )  # fmt: skip
    fields_served = forms.MultipleChoiceField(
        label=_("Lĩnh vực"), required=False, widget=forms.CheckboxSelectMultiple
    )
    gives_results = forms.BooleanField(
        label=_("Người đến nhận kết quả lấy số ở nhóm này"), required=False
    )
    slot_minutes = _number(
        _("Mỗi lượt hẹn (phút)"), LONGEST_SLOT, initial=0, help_text=_("0 là không nhận hẹn giờ.")
    )
    slot_capacity = _number(_("Số người mỗi lượt hẹn"), MOST_AT_ONCE, initial=0)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Nhận hẹn các ngày"),
        help_text=_("Không chọn ngày nào là mọi ngày tiếp nhận."),
        required=False,
        coerce=int,
        choices=list(enumerate(WEEKDAYS)),
        widget=forms.CheckboxSelectMultiple,
    )
    hours = forms.CharField(
        label=_("Nhận hẹn các giờ"),
        help_text=_("Ví dụ 08:00-10:30, 14:00-16:00. Để trống là mọi giờ tiếp nhận."),
        required=False,
        max_length=60,
    )

    def __init__(self, *args: Any, offered: Sequence[tuple[str, str]], **kw: Any) -> None:
        """Offer the fields of the catalogue."""
        super().__init__(*args, **kw)
        self.fields["fields_served"].choices = offered  # type: ignore[attr-defined]

    def clean_letter(self) -> str:
        """Return the letter as a capital."""
        return str(self.cleaned_data["letter"]).upper()

    def clean_hours(self) -> list[tuple[int, int]]:
        """Return the sessions that were typed, in minutes."""
        parts = [part for part in self.cleaned_data["hours"].split(",") if part.strip()]
        try:
            sessions = [_session(part) for part in parts]
        except RuleBroken as refusal:
            raise forms.ValidationError(
                _("Nhập giờ dạng 08:00-10:30, cách nhau bằng dấu phẩy."), code=refusal.code
            ) from refusal
        return [(one.opens, one.closes) for one in sessions]


def _session(text: str) -> Session:
    opens, _dash, closes = text.strip().partition("-")
    return Session.parse(opens.strip(), closes.strip())


class CounterForm(RefusableForm):
    """A counter: its number, its name, whom it serves."""

    number = _number(_("Số quầy"), 99, least=1)
    name = forms.CharField(
        label=_("Tên quầy"), help_text=_("Ví dụ: Chứng thực."), max_length=80, required=False
    )
    groups = forms.MultipleChoiceField(
        label=_("Phục vụ các nhóm"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, groups: Iterable[QueueGroup], **kw: Any) -> None:
        """Offer the groups in use."""
        super().__init__(*args, **kw)
        offered = [(str(group.id), str(group)) for group in groups]
        self.fields["groups"].choices = offered  # type: ignore[attr-defined]

    def chosen(self) -> list[UUID]:
        """Return the groups that were ticked."""
        return [UUID(one) for one in self.cleaned_data["groups"]]
