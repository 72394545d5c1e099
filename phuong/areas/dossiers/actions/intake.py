"""Taking dossiers in: at the counter, sent, prepared at home; guiding; not accepting."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from phuong.areas.dossiers import queries, rules
from phuong.areas.dossiers.actions import acts
from phuong.areas.dossiers.actions.acts import KIND, act, begin, finish
from phuong.areas.dossiers.actions.given import (
    Given,
    GivenFile,
    Way,
    files_digest,
    new_applicant,
    notes_digest,
    search_text,
)
from phuong.areas.dossiers.models import Dossier, Origin, Paper, ReturnMethod
from phuong.areas.dossiers.rules import Mark
from phuong.areas.dossiers.states import ASK_AT_INTAKE, NOT_ACCEPT, RECEIVE, Can, State
from phuong.areas.procedures import api as procedures
from phuong.areas.procedures.api import VersionInfo
from phuong.kernel.access import roles
from phuong.kernel.access.api import HERE, Occasion
from phuong.kernel.audit import api as audit
from phuong.kernel.audit.api import Code, Fact
from phuong.kernel.documents import api as documents
from phuong.kernel.errors import NotPermitted, RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.numbering import api as numbering
from phuong.kernel.wards.api import Ward, uuid7

NO_MARKS: Mapping[str, Mark] = {}
AT_THE_COUNTER = Way()


@act
def take_in(
    occasion: Occasion,
    ward: Ward,
    version: VersionInfo,
    given: Given,
    papers: Mapping[str, str],
    *,
    return_method: str = ReturnMethod.COUNTER,
    files: Sequence[GivenFile] = (),
    marks: Mapping[str, Mark] = NO_MARKS,
    way: Way = AT_THE_COUNTER,
) -> Dossier:
    """Receive a dossier that is complete: the clock starts and the promise is made.

    What came by letter, at a mobile desk or at home began when it came: `occasion.now` is that
    moment, `occasion.entered_at` the one of its entry.
    """
    check_desk(occasion)
    acts.check_not_done(occasion)
    check_taken_in(occasion.ward_id, version, occasion.now)
    rules.check_complete(version.papers, papers)
    dossier = _came(occasion, ward, version, given, way, return_method)
    dossier.sent_at = occasion.now
    start_clock(occasion, dossier, version)
    note_papers(dossier, papers, [file.paper_code for file in files])
    dossier.state = State.RECEIVED
    return register(occasion, dossier, "dossiers.take_in", version, papers, files, marks)


@act
def register_walk_in(
    occasion: Occasion,
    ward: Ward,
    version: VersionInfo,
    given: Given,
    papers: Mapping[str, str],
    *,
    return_method: str = ReturnMethod.COUNTER,
    files: Sequence[GivenFile] = (),
    marks: Mapping[str, Mark] = NO_MARKS,
    way: Way = AT_THE_COUNTER,
) -> Dossier:
    """Write down a dossier that is not complete or not ours, to guide or refuse it next."""
    check_desk(occasion)
    acts.check_not_done(occasion)
    dossier = _came(occasion, ward, version, given, way, return_method)
    dossier.sent_at = occasion.now
    dossier.state = State.SENT
    return register(occasion, dossier, "dossiers.register", version, papers, files, marks)


@act
def receive(
    occasion: Occasion,
    dossier: Dossier,
    version: VersionInfo,
    papers: Mapping[str, str],
    marks: Mapping[str, Mark] = NO_MARKS,
) -> Dossier:
    """Receive what was sent, prepared or supplemented: complete and correct, the clock starts."""
    doing = begin(occasion, dossier, RECEIVE)
    dossier = doing.dossier
    check_taken_in(occasion.ward_id, version, dossier.sent_at or occasion.now)
    rules.check_complete(version.papers, papers)
    if dossier.state == State.PREPARED:
        ward = Ward.objects.get(pk=occasion.ward_id)
        give_code(occasion, doing.subject, dossier, ward)
        dossier.sent_at = occasion.now
    write_papers(dossier, version, papers, marks)
    kept = documents.of_subject(occasion.ward_id, dossier.id)
    note_papers(dossier, papers, [file.purpose.removeprefix("paper:") for file in kept])
    dossier.supplement_requests.filter(answered_at__isnull=True).update(answered_at=occasion.now)
    start_clock(occasion, dossier, version)
    return finish(
        occasion,
        doing,
        RECEIVE,
        told=None,
        code=Code(dossier.code),
        papers=len(papers),
        promise=dossier.first_promise_at,
        **_noted(dossier, marks),
    )


@act
def ask_at_intake(
    occasion: Occasion,
    dossier: Dossier,
    asked: Sequence[rules.Asked],
    version: VersionInfo,
    *,
    days: int,
    allowed: int,
    again: str = "",
) -> Dossier:
    """Ask, before receipt and once, for everything that is missing; no clock runs yet."""
    from phuong.areas.dossiers.actions.supplements import write_request

    doing = begin(occasion, dossier, ASK_AT_INTAKE)
    rules.check_may_ask(queries.asked_at_intake(dossier), allowed)
    rules.check_asked(asked)
    rules.check_not_held(asked, version.papers)
    request, digest = write_request(
        occasion, doing.dossier, asked, days=days, at_intake=True, again=again
    )
    return finish(
        occasion,
        doing,
        ASK_AT_INTAKE,
        told={"by": request.answer_by},
        request=request.id,
        items=len(asked),
        asked=digest,
    )


@act
def not_accept(
    occasion: Occasion, dossier: Dossier, *, reason: str, basis: str, next_step: str
) -> Dossier:
    """Refuse at intake, with reason, ground and what the person can do instead."""
    rules.check_reason(reason, basis, next_step)
    doing = begin(occasion, dossier, NOT_ACCEPT)
    if doing.dossier.state == State.PREPARED:
        give_code(occasion, doing.subject, doing.dossier, Ward.objects.get(pk=occasion.ward_id))
    digest = acts.note(occasion, doing.dossier, NOT_ACCEPT, reason, basis, next_step)
    return finish(occasion, doing, NOT_ACCEPT, reason=digest, code=Code(doing.dossier.code))


def start_clock(occasion: Occasion, dossier: Dossier, version: VersionInfo) -> None:
    """Start the legal clock; what it says now is the first promise."""
    limit = version.limit
    assert limit is not None  # noqa: S101  # `check_usable` has refused the others
    dossier.received_at = occasion.now
    dossier.received_on = occasion.now.astimezone(HERE).date()
    dossier.limit_unit, dossier.limit_n = str(limit.unit), int(limit.n)
    acts.work_out(occasion, dossier, [])
    dossier.first_promise_at = dossier.shown_promise_at = dossier.due_at
    if dossier.unit_id is None:
        dossier.unit_id = queries.unit_for(occasion.ward_id, dossier.field, occasion.today)


def note_papers(dossier: Dossier, papers: Mapping[str, str], files: Iterable[str]) -> None:
    """Say, for the figures, whether all came as files and whether something was there already."""
    dossier.digitised = rules.is_digitised(papers, files)
    dossier.reused = Paper.Form.HELD in papers.values()


def give_code(occasion: Occasion, subject: audit.Subject, dossier: Dossier, ward: Ward) -> None:
    """Give a draft that is handed in its real code; the subject follows."""
    dossier.code = numbering.draw(ward, "dossier", occasion.today)
    subject.code = dossier.code
    subject.save(update_fields=["code"])


def write_papers(
    dossier: Dossier,
    version: VersionInfo,
    papers: Mapping[str, str],
    marks: Mapping[str, Mark] = NO_MARKS,
) -> None:
    """Write in what form each paper is there and how many, over what was written before."""
    rows = []
    for position, paper in enumerate(version.papers, start=1):
        form = papers.get(paper.code)
        if not form:
            continue
        mark = marks.get(paper.code) or Mark(*rules.usual_number(form))
        rows.append(
            Paper(
                ward_id=dossier.ward_id,
                dossier=dossier,
                position=position,
                code=paper.code,
                name=paper.name,
                form=form,
                originals=mark.originals,
                copies=mark.copies,
                note=mark.note,
                held_from_id=mark.held_from,
                returned=mark.returned,
            )
        )
    Paper.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["ward", "dossier", "code"],
        update_fields=["form", "originals", "copies", "note", "held_from"],
    )


def _noted(dossier: Dossier, marks: Mapping[str, Mark]) -> dict[str, Fact]:
    noted = notes_digest(dossier.applicant, marks)
    return {"notes": noted} if noted else {}


def check_desk(occasion: Occasion) -> None:
    """Refuse whoever does not work at the counter."""
    if not roles.has(occasion.actor, Can.RECEIVE):
        raise NotPermitted(
            "dossiers.no-capability", _("Việc này thuộc người khác. Nhờ phụ trách phân công lại.")
        )


def check_taken_in(ward_id: int, version: VersionInfo, came: datetime) -> None:
    """Refuse what nobody confirmed a limit of, and what came when the ward took it in no more."""
    check_usable(version)
    procedures.check_offered(ward_id, version, came)


def check_usable(version: VersionInfo) -> None:
    """Refuse to receive under a procedure whose limit nobody has confirmed."""
    if version.limit is None:
        raise RuleBroken(
            "dossiers.procedure.without-limit",
            _(
                "Thủ tục này chưa có thời hạn chắc chắn. Nhờ quản trị xác nhận thời hạn"
                " trước khi tiếp nhận."
            ),
            field="procedure",
        )


def new_dossier(
    occasion: Occasion,
    ward: Ward,
    version: VersionInfo,
    given: Given,
    origin: str,
    return_method: str,
) -> Dossier:
    code = numbering.draw(ward, "dossier", occasion.today)
    applicant = new_applicant(occasion.ward_id, given)
    dossier = Dossier(
        ward_id=occasion.ward_id,
        id=uuid7(),
        code=code,
        token=secrets.token_urlsafe(16),
        version_id=version.id,
        field=version.field_code,
        origin=origin,
        return_method=return_method,
        created_at=occasion.now,
        search=search_text(code, applicant),
    )
    dossier.applicant = applicant
    return dossier


def _came(
    occasion: Occasion,
    ward: Ward,
    version: VersionInfo,
    given: Given,
    way: Way,
    return_method: str,
) -> Dossier:
    """Return a new dossier that came in some way; a code that it has elsewhere finds it too."""
    rules.check_came(occasion.now, occasion.recorded_at)
    dossier = new_dossier(occasion, ward, version, given, way.origin, return_method)
    dossier.visit_id = way.visit_id
    if way.origin == Origin.EXTERNAL:
        rules.check_external(way.system, way.code)
        _check_not_entered(occasion, way)
        dossier.external_system, dossier.external_code = way.system, way.code
        dossier.search = search_text(dossier.code, dossier.applicant, way.code)
    return dossier


def _check_not_entered(occasion: Occasion, way: Way) -> None:
    """Refuse to enter twice what another system has once."""
    same = Dossier.objects.of(occasion.ward_id).filter(external_code=way.code)
    known = same.filter(external_system=way.system).values_list("code", flat=True).first()
    if known is not None:
        raise RuleBroken(
            "dossiers.external.known",
            _("Hồ sơ này đã có trong sổ, mã %(known)s. Mở hồ sơ đó thay vì nhập lại."),
            field="elsewhere",
            known=known,
        )


def register(
    occasion: Occasion,
    dossier: Dossier,
    verb: str,
    version: VersionInfo,
    papers: Mapping[str, str],
    files: Sequence[GivenFile],
    marks: Mapping[str, Mark] = NO_MARKS,
) -> Dossier:
    """Write a new dossier with all that belongs to it: eleven statements with three files."""
    came: dict[str, Fact] = _noted(dossier, marks)
    if dossier.origin != Origin.COUNTER:
        came["way"] = Code(dossier.origin)
    if dossier.visit_id is not None:
        came["visit"] = dossier.visit_id
    if dossier.external_code:
        came |= {"system": Code(dossier.external_system), "elsewhere": Code(dossier.external_code)}
    subject = audit.open_subject(
        occasion,
        KIND,
        dossier.code,
        verb,
        subject_id=dossier.id,
        code=Code(dossier.code),
        version=version.id,
        applicant=acts.applicant_digest(dossier.applicant),
        papers=len(papers),
        files=files_digest(dossier.applicant, files),
        promise=dossier.first_promise_at,
        **came,
    )
    dossier.applicant.save(force_insert=True)
    dossier.save(force_insert=True)
    write_papers(dossier, version, papers, marks)
    if files:
        papers_given = [file.of("paper") for file in files]
        documents.attach_all(occasion, subject, papers_given, is_new=True)
    acts.address(occasion, subject, dossier, is_new=True)
    move = "receive" if dossier.state == State.RECEIVED else "send"
    acts.tell(_told_now(occasion, dossier), subject, dossier, move)
    acts.tally(dossier, None)
    return dossier


def _told_now(occasion: Occasion, dossier: Dossier) -> Occasion:
    """Return the occasion on which one is told: what came by letter is told when it is entered."""
    if occasion.entered_at is None or dossier.origin == Origin.COUNTER:
        return occasion
    return replace(occasion, now=occasion.entered_at, entered_at=None)
