"""Correcting a received dossier: what is wrong, what it would become, then the new receipt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Field, Model
from django.urls import reverse
from django.utils.translation import gettext as _

from phuong.areas.dossiers import actions, queries, rules
from phuong.areas.dossiers.forms.correcting import CorrectForm
from phuong.areas.dossiers.models import Applicant, Dossier, Paper
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.views.moving import Moving
from phuong.areas.money import api as money
from phuong.areas.procedures import api as procedures
from phuong.areas.procedures.api import VersionInfo
from phuong.kernel.errors import NotVisible
from phuong.kernel.text import show_phone
from phuong.kernel.ui import display

PROCEDURE = "thu-tuc"


@dataclass(frozen=True, slots=True)
class Put:
    """One thing put right, in words."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Told:
    """One correction in words: which receipt it gave, when, why, what, and by whom."""

    turn: int
    at: datetime
    reason: str
    puts: tuple[Put, ...]
    officer: str


def make(moving: Moving) -> CorrectForm:
    """Return the form, under the procedure that is right where another was chosen."""
    data, files = moving.form_data()
    return CorrectForm(data, files, dossier=moving.dossier, version=version_of(moving))


def version_of(moving: Moving) -> VersionInfo:
    """Return the procedure that the address names, else the dossier's own."""
    slug = moving.request.GET.get(PROCEDURE, "")
    if not slug or moving.dossier.state == State.READY:
        return moving.version
    found = procedures.current(moving.request.ward.pk, slug, moving.occasion.today)
    if found is None:
        raise NotVisible
    return found


def preview(moving: Moving, form: CorrectForm) -> tuple[Put, ...]:
    """Return what would change, or refuse it; nothing where it was confirmed already."""
    if form.cleaned_data["confirmed"] or "change" in moving.request.POST:
        return ()
    wanted = form.wanted()
    changes = queries.changes(moving.dossier, wanted)
    rules.check_correction(changes, wanted.reason, State(moving.dossier.state))
    return tuple(shown(change) for change in changes)


def do(moving: Moving, form: CorrectForm) -> Dossier:
    """Correct the dossier."""
    return actions.correct(moving.occasion, moving.dossier, form.wanted())


def around(moving: Moving) -> dict[str, object]:
    """Return what stands beside the form: the way to another procedure."""
    typed = moving.request.GET.get("q", "").strip()
    today, ward_id = moving.occasion.today, moving.request.ward.pk
    right = version_of(moving)
    return {
        "right": right if right.id != moving.version.id else None,
        "typed": typed,
        "found": procedures.search(ward_id, typed, today) if typed else (),
        "address": reverse("dossiers:move", args=[moving.dossier.code, "dinh-chinh"]),
        "may_change_procedure": moving.dossier.state in (State.RECEIVED, State.IN_WORK),
        "conditional": [paper for paper in right.papers if paper.condition],
        "fee_follows": _fee_follows(moving, right),
    }


def _fee_follows(moving: Moving, version: VersionInfo) -> str:
    """Say what becomes of the fee when an answer is put right, where it hangs on the case."""
    dossier = moving.dossier
    if not queries.depends_on_case(version, dossier.origin):
        return ""
    bill = money.bill(dossier.ward_id, dossier.id)
    if bill is None:
        return _("Phí tuỳ trường hợp: tính theo câu trả lời mới khi thu.")
    if bill.charge.standing == money.Charge.Standing.PAID:
        paid = display.dong(bill.charge.amount)
        told = _("Đã thu %(amount)s theo câu trả lời cũ: nếu mức khác thì hoàn trả rồi thu lại.")
        return told % {"amount": paid}
    return _("Khoản thu tính theo câu trả lời cũ bị bỏ, phải tính lại.")


def shown(change: rules.Change) -> Put:
    """Say one change in the words of the page."""
    what, name, before, after = change.what, change.name, change.before, change.after
    if what == rules.PROCEDURE:
        return Put(_("Thủ tục"), before, after)
    if what == "phone":
        before, after = (show_phone(number) if number else "" for number in (before, after))
    if what.startswith(rules.PAPER):
        return Put(name, _form_label(before), _form_label(after))
    if what.startswith(rules.NUMBER):
        return Put(name, _number_words(before), _number_words(after))
    if what.startswith(rules.NOTE):
        label = _("%(paper)s: ghi chú") % {"paper": name}
        return Put(label, before or "–", after or "–")
    if what.startswith(rules.ANSWER):
        return Put(name, _answer_words(before), _answer_words(after))
    label, labels = _of_field(what)
    told = [str(labels.get(value, value)) or "–" for value in (before, after)]
    return Put(label, *told)


def _number_words(text: str) -> str:
    """Say how many originals and copies there are."""
    originals, _slash, copies = text.partition("/")
    told = {"originals": originals, "copies": copies}
    return _("%(originals)s bản chính, %(copies)s bản sao") % told


def _answer_words(answer: str) -> str:
    """Say an answer as people read it: the day of one that is a day."""
    try:
        return display.day(date.fromisoformat(answer))
    except ValueError:
        return answer or "–"


def _of_field(what: str) -> tuple[str, Mapping[str, object]]:
    """Return the name of a fact and the words of its choices."""
    model: type[Model] = Dossier if what == "return_method" else Applicant
    field = model._meta.get_field(what)
    assert isinstance(field, Field)  # noqa: S101  # a fact is a column
    label = str(field.verbose_name)
    return label[:1].upper() + label[1:], dict(field.flatchoices)


def told(rows: Sequence[queries.Corrected]) -> list[Told]:
    """Say corrections in words."""
    return [
        Told(row.turn, row.at, row.reason, tuple(map(shown, row.changes)), row.officer)
        for row in rows
    ]


def _form_label(form: str) -> str:
    return str(Paper.Form(form).label) if form else _("Không có")
