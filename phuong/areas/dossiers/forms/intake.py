"""What the desk types when a dossier comes in, whatever way it comes."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phuong.areas.dossiers import rules
from phuong.areas.dossiers.actions.given import Given, Way
from phuong.areas.dossiers.forms.persons import (
    MOST_TOGETHER,
    TOGETHER,
    PersonsForm,
    together_known,
)
from phuong.areas.dossiers.forms.ways import check_way, mail_field, tell_by_field
from phuong.areas.dossiers.models import (
    Applicant,
    ApplicantKind,
    Origin,
    ReturnMethod,
)
from phuong.kernel.access.api import HERE
from phuong.kernel.ui.forms import (
    DateField3,
    PhoneField,
    UploadsField,
)

# What the desk chooses among; what was filed or prepared on a phone comes by itself.
WAYS_IN = (
    Origin.COUNTER,
    Origin.PHONE,
    Origin.POST,
    Origin.MOBILE,
    Origin.HOME,
    Origin.EXTERNAL,
)
OPENING = time(7)
SAID = (
    "name", "phone", "id_number", "email", "tell_by", "address", "other_name", "relation",
    "representative", "representative_post", "authority", "authority_paper",
)  # fmt: skip
GROUPS = (
    (_("Tổ chức"), ("kind", "representative", "representative_post", "address")),
    (
        _("Cùng nộp, ví dụ vợ chồng"),
        tuple(f"together_{what}_{n}" for n in (1, 2) for what in TOGETHER),
    ),
    (
        _("Nộp thay"),
        ("for_whom", "other_name", "relation", "authority", "authority_paper"),
    ),
    (_("Hồ sơ đến bằng cách nào"), ("origin", "came_on", "came_time", "system", "elsewhere")),
    (_("Báo tin, nhận kết quả, ảnh chụp"), ("email", "tell_by", "return_method", "attached")),
)


class WalkInForm(PersonsForm):
    """Who hands in and how: at most twelve fields to see, all by keyboard."""

    phone = PhoneField(required=False, help_text=_("Để trống nếu không có điện thoại."))
    email = mail_field()
    tell_by = tell_by_field()
    return_method = forms.ChoiceField(
        label=_("Cách nhận kết quả"), choices=ReturnMethod, initial=ReturnMethod.COUNTER
    )
    attached = UploadsField(label=_("Ảnh chụp giấy tờ"), required=False)
    origin = forms.ChoiceField(
        label=_("Hồ sơ đến bằng cách nào"),
        choices=[(way.value, way.label) for way in WAYS_IN],
        initial=Origin.COUNTER,
        required=False,
    )
    came_on = DateField3(
        label=_("Ngày phường nhận"),
        required=False,
        help_text=_("Thư, điểm lưu động, đến nhà: ngày phường cầm hồ sơ. Để trống là hôm nay."),
    )
    came_time = forms.TimeField(
        label=_("Lúc mấy giờ"),
        required=False,
        widget=forms.TextInput(attrs={"class": "p-w-8", "autocomplete": "off"}),
    )
    system = forms.ChoiceField(label=_("Đã nộp trên hệ thống nào"), required=False)
    elsewhere = forms.CharField(
        label=_("Mã hồ sơ trên hệ thống đó"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"class": "p-w-20", "autocomplete": "off"}),
    )

    field_order = ("name", "phone", "id_number")

    def __init__(self, *args: Any, systems: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        """Begin at the name: whoever stands at the counter says it first."""
        super().__init__(*args, **kwargs)
        self.add_together(MOST_TOGETHER)
        systems_known = [("", _("Chọn")), *systems]
        self.fields["system"].choices = systems_known  # type: ignore[attr-defined]
        if not self.is_bound and not self.initial.get("name"):
            self.fields["name"].widget.attrs["autofocus"] = True

    def more(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Return what few need, in groups with their names."""
        return [(legend, [self[name] for name in names]) for legend, names in GROUPS]

    def opens_more(self) -> bool:
        """Whether something of what few need was typed or is wrong."""
        names = [name for _legend, group in GROUPS for name in group]
        plain = {"for_whom", "return_method", "origin", "kind", "tell_by", "system", "authority"}
        return any(
            self[name].errors or (name not in plain and self[name].value() not in (None, "", []))
            for name in names
            if name != "came_on"
        ) or bool(self["came_on"].errors)

    def clean(self) -> dict[str, Any]:
        """Ask for what belongs to what was chosen."""
        values: dict[str, Any] = super().clean()
        self.check_persons(values)
        self._check_way_in(values)
        check_way(self, values)
        return values

    def _check_way_in(self, values: Mapping[str, Any]) -> None:
        origin = values.get("origin") or Origin.COUNTER
        if origin not in rules.COMES_BEFORE and values.get("came_on"):
            self.add_error("origin", _("Đã ghi ngày nhận: chọn hồ sơ đến bằng cách nào"))
        if values.get("came_time") and not values.get("came_on"):
            self.add_error("came_on", _("Đã ghi giờ nhận: ghi cả ngày"))
        if origin != Origin.EXTERNAL and values.get("elsewhere"):
            self.add_error("origin", _("Đã ghi mã trên hệ thống khác: chọn cách đến tương ứng"))

    def came_at(self, now: datetime) -> datetime | None:
        """Return when it came to the ward, where that is not now; without an hour, as it opened."""
        day, hour = self.cleaned_data.get("came_on"), self.cleaned_data.get("came_time")
        if day is None:
            return None
        if hour is None:
            here = now.astimezone(HERE)
            return now if day == here.date() else datetime.combine(day, OPENING, HERE)
        return datetime.combine(day, hour, HERE)

    def way(self, visit_id: Any = None) -> Way:
        """Return how the dossier came in."""
        values = self.cleaned_data
        code = "".join((values.get("elsewhere") or "").split()).upper()
        origin = values.get("origin") or Origin.COUNTER
        return Way(origin, visit_id, values.get("system") or "", code)

    def given(self) -> Given:
        """Return who hands in."""
        values = self.cleaned_data
        return Given(
            **{name: str(values[name] or "") for name in SAID},  # type: ignore[arg-type]
            kind=values["kind"] or ApplicantKind.PERSON,
            for_whom=values["for_whom"],
            together=self.together(),
        )


def known(person: Applicant) -> dict[str, Any]:
    """Return what the form begins with for somebody of whom everything was asked already."""
    found: dict[str, Any] = {name: getattr(person, name) for name in (*SAID, "kind", "for_whom")}
    return found | together_known(person.others[:MOST_TOGETHER])
