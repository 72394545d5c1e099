"""The citizen's own pages before anything is handed in. A draft's edits leave no events."""

import secrets
from collections.abc import Mapping, Sequence
from uuid import UUID

from phuong.areas.dossiers import rules
from phuong.areas.dossiers.actions import acts
from phuong.areas.dossiers.actions.acts import KIND, Act, act, begin, finish
from phuong.areas.dossiers.actions.erasing import BLANK_APPLICANT
from phuong.areas.dossiers.actions.given import Given, GivenFile, new_applicant, search_text
from phuong.areas.dossiers.actions.intake import give_code, write_papers
from phuong.areas.dossiers.models import SECRET_LETTERS, Dossier, Origin, Paper
from phuong.areas.dossiers.states import DISCARD, PREPARE, REOPEN, SEND, State
from phuong.areas.procedures import api as procedures
from phuong.areas.procedures.api import VersionInfo
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit import api as audit
from phuong.kernel.audit.api import Code
from phuong.kernel.documents import api as documents
from phuong.kernel.text import person_sort_key
from phuong.kernel.wards.api import Ward, uuid7

DRAFT_CODE_LETTERS = 8


@act
def start_draft(occasion: Occasion, version: VersionInfo) -> Dossier:
    """Begin a draft: an address that cannot be guessed, and a code of eight letters to go on."""
    acts.check_not_done(occasion)
    rules.check_may_begin(usable=version.usable)
    procedures.check_offered(occasion.ward_id, version, occasion.now)
    applicant = new_applicant(occasion.ward_id, Given(name=""))
    dossier = Dossier(
        ward_id=occasion.ward_id,
        id=uuid7(),
        code="".join(secrets.choice(SECRET_LETTERS) for _ in range(DRAFT_CODE_LETTERS)),
        token=secrets.token_urlsafe(16),
        version_id=version.id,
        field=version.field_code,
        origin=Origin.ONLINE,
        state=State.DRAFT,
        created_at=occasion.now,
    )
    dossier.applicant = applicant
    audit.open_subject(
        occasion,
        KIND,
        dossier.code,
        "dossiers.start_draft",
        subject_id=dossier.id,
        version=version.id,
    )
    applicant.save(force_insert=True)
    dossier.save(force_insert=True)
    return dossier


@act
def save_draft(
    occasion: Occasion,
    dossier: Dossier,
    *,
    values: Mapping[str, str] | None = None,
    answers: Mapping[str, str] | None = None,
    step: str = "",
    return_method: str = "",
    files: Sequence[GivenFile] = (),
    remove: Sequence[UUID] = (),
) -> Dossier:
    """Keep what was typed or uploaded on one page of a draft.

    `values` are fields of the applicant, `step` is the page that is done by it, `remove` are ids
    of attachments taken away again.
    """
    subject = audit.lock(occasion.ward_id, dossier.id)
    doing = Act(subject, dossier, acts.counted(dossier), [])
    _check_draft(occasion, doing)
    applicant = dossier.applicant
    for name, value in (values or {}).items():
        setattr(applicant, name, value)
    applicant.sort_key = person_sort_key(applicant.name)
    applicant.answers = {**applicant.answers, **(answers or {})}
    if step and step not in applicant.steps:
        applicant.steps = [*applicant.steps, step]
    applicant.save()
    if return_method:
        dossier.return_method = return_method
        dossier.save(update_fields=["return_method"])
    if files:
        documents.attach_all(occasion, subject, [file.of("paper") for file in files])
    for attachment_id in remove:
        documents.erase(dossier.ward_id, dossier.id, attachment_id)
    return dossier


def _check_draft(occasion: Occasion, doing: Act) -> None:
    from phuong.areas.dossiers import policy

    doing.dossier.refresh_from_db(fields=["state"])
    doing.dossier.applicant.refresh_from_db()
    policy.check(occasion.actor, doing.dossier, SEND)


@act
def send(
    occasion: Occasion, ward: Ward, dossier: Dossier, version: VersionInfo, given: Mapping[str, str]
) -> Dossier:
    """Hand a draft in: it gets its code, and reception its turn."""
    doing = begin(occasion, dossier, SEND)
    procedures.check_offered(occasion.ward_id, version, occasion.now)
    rules.check_complete(version.papers, given)
    give_code(occasion, doing.subject, doing.dossier, ward)
    doing.dossier.sent_at = occasion.now
    doing.dossier.search = search_text(doing.dossier.code, doing.dossier.applicant)
    write_papers(doing.dossier, version, given)
    return finish(
        occasion,
        doing,
        SEND,
        code=Code(doing.dossier.code),
        applicant=acts.applicant_digest(doing.dossier.applicant),
    )


@act
def prepare(
    occasion: Occasion, dossier: Dossier, version: VersionInfo, given: Mapping[str, str]
) -> Dossier:
    """Finish at home what is handed in at the desk by its QR; nothing is asked twice."""
    doing = begin(occasion, dossier, PREPARE)
    procedures.check_offered(occasion.ward_id, version, occasion.now)
    doing.dossier.origin = Origin.PREPARED
    write_papers(doing.dossier, version, given)
    return finish(
        occasion, doing, PREPARE, applicant=acts.applicant_digest(doing.dossier.applicant)
    )


@act
def reopen(occasion: Occasion, dossier: Dossier) -> Dossier:
    """Open a prepared draft again, to change it."""
    doing = begin(occasion, dossier, REOPEN)
    return finish(occasion, doing, REOPEN)


@act
def discard(occasion: Occasion, dossier: Dossier) -> Dossier:
    """Erase a draft: by the citizen's word, or by time after the days that drafts are kept."""
    doing = begin(occasion, dossier, DISCARD)
    dossier = finish(occasion, doing, DISCARD)
    applicant = dossier.applicant
    for name, value in BLANK_APPLICANT.items():
        setattr(applicant, name, value)
    applicant.save()
    Paper.objects.filter(dossier=dossier).delete()
    documents.erase(dossier.ward_id, dossier.id)
    return dossier
