"""What a correction would change, and what corrections have changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from phuong.areas.dossiers import rules
from phuong.areas.dossiers.models import Correction, Dossier
from phuong.areas.dossiers.queries.desk import version as version_of
from phuong.areas.procedures.api import VersionInfo

# What the desk may have typed wrongly; the way of receiving stands on the dossier itself.
FACTS = (
    "name", "id_number", "phone", "email", "tell_by", "address",
    "for_whom", "other_name", "relation", "return_method",
)  # fmt: skip
# Who checks receipts without a network carries the marks of this many that hold no longer.
MOST_REPLACED = 5000
MARK = 16


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a dossier should have been taken in: facts by name, papers by code, its procedure.

    `papers` and `version` are None where only facts are put right; `seen` is the number of the
    receipt that whoever corrects has before them.
    """

    facts: Mapping[str, str]
    reason: str
    seen: int
    papers: Mapping[str, str] | None = None
    version: VersionInfo | None = None


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
    if wanted.papers is not None:
        found += _papers(dossier, before, after, wanted.papers)
    return tuple(found)


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
