"""Which issued results to list: by day, procedure, unit, signer, standing, way, and number."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from phuong.areas.dossiers.models import Receiver, Standing
from phuong.areas.dossiers.queries import WAITING, Sought
from phuong.kernel.ui.forms import AddressForm

EARLIEST, LATEST = date(1900, 1, 1), date(2999, 12, 31)
Offered = Sequence[tuple[str, Any]]


def day_field(label: Any) -> forms.DateField:
    """Return a filter by day."""
    return forms.DateField(
        label=label,
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        validators=[
            MinValueValidator(EARLIEST, message=_("Chọn ngày từ năm 1900 đến 2999")),
            MaxValueValidator(LATEST, message=_("Chọn ngày từ năm 1900 đến 2999")),
        ],
    )


class RegisterFilter(AddressForm):
    """What of the register to show; the procedures of a field are offered once it is chosen."""

    WRITTEN: ClassVar = {
        "text": "so",
        "first": "tu",
        "last": "den",
        "field": "linh-vuc",
        "procedure": "thu-tuc",
        "unit": "bo-phan",
        "signer": "nguoi-ky",
        "standing": "hieu-luc",
        "way": "trao",
    }

    text = forms.CharField(
        label=_("Số kết quả, hoặc mã hồ sơ"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"type": "search", "class": "p-w-10"}),
    )
    first = day_field(_("Ký từ ngày"))
    last = day_field(_("Đến ngày"))
    field = forms.ChoiceField(label=_("Lĩnh vực"), required=False)
    procedure = forms.ChoiceField(label=_("Thủ tục"), required=False)
    unit = forms.ChoiceField(label=_("Bộ phận"), required=False)
    signer = forms.ChoiceField(label=_("Người ký"), required=False)
    standing = forms.ChoiceField(
        label=_("Hiệu lực"), required=False, choices=[("", _("Tất cả")), *Standing.choices]
    )
    way = forms.ChoiceField(
        label=_("Cách trao"),
        required=False,
        choices=[("", _("Tất cả")), (WAITING, _("Chưa trao")), *Receiver.choices],
    )

    def __init__(self, data: Any, **offered: Offered) -> None:
        """Offer the fields, units and signers there are; nothing is asked where one is alone."""
        super().__init__(data)
        for name, choices in offered.items():
            if len(choices) < (1 if name in ("field", "procedure") else 2):
                del self.fields[name]
            else:
                self.fields[name].choices = [("", _("Tất cả")), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for days in their order."""
        values: dict[str, Any] = super().clean() or {}
        first, last = values.get("first"), values.get("last")
        if first and last and last < first:
            self.add_error("last", _("Ngày cuối phải từ ngày đầu trở đi"))
        return values

    def wanted(self, procedure_ids: dict[str, UUID]) -> Sought:
        """Return what is asked for; what is not offered or no day counts as nothing."""
        self.is_valid()
        given = self.cleaned_data
        return Sought(
            text=self.chosen("text"),
            first=given.get("first"),
            last=given.get("last"),
            field=self.chosen("field"),
            procedure_id=procedure_ids.get(self.chosen("procedure")),
            unit_id=self.chosen("unit"),
            signer_id=self.chosen("signer"),
            standing=self.chosen("standing"),
            way=self.chosen("way"),
        )
