"""What the desk types to put a received dossier right."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phuong.areas.dossiers import queries, rules
from phuong.areas.dossiers.forms.papers import PapersForm, paper_field_of
from phuong.areas.dossiers.forms.ways import check_way, mail_field, tell_by_field
from phuong.areas.dossiers.models import Dossier, ForWhom, ReturnMethod
from phuong.areas.dossiers.queries import Wanted
from phuong.areas.dossiers.states import State
from phuong.areas.procedures.api import VersionInfo
from phuong.kernel.ui.forms import IdNumberField, PersonNameField, PhoneField


class CorrectForm(PapersForm):
    """Everything that the desk wrote down, as it stands: one changes what is wrong and says why."""

    counted = False
    name = PersonNameField()
    id_number = IdNumberField(required=False)
    phone = PhoneField(required=False)
    email = mail_field()
    tell_by = tell_by_field()
    address = forms.CharField(
        label=_("Nơi ở hiện nay"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"class": "p-w-30", "autocomplete": "off"}),
    )
    for_whom = forms.ChoiceField(label=_("Nộp cho ai"), choices=ForWhom)
    other_name = PersonNameField(label=_("Họ tên người được nộp thay"), required=False)
    relation = forms.CharField(
        label=_("Quan hệ với người đó"), required=False, max_length=200,
        widget=forms.TextInput(attrs={"class": "p-w-30"}),
    )  # fmt: skip
    return_method = forms.ChoiceField(label=_("Cách nhận kết quả"), choices=ReturnMethod)
    reason = forms.CharField(
        label=_("Lý do đính chính"),
        help_text=_("Sai ở đâu, căn cứ giấy tờ nào. Người nộp đọc được câu này."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)
    confirmed = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, dossier: Dossier, version: VersionInfo, **kwargs: Any) -> None:
        """Begin with what stands; of a signed result only the contact can still be put right."""
        given = {paper_field_of(paper.code): paper.form for paper in dossier.papers.all()}
        known = {name: queries.fact(dossier, name) for name in queries.FACTS}
        seen = {"seen": dossier.receipt_turn}
        kwargs.setdefault("initial", {**given, **known, **seen})
        super().__init__(*args, version=version, **kwargs)
        self.dossier = dossier
        self.is_signed = dossier.state == State.READY
        if self.is_signed:
            kept = {*rules.CONTACT, "reason", "seen", "confirmed", "request_id"}
            for name in [name for name in self.fields if name not in kept]:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Ask for the other person's name where one applies for another."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("for_whom") == ForWhom.OTHER and not values.get("other_name"):
            self.add_error("other_name", _("Nhập họ, chữ đệm và tên"))
        check_way(self, values)
        return values

    def person_fields(self) -> list[forms.BoundField]:
        """Return the fields of the person and how they are reached."""
        return [self[name] for name in queries.FACTS if name in self.fields]

    def wanted(self) -> Wanted:
        """Return how the dossier should have been taken in."""
        values = self.cleaned_data
        return Wanted(
            facts={name: values[name] for name in queries.FACTS if name in values},
            reason=values["reason"],
            seen=values["seen"],
            papers=None if self.is_signed else self.papers(),
            version=None if self.is_signed else self.version,
        )
