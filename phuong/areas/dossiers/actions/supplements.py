"""Asking once for everything, and what comes back."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from phuong.areas.dossiers import queries, rules
from phuong.areas.dossiers.actions.acts import Act, act, begin, finish
from phuong.areas.dossiers.actions.given import GivenFile, files_digest
from phuong.areas.dossiers.models import Dossier, Pause, SupplementItem, SupplementRequest
from phuong.areas.dossiers.states import (
    ANSWER_INTAKE,
    ANSWER_SUPPLEMENT,
    ASK_SUPPLEMENT,
    LAPSE,
    TAKE_SUPPLEMENT,
)
from phuong.areas.procedures.api import VersionInfo
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit import api as audit
from phuong.kernel.audit.api import Digest, new_salt
from phuong.kernel.documents import api as documents
from phuong.kernel.errors import RuleBroken, WrongState
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.wards.api import uuid7


@act
def ask_supplement(
    occasion: Occasion,
    dossier: Dossier,
    asked: Sequence[rules.Asked],
    version: VersionInfo,
    *,
    days: int,
    allowed: int,
    again: str = "",
) -> Dossier:
    """Stop the clock and ask the applicant, once, for everything that is missing."""
    doing = begin(occasion, dossier, ASK_SUPPLEMENT)
    rules.check_may_ask(queries.asked_in_work(dossier), allowed)
    rules.check_asked(asked)
    rules.check_not_held(asked, version.papers)
    request, digest = write_request(occasion, doing.dossier, asked, days=days, again=again)
    pause = Pause.objects.create(
        ward_id=dossier.ward_id, dossier=doing.dossier, begins_at=occasion.now, request=request
    )
    doing.pauses.append(pause)
    return finish(
        occasion,
        doing,
        ASK_SUPPLEMENT,
        told={"by": request.answer_by},
        request=request.id,
        items=len(asked),
        asked=digest,
    )


@act
def answer_supplement(
    occasion: Occasion,
    dossier: Dossier,
    answers: Mapping[UUID, str],
    files: Sequence[GivenFile] = (),
) -> Dossier:
    """Take the citizen's answers; the clock runs on as soon as all of it is there.

    What the citizen will bring to the desk keeps the clock standing until it is brought.
    """
    doing = begin(occasion, dossier, ANSWER_SUPPLEMENT)
    request = waiting_request(doing.dossier)
    _write_answers(occasion, doing, request, answers, files)
    if any(item.answer != SupplementItem.Answer.FILE for item in request.items.all()):
        raise RuleBroken(
            "dossiers.supplement.not-all",
            _("Gửi đủ mọi giấy tờ trong phiếu, hoặc mang bản giấy đến quầy."),
            field="items",
        )
    close_request(occasion, doing, request)
    return finish(
        occasion,
        doing,
        ANSWER_SUPPLEMENT,
        request=request.id,
        files=files_digest(doing.dossier.applicant, files),
    )


@act
def keep_supplement(
    occasion: Occasion,
    dossier: Dossier,
    answers: Mapping[UUID, str],
    files: Sequence[GivenFile] = (),
) -> Dossier:
    """Keep what came of a supplement while the rest is still to be brought to the desk.

    The state stays and the clock stands: only the whole supplement lets time run on.
    """
    doing = begin(occasion, dossier, ANSWER_SUPPLEMENT)
    request = waiting_request(doing.dossier)
    _write_answers(occasion, doing, request, answers, files)
    audit.record(
        occasion,
        doing.subject,
        "dossiers.keep_supplement",
        request=request.id,
        files=files_digest(doing.dossier.applicant, files),
    )
    return doing.dossier


@act
def answer_intake(
    occasion: Occasion,
    dossier: Dossier,
    answers: Mapping[UUID, str],
    files: Sequence[GivenFile] = (),
) -> Dossier:
    """Take the citizen's answers before receipt; reception looks and receives."""
    doing = begin(occasion, dossier, ANSWER_INTAKE)
    request = waiting_request(doing.dossier)
    _write_answers(occasion, doing, request, answers, files)
    if all(item.answer == SupplementItem.Answer.FILE for item in request.items.all()):
        request.answered_at = occasion.now
        request.save(update_fields=["answered_at"])
    return finish(
        occasion,
        doing,
        ANSWER_INTAKE,
        request=request.id,
        files=files_digest(doing.dossier.applicant, files),
    )


