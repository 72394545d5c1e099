"""What is typed to correct a procedure from a day on."""

from typing import Any, Final

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from phuong.areas.procedures.forms.fee_lines import FeeLines
from phuong.areas.procedures.models import Channel, LimitUnit, PaperKind
from phuong.areas.procedures.queries import PaperInfo, VersionInfo
from phuong.areas.procedures.rules.rows import PaperRow
from phuong.kernel.text import fold
from phuong.kernel.ui.forms import DateField3

NEW: Final = 2


class CorrectForm(FeeLines):
    """The day, the limit, where one files, each line of the fees and each paper."""

    mark_optional = False
    field_order = ("first", "limit_unit", "limit_n", "channel", "note")

    def __init__(self, data: Any, *, info: VersionInfo, **kwargs: Any) -> None:
        """Lay out the papers that are asked for now, and room for new ones."""
        super().__init__(data, **kwargs)
        self._papers: tuple[PaperInfo, ...] = info.papers
        self.add("seen", forms.UUIDField(widget=forms.HiddenInput, initial=info.id))
        self.add("first", DateField3(label=_("Có hiệu lực từ ngày")))
        # A procedure whose limit nobody knows may be corrected in everything else.
        self.add(
            "limit_unit",
            forms.ChoiceField(
                label=_("Thời hạn tính theo"),
                choices=LimitUnit.choices,
                required=info.limit is not None,
                widget=forms.RadioSelect,
            ),
        )
        self.add("channel", forms.ChoiceField(label=_("Nơi nộp"), choices=Channel.choices))
        self.lay_out_fees(info.fees)
        for place in range(len(info.papers) + NEW):
            self._lay_out_paper(place)
        self.order_fields(self.field_order)

    def _lay_out_paper(self, place: int) -> None:
        known = self._papers[place] if place < len(self._papers) else None
        self.add(
            f"paper_{place}",
            forms.CharField(
                label=_("Giấy tờ %(n)d") % {"n": place + 1},
                help_text=_("Xoá trống để thôi đòi giấy này.") if known else "",
                max_length=400,
                required=False,
                initial=known.name if known else "",
            ),
        )
        self.add(
            f"kind_{place}",
            forms.ChoiceField(
                label=_("Loại"),
                choices=PaperKind.choices,
                required=False,
                initial=known.kind if known else PaperKind.ORIGINAL.value,
            ),
        )
        self.add(
            f"when_{place}",
            forms.CharField(
                label=_("Khi nào phải nộp"),
                help_text=_("Bỏ trống nếu ai cũng phải nộp."),
                max_length=300,
                required=False,
                initial=known.condition if known else "",
            ),
        )
        self.add(
            f"must_{place}",
            forms.BooleanField(
                label=_("Phải có"), required=False, initial=known.required if known else True
            ),
        )

    def paper_fields(self) -> list[list[forms.BoundField]]:
        """Return the fields by paper."""
        places = range(len(self._papers) + NEW)
        return [[self[f"{name}_{n}"] for name in ("paper", "kind", "when", "must")] for n in places]

    def plain_fields(self) -> list[forms.BoundField]:
        """Return the other fields."""
        return [self[name] for name in self.field_order]

    def papers(self) -> tuple[PaperRow, ...]:
        """Return the papers that are asked for from then on; a known one keeps its code."""
        found: list[PaperRow] = []
        for place in range(len(self._papers) + NEW):
            name = self.cleaned_data.get(f"paper_{place}", "").strip()
            if not name:
                continue
            known = self._papers[place] if place < len(self._papers) else None
            codes = {one.code for one in found} | {one.code for one in self._papers}
            found.append(
                PaperRow(
                    code=known.code if known else _free(name, codes),
                    name=name,
                    kind=self.cleaned_data.get(f"kind_{place}") or PaperKind.ORIGINAL.value,
                    required=self.cleaned_data[f"must_{place}"],
                    condition=self.cleaned_data.get(f"when_{place}", "").strip(),
                    held_in=known.held_in if known else "",
                    held_name=known.held_name if known else "",
                    note=known.note if known else "",
                )
            )
        return tuple(found)


def _free(name: str, taken: set[str]) -> str:
    wanted = slugify(fold(name))[:50].strip("-") or "giay-to"
    if wanted not in taken:
        return wanted
    return next(code for n in range(2, 99) if (code := f"{wanted}-{n}") not in taken)
