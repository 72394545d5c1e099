"""The forms of tasks: they clean what was typed, and neither save nor decide."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from phuong.areas.tasks.models import OnClosed
from phuong.kernel.access.directory import Holder
from phuong.kernel.ui.forms import AddressForm, DateField3, RefusableForm, UploadsField

OFFICE = (".jpg", ".jpeg", ".png", ".heic", ".heif", ".pdf", ".docx", ".xlsx")


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _choices(people: Sequence[Holder]) -> list[tuple[str, str]]:
    return [(str(one.person_id), f"{one.name}, {one.title}") for one in people]


class WorkForm(RefusableForm):
    """Work to be given: what, for which product, who answers, who helps."""

    title = forms.CharField(
        label=_("Việc phải làm"),
        help_text=_("Bắt đầu bằng động từ, ví dụ: Rà soát nhà trọ ở khu vực 3."),
        max_length=300,
    )
    product = forms.CharField(
        label=_("Sản phẩm phải có"),
        help_text=_("Thế nào là xong: báo cáo, danh sách, biên bản, số lượng."),
        max_length=500,
    )
    doer = forms.ChoiceField(label=_("Người chịu trách nhiệm"))
    helpers = forms.MultipleChoiceField(
        label=_("Người phối hợp"), required=False, widget=forms.CheckboxSelectMultiple
    )
    details = forms.CharField(
        label=_("Yêu cầu, chỉ dẫn"), required=False, max_length=4000, widget=_area(4)
    )
    basis = forms.CharField(
        label=_("Căn cứ giao"),
        help_text=_("Văn bản, kết luận cuộc họp, chương trình công tác."),
        required=False,
        max_length=300,
    )

    def __init__(self, *args: Any, people: Sequence[Holder], **kwargs: Any) -> None:
        """Offer the people who may be given work."""
        super().__init__(*args, **kwargs)
        offered = _choices(people)
        self.fields["doer"].choices = [("", _("Chọn một người")), *offered]  # type: ignore[attr-defined]
        self.fields["helpers"].choices = offered  # type: ignore[attr-defined]
        if not self.is_bound:
            self.fields["title"].widget.attrs["autofocus"] = True

    def helper_ids(self) -> list[UUID]:
        """Return who helps."""
        return [UUID(one) for one in self.cleaned_data["helpers"]]


class GiveForm(WorkForm):
    """A new task: the work, by when, what goes with it."""

    by = DateField3(
        label=_("Hạn"),
        help_text=_("Xong trước hết ngày này. Rơi vào ngày nghỉ thì sang ngày làm việc sau."),
    )
    attached = UploadsField(label=_("Tài liệu kèm theo"), required=False, suffixes=OFFICE)


WEEKDAYS = (
    _("Thứ hai"), _("Thứ ba"), _("Thứ tư"), _("Thứ năm"), _("Thứ sáu"), _("Thứ bảy"),
    _("Chủ nhật"),
)  # fmt: skip
LAST_DAY = 31
RHYTHMS = (
    ("", _("Chọn nhịp lặp")),
    (_("Hằng tuần"), [(f"weekly-{day}", words) for day, words in enumerate(WEEKDAYS)]),
    (
        _("Hằng tháng"),
        [(f"monthly-{day}", format_lazy("{} {}", _("Ngày"), day)) for day in range(1, 29)]
        + [(f"monthly-{LAST_DAY}", _("Ngày cuối tháng"))],
    ),
)


class SeriesForm(WorkForm):
    """A task that comes again: the work, how often, how long it takes each time."""

    rhythm = forms.ChoiceField(label=_("Lặp vào"), choices=RHYTHMS)
    limit_days = forms.IntegerField(
        label=_("Làm trong bao nhiêu ngày làm việc"),
        help_text=_("Tính từ ngày giao mỗi kỳ."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "p-w-10"}),
    )
    on_closed = forms.ChoiceField(
        label=_("Gặp ngày nghỉ"),
        choices=OnClosed.choices,
        initial=OnClosed.SHIFT,
        widget=forms.RadioSelect,
    )
    first_on = DateField3(label=_("Bắt đầu từ ngày"))
    last_on = DateField3(
        label=_("Đến hết ngày"), help_text=_("Để trống nếu lặp mãi."), required=False
    )


class ChangeDoerForm(RefusableForm):
    """Who is given it from the next planned day on."""

    doer = forms.ChoiceField(label=_("Người chịu trách nhiệm mới"))

    def __init__(self, *args: Any, people: Sequence[Holder], **kwargs: Any) -> None:
        """Offer the people who may be given work."""
        super().__init__(*args, **kwargs)
        offered = [("", _("Chọn một người")), *_choices(people)]
        self.fields["doer"].choices = offered  # type: ignore[attr-defined]


class ConfirmForm(RefusableForm):
    """Nothing to type: the page says what will happen and one presses the button."""


class WordsForm(RefusableForm):
    """What was done, with proof."""

    words = forms.CharField(
        label=_("Đã làm được gì, còn vướng gì"), max_length=4000, widget=_area(4)
    )
    attached = UploadsField(label=_("Tệp kèm theo"), required=False, suffixes=OFFICE)


class DoneForm(RefusableForm):
    """What the product is and where, with proof."""

    words = forms.CharField(
        label=_("Kết quả"),
        help_text=_("Sản phẩm là gì, ở đâu, số hiệu nào; nếu trễ thì vì sao."),
        max_length=4000,
        widget=_area(4),
    )
    attached = UploadsField(label=_("Minh chứng"), required=False, suffixes=OFFICE)


class ExtensionForm(RefusableForm):
    """A later day, and why."""

    by = DateField3(label=_("Hạn mới"))
    reason = forms.CharField(
        label=_("Vì sao không kịp, đã làm đến đâu"), max_length=2000, widget=_area()
    )


class AcceptForm(RefusableForm):
    """A word with the confirmation, if one is wanted."""

    words = forms.CharField(label=_("Nhận xét"), required=False, max_length=2000, widget=_area())


class ReasonForm(RefusableForm):
    """Why."""

    reason = forms.CharField(label=_("Lý do"), max_length=2000, widget=_area())


class HandOnForm(ChangeDoerForm):
    """Who answers for it from now on, and why."""

    reason = forms.CharField(label=_("Lý do"), max_length=2000, widget=_area())


class TaskFilter(AddressForm):
    """Which tasks to list."""

    WRITTEN: ClassVar[Mapping[str, str]] = {"whose": "cua", "state": "tinh-trang", "q": "q"}

    whose = forms.ChoiceField(label=_("Của ai"), required=False)
    state = forms.ChoiceField(label=_("Tình trạng"), required=False)
    q = forms.CharField(
        label=_("Chữ trong việc, sản phẩm, mã, tên người"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "class": "p-w-20"}),
    )

    def __init__(
        self, data: Any, *, whose: Sequence[tuple[str, Any]], states: Sequence[tuple[str, Any]]
    ) -> None:
        """Offer what the actor may look at."""
        super().__init__(data)
        self.fields["whose"].choices = whose  # type: ignore[attr-defined]
        self.fields["state"].choices = states  # type: ignore[attr-defined]