@act
def take_supplement(occasion: Occasion, dossier: Dossier) -> Dossier:
    """Take at the desk what the applicant was asked for; the clock runs on."""
    doing = begin(occasion, dossier, TAKE_SUPPLEMENT)
    request = waiting_request(doing.dossier)
    request.items.exclude(answer=SupplementItem.Answer.FILE).update(
        answer=SupplementItem.Answer.BROUGHT
    )
    close_request(occasion, doing, request)
    return finish(occasion, doing, TAKE_SUPPLEMENT, request=request.id)


@act
def lapse(occasion: Occasion, dossier: Dossier) -> Dossier:
    """Stop a dossier whose supplement did not come in time (an act of the clock)."""
    doing = begin(occasion, dossier, LAPSE)
    request = waiting_request(doing.dossier)
    if not rules.is_unanswered_for_too_long(request.answer_by, occasion.today):
        raise WrongState("dossiers.lapse.too-early", _("Thời hạn bổ sung của hồ sơ này vẫn còn."))
    close_request(occasion, doing, request)
    return finish(occasion, doing, LAPSE, request=request.id)


def write_request(
    occasion: Occasion,
    dossier: Dossier,
    asked: Sequence[rules.Asked],
    *,
    days: int,
    at_intake: bool = False,
    asks: str = SupplementRequest.Asks.PAPERS,
    again: str = "",
) -> tuple[SupplementRequest, Digest]:
    """Write the request that the citizen will read, and return it with its digest.

    What the ward holds of this very person is asked for with a reason alone, and is counted.
    """
    version = queries.version(dossier)
    held = queries.held_for(occasion.actor, dossier.applicant, version, besides=dossier.id)
    known = [item for item in asked if item.paper_code in held]
    rules.check_asked_again([item.name for item in known], again)
    request = SupplementRequest.objects.create(
        ward_id=dossier.ward_id,
        id=uuid7(),
        dossier=dossier,
        at_intake=at_intake,
        asks=asks,
        asked_at=occasion.now,
        asked_by_id=occasion.actor.person_id,
        answer_by=rules.answer_by(occasion.today, days),
        salt=new_salt(),
    )
    SupplementItem.objects.bulk_create(
        SupplementItem(
            ward_id=dossier.ward_id,
            request=request,
            position=position,
            paper_code=item.paper_code,
            name=item.name,
            why=item.why,
            basis=item.basis,
            how=item.how,
            held_from_id=held[item.paper_code].dossier_id if item in known else None,
            again=again if item in known else "",
        )
        for position, item in enumerate(asked, start=1)
    )
    texts = [text for item in asked for text in (item.name, item.why, item.basis, item.how)]
    texts += [again] if known else []
    return request, Digest.of(request.salt, *texts)


def waiting_request(dossier: Dossier) -> SupplementRequest:
    """Return the request that waits for an answer, or refuse where none does."""
    request = queries.open_request(dossier)
    if request is None:
        raise WrongState(
            "dossiers.supplement.nothing-asked",
            _("Hồ sơ này không còn yêu cầu bổ sung nào. Xem bản mới."),
        )
    return request


def _write_answers(
    occasion: Occasion,
    doing: Act,
    request: SupplementRequest,
    answers: Mapping[UUID, str],
    files: Sequence[GivenFile],
) -> None:
    """Write how each item was answered, and the files that came with it."""
    items = list(request.items.all())
    for item in items:
        given = answers.get(item.id)
        if given in (SupplementItem.Answer.FILE, SupplementItem.Answer.BRING):
            item.answer = given
            item.save(update_fields=["answer"])
    if files:
        documents.attach_all(occasion, doing.subject, [file.of("supplement") for file in files])


def close_requests(occasion: Occasion, doing: Act) -> None:
    """Close whatever the applicant was asked for, without an answer to each thing."""
    request = queries.open_request(doing.dossier)
    if request is not None:
        close_request(occasion, doing, request)


def close_request(occasion: Occasion, doing: Act, request: SupplementRequest) -> None:
    """Close a request and the pause that it brought."""
    request.answered_at = occasion.now
    request.save(update_fields=["answered_at"])
    for pause in doing.pauses:
        if pause.ends_at is None:
            pause.ends_at = occasion.now
            pause.save(update_fields=["ends_at"])
