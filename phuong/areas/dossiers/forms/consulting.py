"""What officials type when they ask others about a dossier, and when they answer."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from phuong.areas.dossiers.models import Stance
from phuong.kernel.ui.fields import UploadsField
from phuong.kernel.ui.forms import RefusableForm


class ConsultForm(RefusableForm):
    """Which units are asked, which agency, and what."""

    question = forms.CharField(
        label=_("Hỏi gì"),
        help_text=_("Nêu rõ cần trả lời điều gì. Nơi được hỏi đọc đúng câu này."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )
    units = forms.MultipleChoiceField(
        label=_("Bộ phận của phường"),
        help_text=_("Chọn được nhiều bộ phận; mỗi bộ phận có việc riêng trong danh sách."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agency_kind = forms.ChoiceField(label=_("Cơ quan khác: loại"), required=False)
    agency = forms.CharField(
        label=_("Cơ quan khác: tên"),
        help_text=_("Ví dụ: Công an phường; Chi nhánh Văn phòng đăng ký đất đai khu vực 1."),
        max_length=200,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        offered: Sequence[tuple[UUID, str]],
        kinds: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        """Offer the ward's other units and the kinds of agencies."""
        super().__init__(*args, **kwargs)
        self.fields["units"].choices = offered  # type: ignore[attr-defined]
        choices = [("", _("Không hỏi cơ quan khác")), *kinds]
        self.fields["agency_kind"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """An agency has a kind and a name, or there is none."""
        given = super().clean() or {}
        if given.get("agency_kind") and not given.get("agency", "").strip():
            self.add_error("agency", _("Ghi tên cơ quan được hỏi."))
        if given.get("agency", "").strip() and not given.get("agency_kind"):
            words = _("Chọn loại cơ quan, để biết trong bao lâu phải trả lời.")
            self.add_error("agency_kind", words)
        return given


class AnswerForm(RefusableForm):
    """An answer: agreed, with remarks, or against."""

    stance = forms.ChoiceField(label=_("Ý kiến"), choices=Stance.choices, widget=forms.RadioSelect)
    answer = forms.CharField(
        label=_("Nội dung trả lời"),
        help_text=_("Số, ngày văn bản trả lời nếu có. Đồng ý thì có thể để trống."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        required=False,
    )
    attached = UploadsField(
        label=_("Văn bản trả lời"),
        help_text=_("Ảnh hoặc PDF. Ai đọc được hồ sơ thì mở được."),
        required=False,
    )
