"""What the ward already holds for a person: matched with care, never another person's papers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q

from phuong.areas.dossiers import policy
from phuong.areas.dossiers.models import Applicant, DossierQuerySet, Paper, Result
from phuong.areas.dossiers.states import State
from phuong.areas.procedures.api import PaperInfo, VersionInfo
from phuong.kernel.access.api import HERE, Actor
from phuong.kernel.text import fold, person_sort_key

# What is written anew for each dossier is never "held": another form, another statement.
WRITTEN_ANEW = frozenset({"form", "statement", "data"})
MOST = 200


@dataclass(frozen=True, slots=True)
class Holding:
    """A paper that the ward has of the same person: from which dossier, and of which day."""

    dossier_id: UUID
    code: str
    on: date


def held_for(
    actor: Actor, person: Applicant, version: VersionInfo, *, besides: UUID | None = None
) -> Mapping[str, Holding]:
    """Return which papers of a procedure the ward holds of a person, by the paper's code.

    Of one person are dossiers with the same number; where either has none, with the same phone and
    the same whole name. Only what the actor may read is looked at: two statements at the most.
    """
    wanted = {fold(paper.name): paper for paper in _lasting(version.papers)}
    same = _same_person(person)
    if not wanted or same is None:
        return {}
    mine = policy.readable(actor).filter(same)
    if besides is not None:
        mine = mine.exclude(id=besides)
    known = mine.exclude(state__in=(State.NOT_ACCEPTED, State.DISCARDED))
    found: dict[str, Holding] = {}
    for name, holding in [*_papers(actor, known), *_results(actor, known)]:
        paper = wanted.get(fold(name))
        if paper is not None:
            found.setdefault(paper.code, holding)
    return found


def _lasting(papers: Iterable[PaperInfo]) -> Iterable[PaperInfo]:
    return (one for one in papers if not one.held_in and one.kind not in WRITTEN_ANEW)


def _same_person(person: Applicant) -> Q | None:
    """Return the condition that a dossier is of this very person; nothing where it is not known."""
    by_name = Q(applicant__phone=person.phone, applicant__sort_key=person_sort_key(person.name))
    if person.id_number:
        same = Q(applicant__id_number=person.id_number)
        # Whoever gave another number is another person, whatever their name and phone.
        return same | (by_name & Q(applicant__id_number="")) if person.phone else same
    return by_name if person.phone and person.name else None


def _papers(actor: Actor, known: DossierQuerySet) -> Iterable[tuple[str, Holding]]:
    here = Q(copies__gt=0) | Q(originals__gt=F("returned")) | Q(form="photo")
    rows = Paper.objects.of(actor.ward_id).filter(here, dossier__in=known)
    handed_in = rows.filter(form__in=("original", "copy", "photo"))
    columns = ("name", "dossier_id", "dossier__code", "dossier__created_at")
    for name, dossier_id, code, at in handed_in.order_by("-id").values_list(*columns)[:MOST]:
        yield name, Holding(dossier_id, code, at.astimezone(HERE).date())


def _results(actor: Actor, known: DossierQuerySet) -> Iterable[tuple[str, Holding]]:
    rows = Result.objects.of(actor.ward_id).issued().filter(dossier__in=known, standing="in_force")
    columns = ("kind", "dossier_id", "dossier__code", "signed_at")
    for kind, dossier_id, code, at in rows.order_by("-id").values_list(*columns)[:MOST]:
        yield kind, Holding(dossier_id, code, at.astimezone(HERE).date())
