"""What officials type on the pages of a dossier."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from phuong.areas.dossiers.models import Apology, Receiver
from phuong.areas.dossiers.rules import Asked
from phuong.areas.procedures.api import PaperInfo, VersionInfo
from phuong.kernel.ui.forms import (
    DateField3,
    PersonNameField,
    RefusableForm,
    UploadsField,
)

MOST_ASKED = 6
HOW_SIGNED = [
    ("electronic", _("Ký số vào tệp PDF")),
    ("paper", _("Ký trên giấy, đóng dấu")),
]
# Kept in the register as it was said, so in the ward's language.
AUTHORITIES = (
    ("Văn bản uỷ quyền có chứng thực", _("Văn bản uỷ quyền có chứng thực")),
    ("Giấy giới thiệu của tổ chức", _("Giấy giới thiệu của tổ chức")),
    (
        "Giấy tờ quan hệ cha mẹ, vợ chồng, con, anh chị em",
        _("Giấy tờ quan hệ cha mẹ, vợ chồng, con, anh chị em"),
    ),
)


class ConfirmForm(RefusableForm):
    """Nothing to type: the page says what will happen and one presses the button."""


class ReasonForm(RefusableForm):
    """A refusal: reason, ground, and what the person can do next."""

    reason = forms.CharField(
        label=_("Lý do"),
        help_text=_("Viết để người nộp hiểu: thiếu gì, sai gì, hoặc vì sao không thuộc phường."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
    basis = forms.CharField(label=_("Căn cứ"), help_text=_("Điều, khoản, văn bản."), max_length=500)
    next_step = forms.CharField(
        label=_("Người nộp làm gì tiếp"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
    )


class SendBackForm(RefusableForm):
    """What to change in a draft."""

    reason = forms.CharField(
        label=_("Cần sửa gì"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )


class ApologyForm(RefusableForm):
    """Why a promise will not be kept, and the one new day."""

    why = forms.ChoiceField(label=_("Nhóm lý do"), choices=[("", _("Chọn")), *Apology.Why.choices])
    reason = forms.CharField(
        label=_("Lý do, viết cho người nộp"),
        help_text=_("Nói rõ việc gì còn chờ, chờ ai. Câu này in trong thư và hiện ở trang hồ sơ."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )
    new_on = DateField3(
        label=_("Ngày hẹn lại"),
        help_text=_("Một ngày làm việc sau ngày đã hẹn; chỉ được hẹn lại một lần."),
    )


class AssignForm(RefusableForm):
    """Who settles the dossier."""

    handler = forms.ChoiceField(label=_("Người giải quyết"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, people: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        """Offer the people of the unit."""
        super().__init__(*args, **kwargs)
        self.fields["handler"].choices = people  # type: ignore[attr-defined]


class ReassignForm(AssignForm):
    """Who settles the dossier from now on, and why."""

    reason = forms.CharField(
        label=_("Vì sao đổi người"), widget=forms.Textarea(attrs={"rows": 2}), max_length=1000
    )


class RenewForm(RefusableForm):
    """What was looked at before a lost receipt is printed anew."""

    checked = forms.ChoiceField(
        label=_("Đã xem giấy tờ"),
        choices=[
            ("identity-card", _("Thẻ căn cước của người nộp")),
            ("passport", _("Hộ chiếu của người nộp")),
            ("authority", _("Giấy uỷ quyền và căn cước người được uỷ quyền")),
        ],
        widget=forms.RadioSelect,
    )


class SubmitForm(RefusableForm):
    """A drafted result."""

    kind = forms.CharField(label=_("Tên kết quả"), max_length=300)
    summary = forms.CharField(
        label=_("Nội dung đề nghị"),
        help_text=_("Kết quả thẩm tra và đề nghị ký, để lãnh đạo đọc là hiểu."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
    )
    attached = UploadsField(label=_("Dự thảo kết quả"), required=False)


class SignForm(RefusableForm):
    """How a result is signed: its PDF by certificate, or on paper."""

    how = forms.ChoiceField(label=_("Cách ký"), widget=forms.RadioSelect)
    draft = forms.ChoiceField(label=_("Tệp được ký số"), widget=forms.RadioSelect, required=False)

    def __init__(
        self, *args: Any, drafts: Sequence[tuple[str, str]], told: Sequence[str], **kwargs: Any
    ) -> None:
        """Offer what can be done; `told` says in words why something cannot."""
        super().__init__(*args, **kwargs)
        self.told = told
        if not drafts:
            del self.fields["how"], self.fields["draft"]
            return
        self.fields["how"].choices = HOW_SIGNED  # type: ignore[attr-defined]
        self.fields["how"].initial = "electronic"
        self.fields["draft"].choices = drafts  # type: ignore[attr-defined]
        self.fields["draft"].initial = drafts[0][0]

    def clean(self) -> dict[str, Any]:
        """Ask which file where a file is to be signed."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("how") == "electronic" and not values.get("draft"):
            self.add_error("draft", _("Chọn tệp được ký số"))
        return values


