"""What is typed of the papers of a dossier after it was handed in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phuong.areas.dossiers.models import Paper
from phuong.kernel.ui.forms import RefusableForm


class ReturnPapersForm(RefusableForm):
    """How many originals of each paper go back."""

    mark_optional = False

    def __init__(self, *args: Any, papers: Sequence[Paper], **kwargs: Any) -> None:
        """Ask for a number a paper; all of it is offered."""
        super().__init__(*args, **kwargs)
        self.codes = [paper.code for paper in papers]
        for paper in papers:
            here = paper.originals - paper.returned
            box = forms.TextInput(attrs={"inputmode": "numeric", "class": "p-w-4"})
            self.add(
                f"back-{paper.code}",
                forms.IntegerField(
                    label=paper.name,
                    help_text=_("Đang giữ %(here)s bản chính") % {"here": here},
                    required=False,
                    min_value=0,
                    max_value=here,
                    initial=here,
                    widget=box,
                ),
            )

    def back(self) -> dict[str, int]:
        """Return how many go back, by the paper's code."""
        return {code: self.cleaned_data.get(f"back-{code}") or 0 for code in self.codes}


class UnneededForm(RefusableForm):
    """Which papers turned out not to be needed, and why."""

    papers = forms.MultipleChoiceField(
        label=_("Giấy tờ không cần"), widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label=_("Vì sao không cần"),
        help_text=_("Ví dụ: đã tra được trong cơ sở dữ liệu, quy định không đòi."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, papers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the papers of the dossier."""
        super().__init__(*args, **kwargs)
        self.fields["papers"].choices = papers  # type: ignore[attr-defined]
