"""What a correction would change, and what corrections have changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from phuong.areas.dossiers import rules
from phuong.areas.dossiers.models import Correction, Dossier, Together
from phuong.areas.dossiers.queries.desk import version as version_of
from phuong.areas.procedures.api import VersionInfo

# What the desk may have typed wrongly; the way of receiving stands on the dossier itself.
FACTS = (
    "name", "id_number", "phone", "email", "tell_by", "address",
    "kind", "representative", "representative_post",
    "for_whom", "other_name", "relation", "authority", "authority_paper", "return_method",
)  # fmt: skip
# Who checks receipts without a network carries the marks of this many that hold no longer.
MOST_REPLACED = 5000
MARK = 16


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a dossier should have been taken in: facts by name, papers by code, its procedure.

    What is None is not put right; `seen` is the number of the receipt that whoever corrects has
    before them.
    """

    facts: Mapping[str, str]
    reason: str
    seen: int
    papers: Mapping[str, str] | None = None
    version: VersionInfo | None = None
    marks: Mapping[str, rules.Mark] | None = None
    together: tuple[Together, ...] | None = None
    answers: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction that was made: which receipt it gave, when, why, what, and by whom."""

    turn: int
    at: datetime
    reason: str
    changes: tuple[rules.Change, ...]
    officer: str


def fact(dossier: Dossier, name: str) -> str:
    """Return a fact as it stands."""
    return str(getattr(dossier if name == "return_method" else dossier.applicant, name))


def changes(dossier: Dossier, wanted: Wanted) -> tuple[rules.Change, ...]:
    """Return what a correction changes, in the order of the page."""
    before = version_of(dossier)
    after = wanted.version or before
    found = [
        rules.Change(name, "", fact(dossier, name), wanted.facts[name])
        for name in FACTS
        if name in wanted.facts and wanted.facts[name] != fact(dossier, name)
    ]
    if after.id != before.id:
        found.append(rules.Change(rules.PROCEDURE, "", before.name, after.name))
    if wanted.together is not None and wanted.together != dossier.applicant.others:
        was, now = (_names(each) for each in (dossier.applicant.others, wanted.together))
        found.append(rules.Change(rules.TOGETHER, "", was, now))
    if wanted.answers is not None:
        found += _answers(dossier, after, wanted.answers)
    if wanted.papers is not None:
        found += _papers(dossier, before, after, wanted.papers)
    if wanted.marks is not None:
        found += _marks(dossier, wanted.marks)
    return tuple(found)


def _names(others: Iterable[Together]) -> str:
    """Return who hands in together, as the old and the new value are read side by side."""
    return "; ".join(
        ", ".join(text for text in (one.words, one.phone_shown) if text) for one in others
    )


def answers_differ(dossier: Dossier, answers: Mapping[str, str]) -> bool:
    """Tell whether answers are others than those that stand."""
    known = dossier.applicant.answers
    return any(str(known.get(code, "")) != answer for code, answer in answers.items())


def _answers(
    dossier: Dossier, version: VersionInfo, answers: Mapping[str, str]
) -> Iterable[rules.Change]:
    known = dossier.applicant.answers
    for question in version.questions:
        was, now = str(known.get(question.code, "")), answers.get(question.code, "")
        if was != now:
            yield rules.Change(f"{rules.ANSWER}{question.code}", question.label, was, now)


def _marks(dossier: Dossier, marks: Mapping[str, rules.Mark]) -> Iterable[rules.Change]:
    """Return whose number or note is put right, of the papers whose form was right."""
    for paper in dossier.papers.order_by("position"):
        mark = marks.get(paper.code)
        if mark is None:
            continue
        was = rules.number_there(paper.form, paper.originals, paper.copies)
        now = mark.originals, mark.copies
        if was != now and any(now):
            texts = (f"{originals}/{copies}" for originals, copies in (was, now))
            yield rules.Change(f"{rules.NUMBER}{paper.code}", paper.name, *texts)
        if paper.note != mark.note:
            yield rules.Change(f"{rules.NOTE}{paper.code}", paper.name, paper.note, mark.note)


def _papers(
    dossier: Dossier, before: VersionInfo, after: VersionInfo, given: Mapping[str, str]
) -> Iterable[rules.Change]:
    held = dict(dossier.papers.values_list("code", "form"))
    names = {paper.code: paper.name for paper in (*before.papers, *after.papers)}
    for code, name in names.items():
        was, now = held.get(code, ""), given.get(code, "")
        if was != now:
            yield rules.Change(f"{rules.PAPER}{code}", name, was, now)


def corrections(dossier: Dossier) -> list[Corrected]:
    """Return the corrections of a dossier, the first first; nothing is asked where none was."""
    if dossier.receipt_turn == 1:
        return []
    columns = ("turn", "at", "reason", "changes", "by__name")
    rows = dossier.corrections.order_by("turn").values_list(*columns)
    return [corrected(*row) for row in rows]


def corrected(
    turn: int, at: datetime, reason: str, texts: Iterable[Sequence[str]], officer: str | None
) -> Corrected:
    """Return a correction as pages tell it; of an erased one only that it was."""
    found = tuple(rules.Change(*each) for each in texts)
    return Corrected(turn, at, reason, found, officer or "")


def is_replaced(ward_id: int, head: str) -> bool:
    """Tell whether the receipt that names this head was replaced by a corrected one."""
    return Correction.objects.of(ward_id).filter(replaced_head=head).exists()


def replaced_marks(ward_id: int) -> list[str]:
    """Return the beginnings of the heads of replaced receipts, the newest first."""
    rows = Correction.objects.of(ward_id).order_by("-id").values_list("replaced_head", flat=True)
    return [head[:MARK] for head in rows[:MOST_REPLACED]]
