"""What officials type of dossiers that are settled elsewhere."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phuong.areas.dossiers.forms.papers import PapersForm
from phuong.areas.dossiers.states import NATIONAL
from phuong.kernel.access.api import HERE
from phuong.kernel.ui.fields import UploadInput
from phuong.kernel.ui.forms import RefusableForm

MOST_BYTES = 200_000


class FollowForm(RefusableForm):
    """Which system settles a dossier, and its code there."""

    system = forms.ChoiceField(label=_("Hệ thống giải quyết"))
    external_code = forms.CharField(
        label=_("Mã hồ sơ trên hệ thống đó"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, systems: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the systems that the catalogue knows."""
        super().__init__(*args, **kwargs)
        self.fields["system"].choices = [("", _("Chọn")), *systems]  # type: ignore[attr-defined]


class TakeForOtherForm(PapersForm):
    """Who is competent elsewhere, and which papers were handed in for them."""

    counted = False
    settled_by = forms.CharField(
        label=_("Nơi có thẩm quyền giải quyết"),
        help_text=_("Ví dụ: UBND phường Cái Răng; Chi nhánh Văn phòng đăng ký đất đai khu vực 1."),
        max_length=200,
    )


class MomentField(forms.DateTimeField):
    """A local moment, typed by the browser's own field or by hand."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def __init__(self, **kwargs: Any) -> None:
        """Take what browsers send, and what people type."""
        formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M"]
        super().__init__(input_formats=formats, **kwargs)


class ReportForm(RefusableForm):
    """The step that was reported of a dossier, when it was made, and what was said."""

    status = forms.TypedChoiceField(
        label=_("Tình trạng nơi kia báo"), coerce=int, widget=forms.RadioSelect
    )
    at = MomentField(label=_("Báo lúc"), help_text=_("Ngày giờ bước ấy được làm ở nơi giải quyết."))
    note = forms.CharField(
        label=_("Nơi kia nói gì"),
        help_text=_("Bắt buộc khi cần bổ sung, không nhận hoặc dừng. Người nộp đọc được câu này."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the national numbers that can be followed, in the citizen's words."""
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = [  # type: ignore[attr-defined]
            (number, f"{number} · {state.label}") for number, state in sorted(NATIONAL.items())
        ]


class ImportForm(RefusableForm):
    """Lines of codes and states that another system gave out, pasted or as a file."""

    lines = forms.CharField(
        label=_("Dán danh sách"),
        help_text=_("Mỗi dòng: mã; số tình trạng; ngày giờ (để trống là lúc này); nội dung."),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        max_length=MOST_BYTES,
        required=False,
    )
    file = forms.FileField(
        label=_("Hoặc chọn tệp CSV"),
        help_text=_("Chữ UTF-8, không quá 200 KB."),
        widget=UploadInput(attrs={"accept": ".csv,text/csv,text/plain"}),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Read the file as text; one of the two must say something."""
        given = super().clean() or {}
        upload = given.get("file")
        if upload is not None and "lines" not in self.errors:
            given["lines"] = self._read(upload)
        if not self.errors and not (given.get("lines") or "").strip():
            self.add_error("lines", _("Dán ít nhất một dòng, hoặc chọn tệp CSV."))
        return given

    def _read(self, upload: Any) -> str:
        data: bytes = upload.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            self.add_error("file", _("Tệp lớn quá 200 KB. Chia thành nhiều tệp."))
            return ""
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            self.add_error("file", _("Tệp không phải chữ UTF-8. Lưu lại dạng CSV UTF-8 rồi chọn."))
            return ""


def local_moment(at: datetime) -> str:
    """Return a moment as the browser's own field takes it."""
    return at.astimezone(HERE).strftime("%Y-%m-%dT%H:%M")
