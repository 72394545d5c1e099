"""In what form each paper is there, how many, and what was noticed on it."""

import copy
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phuong.areas.dossiers import rules
from phuong.areas.dossiers.models import Paper
from phuong.areas.dossiers.rules import Mark
from phuong.areas.procedures.api import PaperInfo, VersionInfo
from phuong.kernel.ui.forms import RefusableForm

PAPER_FORMS = [("", _("Chọn")), *Paper.Form.choices]
OPTIONAL_FORMS = [("", _("Không có")), *Paper.Form.choices]
MOST_OF_ONE = 99
NUMBERS = ("originals", "copies")


class PapersForm(RefusableForm):
    """In what form each paper is there; required ones first.

    Where papers are `counted`, also how many of each, with a note.
    """

    counted = True

    def __init__(
        self, *args: Any, version: VersionInfo, strict: bool = True, **kwargs: Any
    ) -> None:
        """Make one choice a paper; `strict` asks for each that must be there."""
        super().__init__(*args, **kwargs)
        self.version = version
        for paper in version.papers:
            must = paper.required and not paper.held_in
            if self.counted:
                self._count(paper)
            self.add(
                paper_field(paper),
                forms.ChoiceField(
                    label=paper.name,
                    choices=PAPER_FORMS if must else OPTIONAL_FORMS,
                    required=must and strict,
                    initial="held" if paper.held_in and paper.required else "",
                ),
            )

    def _count(self, paper: PaperInfo) -> None:
        """Let it be written down how many there are of a paper, and what was noticed on it."""
        for name, field in _COUNTING.items():
            self.add(number_field(name, paper.code), copy.deepcopy(field))

    def clean(self) -> dict[str, Any]:
        """Refuse to count what is said not to be there."""
        values: dict[str, Any] = super().clean() or {}
        for paper in self.version.papers if self.counted else ():
            form = values.get(paper_field(paper)) or ""
            for name, there in (("originals", form == "original"), ("copies", form != "missing")):
                field = number_field(name, paper.code)
                if values.get(field) and (not form or not there):
                    words = _("Đã ghi số bản: chọn dạng “%(form)s” cho giấy tờ này")
                    wanted = Paper.Form.ORIGINAL if name == "originals" else Paper.Form.COPY
                    self.add_error(field, words % {"form": wanted.label})
        return values

    def offer(self, told: Mapping[str, str]) -> None:
        """Say beside each paper what the ward has of it already, and begin with that."""
        for code, words in told.items():
            name = paper_field_of(code)
            if name in self.fields:
                self.fields[name].help_text = words
                if not self.is_bound and not self.initial.get(name):
                    self.initial[name] = Paper.Form.HELD

    def marks(self) -> dict[str, Mark]:
        """Return how many there are of each paper, by its code, and what was noted."""
        return {code: self._mark(code, form) for code, form in self.papers().items()}

    def _mark(self, code: str, form: str) -> Mark:
        typed = [
            self.cleaned_data.get(number_field(name, code)) for name in ("originals", "copies")
        ]
        note = self.cleaned_data.get(number_field("note", code)) or ""
        usual = rules.usual_number(form)
        if all(number is None for number in typed):
            return Mark(*usual, note=note)
        originals, copies = typed
        # Who writes how many copies there are has not said that there is no original.
        return Mark(usual[0] if originals is None else originals, copies or 0, note=note)

    def counts(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return, by the name of each paper, the fields in which it is counted and noted."""
        names = ("originals", "copies", "note")
        return [
            (paper.name, [self[number_field(name, paper.code)] for name in names])
            for paper in self.version.papers
            if number_field("note", paper.code) in self.fields
        ]

    def opens_counts(self) -> bool:
        """Whether something was counted or noted, or is wrong there."""
        return any(
            bound.value() or bound.errors for _name, bounds in self.counts() for bound in bounds
        )

    def papers(self) -> dict[str, str]:
        """Return the form of each paper that was marked, by its code."""
        return {
            paper.code: self.cleaned_data[paper_field(paper)]
            for paper in self.version.papers
            if self.cleaned_data.get(paper_field(paper))
        }

    def required_papers(self) -> list[forms.BoundField]:
        """Return the choices that must be made."""
        return [self[paper_field(p)] for p in self.version.papers if p.required and not p.held_in]

    def other_papers(self) -> list[forms.BoundField]:
        """Return the choices that may be made."""
        return [self[paper_field(p)] for p in self.version.papers if not p.required or p.held_in]


def paper_field(paper: PaperInfo) -> str:
    """Return the name of a paper's field."""
    return paper_field_of(paper.code)


def paper_field_of(code: str) -> str:
    """Return the name of the field of the paper with this code."""
    return f"paper-{code}"


def number_field(name: str, code: str) -> str:
    """Return the name of the field of a number or note of a paper."""
    return f"{name}-{code}"


def _number(label: Any) -> forms.IntegerField:
    box = forms.TextInput(attrs={"inputmode": "numeric", "class": "p-w-4", "maxlength": "2"})
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=MOST_OF_ONE, widget=box
    )


# Made once and copied for each paper, as Django does with the fields of a class.
_COUNTING = {
    "originals": _number(_("Bản chính")),
    "copies": _number(_("Bản sao")),
    "note": forms.CharField(label=_("Ghi chú"), required=False, max_length=300),
}
