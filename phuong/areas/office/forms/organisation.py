"""What is typed to change the organisation: one small form an act."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from phuong.areas.office.rules import Span
from phuong.areas.office.states import Away, Formula
from phuong.kernel.access.api import Role
from phuong.kernel.ui.forms import DateField3, PersonNameField, PhoneField, RefusableForm

Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Offered:
    """What the lists of a form offer: rows of this ward, by id."""

    today: date
    people: Choices = ()
    posts: Choices = ()
    row: Any = None


class ActForm(RefusableForm):
    """Any of the forms below; `lay_out` adds what depends on the ward."""

    def __init__(self, offered: Offered, *args: object, **kwargs: object) -> None:
        """Keep what the ward offers, then lay out."""
        super().__init__(*args, **kwargs)
        self.lay_out(offered)

    def lay_out(self, offered: Offered) -> None:
        """Add fields or first values out of the ward's rows."""
        for name in ("first", "last"):
            if name in self.fields and self.fields[name].required:
                self.fields[name].initial = offered.today

    def span(self) -> Span:
        """Return the days that were typed."""
        return Span(self.cleaned_data["first"], self.cleaned_data.get("last"))

    def chosen(self, name: str) -> UUID | None:
        """Return the row chosen of a list."""
        value = self.cleaned_data.get(name)
        return UUID(value) if value else None


class UnitForm(ActForm):
    """A new unit."""

    name = forms.CharField(label=_("Tên bộ phận"), max_length=200)
    phone = PhoneField(label=_("Điện thoại"), required=False)
    first = DateField3(label=_("Từ ngày"))


class RenameForm(ActForm):
    """What a unit is called."""

    name = forms.CharField(label=_("Tên bộ phận"), max_length=200)
    phone = PhoneField(label=_("Điện thoại"), required=False)

    def lay_out(self, offered: Offered) -> None:
        """Begin with what it is called now."""
        self.fields["name"].initial = offered.row.name
        self.fields["phone"].initial = offered.row.phone


class EndForm(ActForm):
    """The last day of something."""

    last = DateField3(label=_("Đến hết ngày"))


class PostForm(ActForm):
    """A new post of a unit."""

    title = forms.CharField(label=_("Chức danh"), max_length=200)
    roles = forms.MultipleChoiceField(
        label=_("Quyền trong phần mềm"),
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    first = DateField3(label=_("Từ ngày"))

    def lay_out(self, offered: Offered) -> None:
        """Offer the posts it may stand under."""
        super().lay_out(offered)
        none = [("", _("Không"))]
        self.add(
            "superior",
            forms.ChoiceField(
                label=_("Cấp trên trực tiếp"), choices=[*none, *offered.posts], required=False
            ),
        )


class RoleForm(ActForm):
    """A role for a post."""

    role = forms.ChoiceField(label=_("Quyền trong phần mềm"), choices=Role.choices)
    first = DateField3(label=_("Từ ngày"))


class AppointForm(ActForm):
    """Who holds a post, from when, by which decision."""

    def lay_out(self, offered: Offered) -> None:
        """Offer those whom the ward knows, or a new person by name."""
        none = [("", _("Người mới, nhập bên dưới"))]
        self.add(
            "person",
            forms.ChoiceField(label=_("Cán bộ"), choices=[*none, *offered.people], required=False),
        )
        self.add("name", PersonNameField(label=_("Họ và tên người mới"), required=False))
        self.add("phone", PhoneField(label=_("Điện thoại"), required=False))
        self.add(
            "decision",
            forms.CharField(label=_("Số quyết định"), max_length=100, required=False),
        )
        self.add("first", DateField3(label=_("Từ ngày"), initial=offered.today))
        self.add("last", DateField3(label=_("Đến hết ngày"), required=False))


class AbsenceForm(ActForm):
    """From when to when somebody is away."""

    reason = forms.ChoiceField(label=_("Lý do"), choices=Away.choices)
    first = DateField3(label=_("Từ ngày"))
    last = DateField3(label=_("Đến hết ngày"), required=False)


class SubstitutionForm(ActForm):
    """In whose place a post signs."""

    formula = forms.ChoiceField(label=_("Thể thức ký"), choices=Formula.choices)
    first = DateField3(label=_("Từ ngày"))
    last = DateField3(label=_("Đến hết ngày"), required=False)

    def lay_out(self, offered: Offered) -> None:
        """Offer the posts in whose place it may sign."""
        super().lay_out(offered)
        self.add("for_post", forms.ChoiceField(label=_("Ký thay"), choices=offered.posts))


class AccountForm(ActForm):
    """The name somebody logs in with."""

    login = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=30,
        help_text=_("Chữ thường không dấu, ví dụ thanhmai."),
    )


class PlainForm(ActForm):
    """Nothing to type: only to be sure."""


FORMS: Mapping[str, type[ActForm]] = {
    "them-bo-phan": UnitForm,
    "doi-ten": RenameForm,
    "dong-bo-phan": EndForm,
    "them-chuc-vu": PostForm,
    "dong-chuc-vu": EndForm,
    "giao-quyen": RoleForm,
    "thu-quyen": EndForm,
    "bo-nhiem": AppointForm,
    "thoi-giu": EndForm,
    "vang-mat": AbsenceForm,
    "ve-lai": EndForm,
    "ky-thay": SubstitutionForm,
    "thoi-ky-thay": EndForm,
    "mo-tai-khoan": AccountForm,
    "cap-duong-dan": PlainForm,
    "khoa": PlainForm,
    "mo-khoa": PlainForm,
}