class ReplaceForm(RefusableForm):
    """What takes the place of a result, why, and on what ground."""

    kind = forms.CharField(label=_("Tên kết quả mới"), max_length=300)
    summary = forms.CharField(
        label=_("Đã sửa gì"), widget=forms.Textarea(attrs={"rows": 2}), max_length=4000
    )
    reason = forms.CharField(
        label=_("Lý do thay thế"),
        help_text=_("Người nộp đọc được: bản cũ sai gì, vì sao."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
    basis = forms.CharField(label=_("Căn cứ"), help_text=_("Điều, khoản, văn bản."), max_length=500)
    how = forms.ChoiceField(
        label=_("Cách ký"), choices=HOW_SIGNED, initial="paper", widget=forms.RadioSelect
    )
    attached = UploadsField(label=_("Tệp PDF của kết quả mới"), required=False, max_files=1)
    replaces = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, told: Sequence[str], **kwargs: Any) -> None:
        """Leave out signing by certificate where there is none; `told` says so."""
        super().__init__(*args, **kwargs)
        self.told = told
        if told:
            del self.fields["how"]


class PostForm(RefusableForm):
    """What the post gave a receipt for."""

    tracking = forms.CharField(
        label=_("Mã bưu gửi"), help_text=_("In trên biên nhận của bưu điện."), max_length=60
    )


class HandOverForm(RefusableForm):
    """Into whose hands the result goes."""

    receiver_kind = forms.ChoiceField(
        label=_("Ai nhận kết quả"),
        choices=[(each.value, each.label) for each in Receiver if each is not Receiver.ONLINE],
        initial=Receiver.SELF,
        widget=forms.RadioSelect,
    )
    receiver_name = PersonNameField(label=_("Họ tên người nhận thay"), required=False)
    paper_kind = forms.ChoiceField(
        label=_("Loại giấy uỷ quyền"),
        choices=[("", _("Chọn")), *AUTHORITIES],
        required=False,
    )
    receiver_paper = forms.CharField(
        label=_("Số, ngày, nơi chứng thực của giấy uỷ quyền"), required=False, max_length=240
    )

    def clean(self) -> dict[str, Any]:
        """Ask what kind of paper it is where somebody else receives."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("receiver_kind") == "authorised" and not values.get("paper_kind"):
            self.add_error("paper_kind", _("Chọn loại giấy uỷ quyền đã xem"))
        return values

    def paper(self) -> str:
        """Return the paper of authority in one line, nothing where none was given."""
        kind, paper = self.cleaned_data["paper_kind"], self.cleaned_data["receiver_paper"]
        return f"{kind}: {paper}" if kind and paper else str(paper)


class AskForm(RefusableForm):
    """One complete request: up to six things, each with reason, ground and remedy."""

    def __init__(self, *args: Any, version: VersionInfo, **kwargs: Any) -> None:
        """Lay out six numbered groups; those left empty are not asked."""
        super().__init__(*args, **kwargs)
        papers = [("", _("Nội dung khác")), *((p.code, p.name) for p in askable(version))]
        self._names = {paper.code: paper.name for paper in version.papers}
        for number in range(1, MOST_ASKED + 1):
            first = number == 1
            self.add(
                f"paper_{number}",
                forms.ChoiceField(label=_("Giấy tờ"), choices=papers, required=False),
            )
            self.add(
                f"name_{number}",
                forms.CharField(
                    label=_("Nội dung khác (nếu không phải giấy tờ trên)"),
                    required=False,
                    max_length=300,
                ),
            )
            self.add(
                f"why_{number}",
                forms.CharField(label=_("Vì sao cần"), required=first, max_length=1000),
            )
            self.add(
                f"basis_{number}",
                forms.CharField(label=_("Căn cứ"), required=first, max_length=500),
            )
            self.add(
                f"how_{number}",
                forms.CharField(label=_("Cách bổ sung"), required=False, max_length=1000),
            )

        self.add(
            "again",
            forms.CharField(
                label=_("Vì sao vẫn yêu cầu giấy tờ phường đã có"),
                help_text=_("Chỉ ghi khi giấy tờ đã có không dùng được; mỗi lần như vậy được đếm."),
                required=False,
                max_length=1000,
            ),
        )

    def groups(self) -> list[list[forms.BoundField]]:
        """Return the fields by thing asked for."""
        names = ("paper", "name", "why", "basis", "how")
        return [[self[f"{name}_{number}"] for name in names] for number in range(1, MOST_ASKED + 1)]

    def asked(self) -> list[Asked]:
        """Return what is asked for, in order."""
        values = self.cleaned_data
        found = []
        for number in range(1, MOST_ASKED + 1):
            code = values.get(f"paper_{number}", "")
            name = values.get(f"name_{number}", "") or self._names.get(code, "")
            why = values.get(f"why_{number}", "")
            if not name and not why:
                continue
            found.append(
                Asked(
                    name=name or why,
                    why=why,
                    basis=values.get(f"basis_{number}", ""),
                    how=values.get(f"how_{number}", ""),
                    paper_code=code,
                )
            )
        return found


def askable(version: VersionInfo) -> list[PaperInfo]:
    """Return the papers that may be asked for: those that no register holds."""
    return [paper for paper in version.papers if not paper.held_in]
