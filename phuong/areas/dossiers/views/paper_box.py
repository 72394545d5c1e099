"""What a print page offers of an official form: issue it, open it as it was, edit it in Word."""

from dataclasses import dataclass

from django.urls import reverse

from phuong.areas.dossiers import policy, queries
from phuong.areas.dossiers.models import Dossier
from phuong.kernel.access.api import Actor
from phuong.kernel.documents.official import api as official
from phuong.kernel.documents.official.api import IssuedDocument


@dataclass(frozen=True, slots=True)
class Issued:
    """A paper that was issued, with its address."""

    document: IssuedDocument
    address: str


@dataclass(frozen=True, slots=True)
class PaperBox:
    """What a print page offers beside the slip of the browser."""

    issue: str
    holding: Issued | None
    older: tuple[Issued, ...]
    preview: str = ""
    word: str = ""
    needs_review: bool = False


def for_official(actor: Actor, dossier: Dossier, slug: str) -> PaperBox | None:
    """Return what an official may do with a form on paper; nothing where they may not."""
    form = queries.FORMS.get(slug, "")
    if not form or not policy.may_print(actor, form):
        return None
    of_form = [one for one in official.of_subject(dossier.ward_id, dossier.id) if one.form == form]
    found = [_at(dossier, one) for one in of_form]
    version = queries.form_version(dossier, form)
    args = [dossier.code, slug]
    return PaperBox(
        issue=reverse("dossiers:print-issue", args=args) if policy.may_issue(actor, form) else "",
        holding=next((one for one in reversed(found) if not one.document.is_superseded), None),
        older=tuple(one for one in found if one.document.is_superseded),
        preview=reverse("dossiers:print-preview", args=args),
        word=reverse("dossiers:print-word", args=args) if version.layout.has_word else "",
        needs_review=version.needs_review,
    )


def for_owner(dossier: Dossier, slug: str) -> PaperBox:
    """Return what the owner of a dossier may do with a form on paper."""
    args = [dossier.code, slug]
    found = holding(dossier, slug)
    held = Issued(found, reverse("dossiers:slip-pdf", args=args)) if found else None
    return PaperBox(reverse("dossiers:slip-issue", args=args), held, ())


def _at(dossier: Dossier, document: IssuedDocument) -> Issued:
    return Issued(document, reverse("dossiers:paper", args=[dossier.code, document.id]))


def holding(dossier: Dossier, slug: str) -> IssuedDocument | None:
    """Return the newest paper of a form that holds; there may be one a request to supplement."""
    form = queries.FORMS.get(slug, "")
    of_form = [
        one
        for one in official.of_subject(dossier.ward_id, dossier.id)
        if one.form == form and not one.is_superseded
    ]
    return of_form[-1] if of_form else None
